"""An edition from an object store: what is taken, what is refused, and what stays when the store is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eit.domain.errors import DataError
from eit.publish.edition import Order, publish
from eit.publish.fetching import Store, follow, may_be_asked, told_address
from eit.publish.reading import PublicEdition
from eit.publish.signing import is_signed, make_key, public_key, public_text, read_key, sign
from tests.publish.test_edition import DAY, world


@dataclass
class Shelf:
    """What the store holds and how it answers."""

    content: bytes = b""
    tag: str = '"1"'
    modified: float = 0.0
    validators: tuple[str, ...] = ("ETag", "Last-Modified")
    announced: int | None = None
    status: int = 200
    asked: list[int] = field(default_factory=list)
    url: str = ""
    location: str = ""

    def put(self, content: bytes) -> None:
        self.content, self.announced = content, None
        self.tag, self.modified = f'"{len(self.asked) + 2}"', self.modified + 60


def handler(shelf: Shelf) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = {"ETag": shelf.tag, "Last-Modified": formatdate(shelf.modified, usegmt=True)}
            told = {name: told[name] for name in shelf.validators}
            seen = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
            same = any(self.headers.get(seen[name]) == value for name, value in told.items())
            status = 304 if same and shelf.status == 200 else shelf.status
            shelf.asked.append(status)
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            if shelf.location:
                self.send_header("Location", shelf.location)
            body = shelf.content if status == 200 else b""
            self.send_header("Content-Length", str(len(body) if shelf.announced is None else shelf.announced))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Answers


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    found = Shelf()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(found)) as server:
        found.url = f"http://127.0.0.1:{server.server_address[1]}/edition.duckdb"
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield found
        server.shutdown()
        serving.join()


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Two editions of one programme."""
    folder = tmp_path_factory.mktemp("sealed")
    private = world(folder, {("t0", "metals", f"g{number}"): 10.0 for number in range(9)}).path
    made = []
    for name in ("e1", "e2"):
        publish(Order(private, folder / f"{name}.duckdb", name, DAY))
        made.append((folder / f"{name}.duckdb").read_bytes())
    return made[0], made[1]


def name_of(path: Path) -> str:
    with PublicEdition(path) as edition:
        return str(edition.edition()["name"])


@pytest.mark.parametrize("validators", [("ETag",), ("Last-Modified",), ()])
def test_a_new_edition_appears(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path, validators: tuple[str, ...]
) -> None:
    shelf.validators = validators
    store = Store(shelf.url, tmp_path / "own" / "edition.duckdb")
    shelf.put(sealed[0])
    assert store.fetch() and name_of(store.target) == "e1"
    before = store.target.stat().st_ino
    assert not store.fetch() and store.target.stat().st_ino == before
    assert shelf.asked[-1] == (304 if validators else 200)
    shelf.put(sealed[1])
    assert store.fetch() and name_of(store.target) == "e2"
    assert [path.name for path in store.target.parent.iterdir()] == ["edition.duckdb"]


def test_a_copy_that_was_removed_is_taken_again(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    store = Store(shelf.url, tmp_path / "edition.duckdb")
    shelf.put(sealed[0])
    store.fetch()
    store.target.unlink()
    assert store.fetch() and name_of(store.target) == "e1"


HARMS = {
    "one byte": lambda whole: whole.replace(b"offer_mass", b"Xffer_mass", 1),
    "truncated": lambda whole: whole[: len(whole) // 2],
    "empty": lambda _: b"",
    "a page of the store": lambda _: b"<html>Access denied</html>" * 400,
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_bad_edition_is_refused_and_the_one_before_stays(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path, harm: str
) -> None:
    store = Store(shelf.url, tmp_path / "edition.duckdb")
    shelf.put(sealed[0])
    store.fetch()
    shelf.put(HARMS[harm](sealed[1]))
    with pytest.raises(DataError, match="damaged_edition"):
        store.fetch()
    assert store.target.read_bytes() == sealed[0]
    shelf.put(sealed[1])
    assert store.fetch(), "asked for again once it is whole"


def test_a_transfer_cut_short_is_no_edition(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    store = Store(shelf.url, tmp_path / "edition.duckdb")
    shelf.put(sealed[0])
    shelf.announced = len(sealed[0]) + 1000
    with pytest.raises(DataError, match="edition_unreachable"):
        store.fetch()
    assert not store.target.exists()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_store_that_refuses_changes_nothing(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path, status: int
) -> None:
    store = Store(shelf.url, tmp_path / "edition.duckdb")
    shelf.put(sealed[0])
    store.fetch()
    shelf.status = status
    with pytest.raises(DataError, match="edition_unreachable"):
        store.fetch()
    assert name_of(store.target) == "e1"


def test_a_flood_is_stopped(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eit.publish.fetching.MOST_BYTES", len(sealed[0]) - 1)
    shelf.put(sealed[0])
    with pytest.raises(DataError, match="edition_unreachable"):
        Store(shelf.url, tmp_path / "edition.duckdb").fetch()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/e.duckdb", "edition.duckdb", ""])
def test_only_the_web_is_asked(url: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="edition_unreachable"):
        Store(url, tmp_path / "edition.duckdb")


def test_who_follows_goes_on_when_the_store_is_away(
    shelf: Shelf, sealed: tuple[bytes, bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, ended = Store(shelf.url, tmp_path / "edition.duckdb"), threading.Event()
    shelf.put(sealed[0])
    following = threading.Thread(target=follow, args=(store, 0.01, ended))
    following.start()

    def until(named: str) -> None:
        end = time.monotonic() + 20
        while not (store.target.exists() and name_of(store.target) == named):
            assert time.monotonic() < end
            time.sleep(0.02)

    until("e1")
    shelf.status, asked = 503, len(shelf.asked)
    while len(shelf.asked) < asked + 5:
        time.sleep(0.01)
    assert name_of(store.target) == "e1"
    shelf.status = 200
    shelf.put(sealed[1])
    until("e2")
    ended.set()
    following.join()
    assert sum("stays as it was" in record.message for record in caplog.records) == 1, "said once"


# ---- what may be asked, and what may be said --------------------------------------------------------

SECRET = "X-Amz-Signature=d34db33f"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://example.org/e.duckdb", True),
        ("http://127.0.0.1:9000/e.duckdb", True),
        ("http://[::1]/e", True),
        ("http://localhost/e", True),
        ("http://example.org/e.duckdb", False),
        ("http://127.0.0.1.example.org/e", False),
        ("http://localhost@example.org/e", False),
        ("http://192.168.1.4/e", False),
        ("ftp://127.0.0.1/e", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("http://[::1/e", False),
        ("", False),
    ],
)
def test_plain_http_is_for_this_machine_only(url: str, asked: bool, tmp_path: Path) -> None:
    assert may_be_asked(url) is asked
    if not asked:
        with pytest.raises(DataError, match="edition_unreachable"):
            Store(url, tmp_path / "e.duckdb")


def test_an_answer_that_sends_elsewhere_is_followed_with_the_same_care(shelf: Shelf, tmp_path: Path) -> None:
    shelf.status, shelf.location = 302, f"http://192.0.2.1/e.duckdb?{SECRET}"
    with pytest.raises(DataError, match=r"192\.0\.2\.1") as refused:
        Store(shelf.url, tmp_path / "e.duckdb").fetch()
    assert "d34db33f" not in str(refused.value)


@pytest.mark.parametrize("status", [200, 403, 404, 500])
def test_a_signed_address_is_never_logged(
    shelf: Shelf, status: int, sealed: tuple[bytes, bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put(sealed[0])
    shelf.status = status
    url = shelf.url.replace("http://", "http://ana:s3same@") + f"?{SECRET}#d34db33f"
    store = Store(url.replace("ana:s3same@", ""), tmp_path / "e.duckdb")
    for broken in (store, Store(f"https://nowhere.invalid/e?{SECRET}", tmp_path / "f.duckdb")):
        ended = threading.Event()
        ended.set()
        follow(broken, 0.01, ended)
    said = caplog.text + repr(store) + told_address(url)
    assert caplog.records and "d34db33f" not in said and "s3same" not in said
    with pytest.raises(DataError) as refused:
        Store(f"https://example.org/a b?{SECRET}", tmp_path / "g.duckdb").fetch()
    assert "d34db33f" not in str(refused.value)


# ---- signed editions -------------------------------------------------------------------------------


def test_only_what_the_accepted_key_signed_is_taken(shelf: Shelf, tmp_path: Path) -> None:
    private = world(tmp_path / "w", {("t0", "metals", f"g{number}"): 10.0 for number in range(9)}).path
    keys = [read_key(tmp_path / name) for name in ("a", "b") if make_key(tmp_path / name)]
    accepted = public_key(public_text(keys[0]))
    made = {}
    for name, key in {"none": None, "ours": keys[0], "theirs": keys[1]}.items():
        publish(Order(private, tmp_path / f"{name}.duckdb", "e1", DAY, key=key))
        made[name] = (tmp_path / f"{name}.duckdb").read_bytes()
    target = tmp_path / "shown.duckdb"
    store = Store(shelf.url, target, key=accepted)
    for name in ("none", "theirs"):
        shelf.put(made[name])
        with pytest.raises(DataError, match="unsigned_edition"):
            store.fetch()
        assert not target.exists()
    shelf.put(made["ours"])
    assert store.fetch()
    PublicEdition(target).close()
    PublicEdition(target, key=accepted).close()
    with pytest.raises(DataError, match="unsigned_edition"):
        PublicEdition(target, key=public_key(public_text(keys[1])))


def test_a_signature_does_not_move_to_another_content(tmp_path: Path) -> None:
    make_key(tmp_path / "a")
    key = read_key(tmp_path / "a")
    accepted, signature = public_key(public_text(key)), sign(key, "aa", "1")
    assert is_signed(accepted, signature, "aa", "1") and sign(key, "aa", "1") == signature
    assert not is_signed(accepted, signature, "ab", "1") and not is_signed(accepted, signature, "aa", "2")
    assert not is_signed(accepted, None, "aa", "1") and not is_signed(accepted, "é", "aa", "1")


def test_a_key_is_its_owners_alone_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    make_key(path)
    before = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(DataError, match="key_exists"):
        make_key(path)
    assert path.read_bytes() == before
    for content in (b"", b"hello", before[:40]):
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(DataError, match="key_unreadable"):
            read_key(tmp_path / "bad")


@pytest.mark.parametrize("text", ["", "ed25519:", "ed25519:AAAA", "AAAA", "rsa:" + "A" * 44, "ed25519:é"])
def test_a_typing_error_in_the_accepted_key_accepts_nothing(text: str) -> None:
    with pytest.raises(DataError, match="key_unknown"):
        public_key(text)
