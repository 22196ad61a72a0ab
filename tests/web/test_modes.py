"""The three modes: what each may open, what the door of the public refuses, and how a server refuses to start."""

from __future__ import annotations

import html
import re
import shutil
import threading
import time
import tomllib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.testing.v1 import AppTest

from eit.analysis.anonymise import write_copy
from eit.cli import main
from eit.domain.errors import DataError
from eit.publish.reading import PUBLIC_LIMITS, PublicEdition
from eit.store.database import Database
from eit.ui import data_file, served
from eit.ui.public import edition_answers
from eit.web import edition_replica, modes
from eit.web.headers import CLOSED, SecurityHeaders, closed_to, policy
from eit.web.hosts import known_host
from eit.web.routes import routes
from eit.web.sign_in import admitted
from eit.web.start_checks import fault, is_loopback
from tests.one_programme import demonstration_of
from tests.opening import open_page
from tests.web.aside import run_aside

ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION = ROOT / "data" / "flows.duckdb"
HOSTING = ROOT / "docs" / "deploiement"
PAGES = sorted((ROOT / "pages").glob("*.py"))
PUBLISHED = ("quebec", "abitibi")


def made(folder: Path, name: str, date: str) -> Path:
    shutil.copy(demonstration_of(*PUBLISHED), folder / "private.duckdb")
    out = folder / f"{name}.duckdb"
    words = ["publish", "--db", str(folder / "private.duckdb"), "--out", str(out)]
    assert main([*words, "--edition", name, "--date", date, "--format", "json"]) == 0
    return out


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two editions of the demonstration that differ by name and date, each of its own lineage."""
    one, two = (tmp_path_factory.mktemp(name) for name in ("one", "two"))
    return made(one, "2026-1", "2026-01-01"), made(two, "2026-2", "2026-06-01")


@pytest.fixture
def public(editions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public server's environment; the path of its edition."""
    path = tmp_path / "edition.duckdb"
    shutil.copy(editions[0], path)
    monkeypatch.setenv("EIT_MODE", "public")
    monkeypatch.setenv("EIT_EDITION", str(path))
    monkeypatch.setenv("EIT_DATABASE", str(tmp_path / "must-not-be-opened.duckdb"))
    return path


@pytest.fixture
def consortium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_MODE", "consortium")
    monkeypatch.delenv("EIT_DATABASE", raising=False)
    monkeypatch.setenv("EIT_DATABASE", str(DEMONSTRATION))


def opened(page: Path | None = None, **words: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "eit" / "ui" / "main.py"), default_timeout=90)
    for key, value in words.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(str(page)).run() if page else app


def everything(app: AppTest) -> str:
    """All that was sent to the browser for this page, as text."""
    return html.unescape("\n".join(str(element.proto) for element in app.main) + str(app.sidebar))


# ---- modes -----------------------------------------------------------------------------------------


def test_the_ordinary_mode_is_coordination(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EIT_MODE", raising=False)
    assert modes.mode() == "coordination" and modes.can_edit() and not modes.names_by_consent()


def test_a_typing_error_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_MODE", "pubilc")
    with pytest.raises(DataError, match="mode_unknown"):
        modes.mode()
    found = fault("127.0.0.1")
    assert found and found[0] == "problem.mode_unknown"
    app = opened()
    assert not app.exception and "pubilc" in app.get("html")[-1].proto.body


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True),
        (None, False), ("", False), ("0.0.0.0", False), ("::", False), ("192.168.1.4", False), ("maillage.org", False),
    ],
)  # fmt: skip
def test_which_addresses_are_this_machine(address: str | None, loopback: bool) -> None:
    assert is_loopback(address) is loopback


@pytest.mark.parametrize(
    ("mode", "address", "auth", "library", "people", "expected"),
    [
        ("coordination", "localhost", False, False, False, None),
        ("coordination", "0.0.0.0", False, False, False, "starting.open_to_network"),
        ("coordination", None, False, False, False, "starting.open_to_network"),
        ("coordination", "0.0.0.0", True, True, True, None),
        ("coordination", "0.0.0.0", True, False, True, "starting.no_authlib"),
        ("coordination", "0.0.0.0", True, True, False, "starting.nobody_allowed"),
        ("consortium", "0.0.0.0", False, False, False, "starting.open_to_network"),
        ("consortium", "127.0.0.1", False, False, False, None),
        ("public", "0.0.0.0", False, False, False, None),
    ],
)
def test_when_a_server_refuses_to_start(
    mode: str, address: str | None, auth: bool, library: bool, people: bool, expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("EIT_MODE", mode)
    people_allowed = frozenset({"a@b.org"}) if people else frozenset[str]()
    found = fault(address, lambda: auth, lambda: library, lambda: people_allowed)
    assert (found and found[0]) == expected


def test_who_is_admitted() -> None:
    known = frozenset({"ana@exemple.org"})
    assert admitted("Ana@Exemple.org ", True, known) and not admitted("ana@exemple.org", None, known)
    assert not admitted("ana@exemple.org", False, known)
    assert not admitted("eve@exemple.org", True, known) and not admitted(None, True, known)


def test_a_connection_from_the_network_is_refused_without_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eit.web.sign_in.configured", lambda: False)
    monkeypatch.setenv("EIT_MODE", "coordination")
    assert closed_to({"type": "http", "server": ("192.168.1.4", 8501)})
    assert not closed_to({"type": "http", "server": ("127.0.0.1", 8501)})
    assert not closed_to({"type": "http", "server": ("::ffff:127.0.0.1", 8501)})
    monkeypatch.setenv("EIT_MODE", "public")
    assert not closed_to({"type": "http", "server": ("192.168.1.4", 8501)})


# ---- headers ---------------------------------------------------------------------------------------


def get(path: str, host: str = "localhost:8501", query: bytes = b"") -> tuple[int, dict[str, str]]:
    """Status and headers of our routes behind the headers, asked as a server asks them."""

    def say(_: object) -> PlainTextResponse:
        return PlainTextResponse("here")

    app = SecurityHeaders(
        Starlette(routes=[*routes(served.answers()), Route("/{path:path}", say)]),
        served.sentence,
        served.own_pages(),
    )
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": query, "headers": [(b"host", host.encode())],
        "server": ("127.0.0.1", 8501), "client": ("127.0.0.1", 5), "scheme": "http",
        "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    run_aside(app(scope, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], {key.decode(): value.decode() for key, value in sent[0]["headers"]}


def test_an_address_that_no_page_has_leads_to_the_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit would open a box in English; an old link, a slip of the hand keep their programme and language."""
    status, headers = get("/acceuil", query=b"programme=fensch&lang=fr")
    assert (status, headers["location"]) == (302, "./?programme=fensch&lang=fr")
    for kept in ("/", "/carte", "/readyz", "/favicon.png", "/_stcore/health"):
        assert get(kept)[0] != 302, kept
    assert get("/donnees")[0] == 200
    monkeypatch.setenv(modes.VARIABLE, modes.PUBLIC)
    assert get("/carte")[0] == 302, "a public server has one page"


@pytest.mark.parametrize(
    "path", ["/", "/carte", "/readyz", "/context/CA.json", "/_stcore/health", "/nowhere"]
)
def test_every_route_has_the_headers(path: str) -> None:
    _, headers = get(path)
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"


def test_only_the_frame_of_the_map_may_run_what_it_is_sent() -> None:
    scripts = re.compile(r"script-src ([^;]*)")
    shell, of_map = (
        scripts.search(policy(tuple(served.own_pages())))[1],
        scripts.search(policy(of_map=True))[1],
    )  # type: ignore[index]
    assert "'unsafe" not in shell and shell.count("sha256-") >= 2
    assert "'unsafe-eval'" in of_map


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/openapi.json", "/base/_stcore/metrics"]
)
def test_closed_routes(path: str) -> None:
    assert CLOSED.search(path) and get(path)[0] == 404


LAPTOP = ["localhost", "127.0.0.1", "::1"]


@pytest.mark.parametrize(
    ("host", "allowed", "known"),
    [
        ("localhost:8501", LAPTOP, True),
        ("LOCALHOST.", LAPTOP, True),
        ("127.0.0.1:80", LAPTOP, True),
        ("[::1]:8501", LAPTOP, True),
        ("evil.example", LAPTOP, False),
        ("localhost.evil.example", LAPTOP, False),
        ("localhost@evil.example", LAPTOP, False),
        ("evil.example/localhost", LAPTOP, False),
        ("localhost:x", LAPTOP, False),
        ("", LAPTOP, False),
        ("a.maillage.org", ["*.maillage.org"], True),
        ("maillage.org", ["*.maillage.org"], False),
        ("evil.example", ["*"], True),
        ("evil.example", [], True),
    ],
)
def test_under_which_names_a_server_answers(host: str, allowed: list[str], known: bool) -> None:
    assert known_host({"type": "http", "headers": [(b"host", host.encode())]}, allowed) is known
    twice = [(b"host", host.encode()), (b"host", b"localhost")]
    assert known_host({"type": "http", "headers": twice}, allowed) is (not allowed)


def test_a_name_pointed_at_this_machine_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert ordinary["server"]["allowedHosts"] == LAPTOP
    monkeypatch.setattr("eit.web.hosts.st.get_option", lambda _: LAPTOP)
    for path in ("/", "/carte", "/readyz", "/context/CA.json", "/media/x", "/_stcore/health"):
        assert get(path, host="rebound.example:8501")[0] == 421, path
    assert get("/readyz")[0] == 200


def test_an_address_without_end_is_not_read() -> None:
    assert get("/carte", query=b"a" * 8193)[0] == 414 and get("/" + "a" * 2049)[0] == 414
    assert get("/carte", query=b"a" * 400)[0] == 200


# ---- public ----------------------------------------------------------------------------------------


def test_nothing_private_is_opened_in_public_mode(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="private_in_public"):
        data_file.database_path()
    monkeypatch.setattr(Database, "__init__", lambda *_: pytest.fail("a private file was opened"))
    for lang in ("fr", "en"):
        app = opened(programme="quebec", lang=lang)
        assert not app.exception and not app.get("file_uploader")
        labels = [box.label for box in app.selectbox]
        assert len(labels) == 4 and not app.slider and not app.text_input
        words = everything(app)
        assert "Capitale-Nationale" in words and (
            "protégé" in words if lang == "fr" else "protected" in words
        )
    assert get("/context/CA.json")[0] == 503


def test_no_name_of_an_organisation_is_on_the_public_page(public: Path) -> None:
    with duckdb.connect(str(DEMONSTRATION), read_only=True) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM company WHERE company_id NOT IN (SELECT company_id FROM consent WHERE scope = 'public')"
        ).fetchall()]  # fmt: skip
    edition = edition_answers.edition_now()
    for programme in edition.programmes()["programme_id"]:
        said = (
            everything(opened(programme=programme))
            + edition_answers.as_page(edition, programme, "fr").decode()
        )
        said += edition_answers.as_csv(edition, programme, "fr").decode()
        assert not [name for name in names if name in said]


def test_the_files_say_what_the_page_says(public: Path) -> None:
    edition = edition_answers.edition_now()
    told = edition_answers.told(edition, "abitibi")
    page = edition_answers.as_page(edition, "abitibi", "fr").decode()
    assert "<script" not in page and "http-equiv" in page and told.digest in page
    assert "url(#public-hatch)" in page
    lines = edition_answers.as_csv(edition, "abitibi", "fr").decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(edition.cells("abitibi"))
    hidden = [line for line in lines if ",hidden," in line]
    assert hidden and all(line.endswith(",protected,,,,,,") for line in hidden)


HOSTILE = """
COPY cell TO 'out.csv'
COPY (SELECT * FROM cell) TO 'out.parquet'
EXPORT DATABASE 'out'
IMPORT DATABASE 'out'
ATTACH '/etc/passwd' AS stolen
ATTACH ':memory:' AS other
DETACH edition
INSTALL httpfs
LOAD httpfs
FORCE INSTALL spatial
SET memory_limit = '64GB'
SET threads = 64
SET enable_external_access = true
SET lock_configuration = false
RESET memory_limit
SET GLOBAL temp_directory = 'elsewhere'
PRAGMA enable_profiling
PRAGMA memory_limit = '9GB'
CALL pragma_version()
CREATE TABLE mine AS SELECT 1
CREATE TEMP TABLE mine AS SELECT 1
CREATE VIEW mine AS SELECT 1
CREATE MACRO mine() AS 1
CREATE SECRET mine (TYPE s3)
INSERT INTO cell SELECT * FROM cell
UPDATE cell SET state = 'computed'
DELETE FROM cell
DROP TABLE cell
ALTER TABLE cell ADD COLUMN mine INTEGER
TRUNCATE cell
CHECKPOINT
VACUUM
EXPLAIN ANALYZE SELECT 1
SELECT 1; SELECT 2
SELECT 1; DROP TABLE cell
BEGIN TRANSACTION
PREPARE mine AS SELECT 1
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM '/etc/passwd'
SELECT * FROM glob('/*')
SELECT * FROM read_blob('/etc/hostname')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT getenv('HOME')
SELECT * FROM range(100000)
SELECT a.range FROM range(3000) AS a, range(3000) AS b
SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b
SELECT max(a.range + b.range) FROM range(1000000) AS a, range(1000000) AS b
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r
SELECT list(range) FROM range(1000000000)
nonsense
""".strip().splitlines()


@pytest.fixture(scope="module")
def guarded(editions: tuple[Path, Path]) -> Iterator[PublicEdition]:
    with PublicEdition(editions[0], PUBLIC_LIMITS) as edition:
        yield edition


@pytest.mark.parametrize("statement", HOSTILE)
def test_the_door_refuses(guarded: PublicEdition, statement: str) -> None:
    start = time.monotonic()
    with pytest.raises(DataError) as refusal:
        guarded._ask(statement)
    assert refusal.value.code in ("refused_question", "question_too_long", "damaged_edition")
    assert time.monotonic() - start < 30  # a second on an idle machine
    assert set(guarded.programmes()["programme_id"]) == set(PUBLISHED)


def test_there_are_forty_hostile_statements() -> None:
    assert len(set(HOSTILE)) >= 40


def test_each_reader_of_a_replaced_edition_sees_one_edition_only(
    editions: tuple[Path, Path], public: Path
) -> None:
    """1 000 swaps under 10 readers: name, date and digest of one page are always of the same edition."""
    whole = set()
    for path in editions:
        with PublicEdition(path) as edition:
            whole.add((edition.edition()["name"], edition.edition()["published_on"], edition.digest))
    done, seen, wrong = threading.Event(), set(), []

    def read() -> None:
        while not done.is_set():
            try:
                edition = edition_answers.edition_now()
                name = edition.edition()["name"]
                cells = set(edition.cells("quebec", "offer_mass")["computed_in"].dropna())
                page = (name, edition.edition()["published_on"], edition.digest)
                seen.add(page)
                if page not in whole or cells != {name}:
                    wrong.append((page, cells))
            except Exception as error:  # a reader that fails is what this test looks for
                wrong.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(10)]
    for reader in readers:
        reader.start()
    for number in range(1000):
        fresh = public.with_name(f"fresh-{number}.duckdb")
        shutil.copy(editions[number % 2], fresh)
        fresh.replace(public)
    time.sleep(0.3)
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong[:3] and seen == whole


@pytest.mark.parametrize(
    "harm", ["missing", "empty", "truncated", "one byte", "private file", "not a database"]
)
def test_an_edition_that_cannot_be_read_is_said(public: Path, harm: str) -> None:
    assert get("/readyz")[0] == 200
    content = public.read_bytes()
    if harm == "missing":
        public.unlink()
    elif harm == "private file":
        shutil.copy(DEMONSTRATION, public)
    else:
        place = content.index(b"offer_mass")
        flipped = content[:place] + b"X" + content[place + 1 :]
        kept = {"empty": b"", "truncated": content[: len(content) // 2], "one byte": flipped}
        public.write_bytes(kept.get(harm, b"hello " * 1000))
    start = time.process_time()  # the processor's, so that a busy machine is not taken for a slow answer
    status, _ = get("/readyz")
    assert status == 503 and time.process_time() - start < 1
    app = opened(lang="fr")
    assert not app.exception
    said = html.unescape(" ".join(block.proto.body for block in app.get("html")))
    assert (
        "pas encore en place" if harm == "missing" else "n'est pas une édition publique intacte"
    ) in said.replace("’", "'")
    assert str(public.parent) not in said


def until(status: int) -> None:
    """Wait for `/readyz` to say it."""
    end = time.monotonic() + 20
    while get("/readyz")[0] != status:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_replica_follows_the_edition_of_a_store(
    editions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is served before the first edition; a bad one, and a store that is away, change nothing."""
    shelf = tmp_path / "store"
    shelf.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    store = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shelf)))
    threading.Thread(target=store.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("EIT_MODE", "public")
    monkeypatch.delenv("EIT_EDITION", raising=False)
    monkeypatch.setenv("EIT_EDITION_URL", f"http://127.0.0.1:{store.server_address[1]}/edition.duckdb")
    monkeypatch.setattr(edition_replica, "every_s", lambda: 0.05)
    ended = edition_replica.follow_store.__wrapped__()
    assert ended is not None
    try:
        assert get("/readyz")[0] == 503
        shutil.copy(editions[0], shelf / "edition.duckdb")
        until(200)
        assert edition_answers.edition_now().edition()["name"] == "2026-1"
        shelf.joinpath("edition.duckdb").write_bytes(b"hello " * 1000)
        time.sleep(0.3)
        store.shutdown()
        store.server_close()
        time.sleep(0.3)
        assert get("/readyz")[0] == 200 and edition_answers.edition_now().edition()["name"] == "2026-1"
    finally:
        ended.set()
        modes.edition_path().unlink(missing_ok=True)


def test_an_address_that_is_none_of_the_web_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_MODE", "public")
    monkeypatch.setenv("EIT_EDITION_URL", "file:///etc/passwd")
    edition_replica.follow_store.cache_clear()
    with pytest.raises(SystemExit, match="EIT_EDITION_URL"):
        edition_replica.refuse_bad_settings(served.sentence)
    monkeypatch.setenv("EIT_EDITION_URL", "https://example.org/edition.duckdb")
    monkeypatch.setenv("EIT_EDITION_KEY", "ed25519:nothing")
    with pytest.raises(SystemExit, match="EIT_EDITION_KEY"):
        edition_replica.refuse_bad_settings(served.sentence)
    monkeypatch.delenv("EIT_EDITION_KEY")
    for name in ("EIT_SITE_ADDRESS", "EIT_EMBED_HOSTS"):
        monkeypatch.setenv(name, "https://a.exemple.org/x, journal.exemple")
        with pytest.raises(SystemExit, match=name):
            edition_replica.refuse_bad_settings(served.sentence)
        monkeypatch.delenv(name)
    monkeypatch.setenv("EIT_MODE", "coordination")
    assert edition_replica.follow_store() is None
    edition_replica.follow_store.cache_clear()


# ---- consortium ------------------------------------------------------------------------------------


def hidden_names() -> list[str]:
    with duckdb.connect(str(DEMONSTRATION), read_only=True) as connection:
        rows = connection.execute("SELECT name FROM company WHERE NOT consent_name").fetchall()
    return [re.sub(r" \((fictif|fictive)\)$", "", row[0]) for row in rows]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_consented_copy_holds_no_name(tmp_path: Path, lang: str) -> None:
    target = tmp_path / "copy.duckdb"
    write_copy(DEMONSTRATION, target, lang)
    names = [name.lower() for name in hidden_names()]
    with duckdb.connect(str(target), read_only=True) as connection:
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            said = str(connection.execute(f"SELECT * FROM {table}").fetchall()).lower()
            assert not [name for name in names if name in said], table
    with Database(target) as database:
        assert len(database.query("programmes")) == 5


@pytest.mark.usefixtures("consortium")
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "donnees"], ids=lambda page: page.stem
)
def test_the_consortium_reads_no_hidden_name_and_writes_nothing(page: Path) -> None:
    app = opened(page, programme="abitibi")
    assert not app.exception
    said = everything(app)
    assert not [name for name in hidden_names() if name in said]
    assert not app.get("form_submit_button") and not app.get("file_uploader")
    assert not [button.key for button in app.button if "form" in str(button.proto).lower().split("label")[0]]


@pytest.mark.usefixtures("consortium")
def test_the_page_of_the_data_is_not_there_for_a_consortium() -> None:
    from eit.ui import page_context

    assert "records" not in page_context.navigation() and "map" in page_context.navigation()


# ---- hosting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", modes.MODES)
def test_the_configuration_of_each_mode(mode: str) -> None:
    told = tomllib.loads((HOSTING / f"config.{mode}.toml").read_text(encoding="utf-8"))
    known = config.get_config_options()
    for section in ("server", "browser", "client", "logger", "runner"):
        for name in told[section]:
            assert f"{section}.{name}" in known or f"{section}.{name}" == "runner.postScriptGC"
    server, client_part = told["server"], told["client"]
    assert server["maxUploadSize"] == (50 if mode == "coordination" else 0)
    assert server["maxMessageSize"] <= (20 if mode == "public" else 200)
    assert server["allowedHosts"] and is_loopback(server["address"])
    assert server["enableCORS"] and server["enableXsrfProtection"] and not server["enableAgentApi"]
    assert client_part["showErrorDetails"] == "none" and client_part["showErrorLinks"] is False
    assert told["browser"]["gatherUsageStats"] is False
    ordinary = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert told["theme"] == ordinary["theme"] and told["runner"] == ordinary["runner"]


def test_the_container_has_no_rights_and_no_data() -> None:
    lines = (HOSTING / "Dockerfile").read_text(encoding="utf-8")
    assert "USER 10001" in lines and "flows.duckdb" not in lines and "data/demo" not in lines
    for copied in re.findall(r"^COPY (\S+) ", lines, re.M):
        assert "${MODE}" in copied or (ROOT / copied).exists(), copied
    compose = (HOSTING / "compose.yaml").read_text(encoding="utf-8")
    app = compose[: compose.index("  proxy:")]
    for wanted in (
        "read_only: true",
        "cap_drop: [ALL]",
        "EIT_MODE: public",
        ":/edition:ro",
        "no-new-privileges",
    ):
        assert wanted in app, wanted
    assert "ports:" not in app
    proxy = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    assert "limit_conn connections" in proxy and "metrics|agent" in proxy and "hash $replique" in proxy
    unit = (HOSTING / "maillage@.service").read_text(encoding="utf-8")
    assert "DynamicUser=yes" in unit and "ProtectSystem=strict" in unit and "--server.port %i" in unit


# ---- publishing ------------------------------------------------------------------------------------


def test_the_trial_of_an_edition_says_what_would_be_told_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EIT_MODE", raising=False)
    monkeypatch.setenv("EIT_DATABASE", str(shutil.copy(demonstration_of("abitibi"), tmp_path / "own.duckdb")))
    monkeypatch.setenv("EIT_EDITION", str(tmp_path / "edition.duckdb"))
    app = AppTest.from_file(str(ROOT / "eit" / "ui" / "main.py"), default_timeout=120)
    app = open_page("donnees", {"records part": "Publier une édition"})
    assert not app.exception
    tried = next(button for button in app.button if button.label == "Essayer, sans rien écrire")
    tried.click().run()
    said = " ".join(block.proto.body for block in app.get("html"))
    assert not app.exception and "seraient dits" in said and "rien n" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.duckdb"]
    written = next(button for button in app.button if button.label.startswith("Écrire l"))
    written.click().run()
    assert (tmp_path / "edition.duckdb").exists() and (tmp_path / "own.duckdb.editions").is_dir()
