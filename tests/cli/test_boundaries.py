"""The commands about boundaries: what they print, what they write, and how they refuse."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eit.cli import boundaries as commands
from eit.cli import main
from eit.store.layers.folder import workspace_folder
from eit.store.layers.schemas import KINDS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "exemples" / "communes.geojson"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "data" / "flows.duckdb", tmp_path / "work.duckdb"))


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> dict:
    assert main([*(str(word) for word in words), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_import_then_locate(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "locate", "--db", database, "--programme", "hurepoix")
    assert before["official_boundaries"] == {} and before["disagree"] == []
    words = ("boundaries", "import", EXAMPLE, "--kind", "commune", "--db", database)
    report = answer(capsys, *words, "--source", "Exemple", "--licence", "fictif")
    assert report["written"] is True and report["matched"] == 2 and report["source"] == "Exemple (fictif)"
    after = answer(capsys, "locate", "--db", database, "--programme", "hurepoix")
    assert after["official_boundaries"] == {"commune": 2}
    listed = [after[key] for key in ("disagree", "outside", "cannot_judge", "without_position")]
    assert after["companies"] == len(after["rows"]) >= sum(map(len, listed))
    verdicts = {row["company_id"]: row["place_verdict"] for row in after["rows"]}
    assert {one["company_id"] for one in after["disagree"]} >= {
        company for company, verdict in verdicts.items() if verdict == "disagrees"
    }
    assert "agrees" in verdicts.values()


def test_every_company_is_placed_when_no_programme_is_named(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "locate", "--db", database)
    elsewhere = len(found["without_position"]) + len(found["outside"])
    assert found["companies"] == len(found["rows"]) == found["placed"] + elsewhere


def test_tables_are_short(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["boundaries", "import", str(EXAMPLE), "--kind", "commune", "--dry-run", "--db", str(database)])
        == 0
    )
    assert main(["locate", "--programme", "hurepoix", "--db", str(database)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) < 260
    assert not workspace_folder(database).exists()


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "ne sont pas ceux d’une source connue"), ("en", "are not those of a known source")],
)
def test_a_refusal_is_a_sentence(
    lang: str, said: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unclear = database.with_name("unclear.geojson")
    units = json.loads(EXAMPLE.read_text("utf-8"))
    for unit in units["features"]:
        unit["properties"] = {"a": "?", "b": "?"}
    unclear.write_text(json.dumps(units), "utf-8")
    words = ["--lang", lang, "boundaries", "import", str(unclear), "--kind", "mrc", "--db", str(database)]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert said in error.replace("'", "’") and "a, b" in error
    assert not workspace_folder(database).exists()


def test_an_unknown_programme_or_database_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["locate", "--programme", "nowhere"]) == 2
    absent = str(tmp_path / "absent.duckdb")
    assert main(["boundaries", "import", str(EXAMPLE), "--kind", "commune", "--db", absent]) == 2
    assert "absent.duckdb" in capsys.readouterr().err and list(tmp_path.iterdir()) == []


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def served() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(EXAMPLE.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{EXAMPLE.name}"
        server.shutdown()


def test_fetch_compares_the_checksum_then_imports(
    served: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["boundaries", "fetch", served, "--kind", "commune", "--db", str(database), "--licence", "fictif"]
    assert main([*words, "--sha256", "0" * 64]) == 2
    expected = hashlib.sha256(EXAMPLE.read_bytes()).hexdigest()
    assert expected in capsys.readouterr().err and not workspace_folder(database).exists()
    report = answer(capsys, *words, "--sha256", expected)
    assert (report["sha256"], report["licence"], report["matched"]) == (expected, "fictif", 2)
    assert report["url"] == served and workspace_folder(database).exists()


@pytest.mark.parametrize(
    "url", ["http://example.org/a.geojson", "file:///etc/passwd", "ftp://a/b.zip", "a.zip"]
)
def test_fetch_refuses_an_address_that_is_not_https(url: str, database: Path) -> None:
    assert main(["boundaries", "fetch", url, "--kind", "commune", "--db", str(database)]) == 2


def test_fetch_says_when_there_is_no_file(
    served: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["boundaries", "fetch", served + "x", "--kind", "commune", "--db", str(database)]) == 2
    assert "404" in capsys.readouterr().err


def test_the_catalogue_names_official_layers_with_their_licence(capsys: pytest.CaptureFixture[str]) -> None:
    layers = answer(capsys, "boundaries", "list")["layers"]
    assert {layer["official_id"] for layer in layers} >= {"qc-mrc", "qc-municipalities", "fr-communes"}
    for layer in layers:
        assert layer["url"].startswith("https://") and layer["page"].startswith("https://")
        assert layer["licence"] and layer["source"] and layer["kind"] in KINDS


def test_a_layer_is_fetched_by_its_name(
    served: str, database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue gives the address, the kind, the source and the licence."""
    row = {"url": served, "kind": "commune", "source": "Essai", "licence": "fictif"}
    monkeypatch.setattr(commands, "official_layer", lambda geo, name: row)
    report = answer(capsys, "boundaries", "fetch", "fr-communes", "--db", database)
    assert (report["url"], report["source"], report["matched"]) == (served, "Essai (fictif)", 2)


def test_an_unknown_layer_and_a_missing_kind_say_what_to_do(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["boundaries", "fetch", "nowhere", "--db", str(database)]) == 2
    assert "qc-mrc" in capsys.readouterr().err
    assert main(["boundaries", "import", str(EXAMPLE), "--db", str(database)]) == 2
    assert "genre" in capsys.readouterr().err
