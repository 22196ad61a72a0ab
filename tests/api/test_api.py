"""The interface for programs: who is let in, what each role is told, and that every answer is what is described."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from eit.api import limits, versions
from eit.api.app import application
from eit.api.description import description, page_name
from eit.cli import main
from eit.domain.door.api import EDITION, RESOURCES
from eit.locations import DEMONSTRATION
from eit.serving.headers import STRICT
from eit.store.api_tokens import FILE, TokenBook
from eit.store.database import Database
from eit.store.forget.who import traces_of_organisation
from eit.views.texts import texts
from tests.door.asking import Said, ask

PROGRAMME, OTHER = "abitibi", "quebec"
DAY_S = 86_400
DESCRIBED = description(texts("en"))


class World:
    """A data file with its interface, and a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "work.duckdb"
        shutil.copyfile(DEMONSTRATION, self.path)
        self.now = 1_900_000_000.0
        self.book = TokenBook(self.path, lambda: self.now)
        self.limiter = limits.Limiter(lambda: self.now)
        self.app = application(self.path, folder / "edition.duckdb", self.limiter, self.book)

    def word(self, role: str, programme_id: str = PROGRAMME) -> str:
        return self.book.add(programme_id, role, "essai", int(self.now) + DAY_S)[1]

    def get(self, path: str, word: str = "", **headers: str) -> Said:
        self.now += 1
        told = {"authorization": f"Bearer {word}"} if word else {}
        return ask(self.app, path, None, **{**told, **headers})

    def every(self, word: str, resource: str, more: str = "") -> list[dict]:
        """All rows of a resource, page by page."""
        rows: list[dict] = []
        while True:
            said = self.get(f"/v1/{resource}?limit=1000&offset={len(rows)}{more}", word)
            assert said.status == 200, said.text
            found = json.loads(said.text)
            rows += found["rows"]
            if not found["rows"]:
                assert len(rows) == found["total"]
                return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("api"))


@pytest.fixture
def database(world: World) -> Iterator[Database]:
    with Database(world.path) as opened:
        yield opened


def valid(text: str, schema: str) -> dict:
    """What was answered, when it is what the description says."""
    import jsonschema  # it compiles a grammar of addresses, for longer than any test that does not ask it

    found = json.loads(text)
    whole = {"$ref": f"#/components/schemas/{schema}", "components": DESCRIBED["components"]}
    checker = jsonschema.Draft202012Validator(
        whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    checker.validate(found)
    return found


def refused(said: Said, status: int, error: str) -> None:
    found = valid(said.text, "Refusal")
    assert (said.status, found["error"]) == (status, error)
    assert found["message"].endswith(".") and all(said.headers[k.lower()] == v for k, v in STRICT.items())


def test_who_has_no_token_that_holds_reads_nothing(world: World) -> None:
    for path in ("/v1/programme", *(f"/v1/{one}" for one in RESOURCES), "/v1/edition/figures"):
        refused(world.get(path), 401, "api-token-missing")
        refused(world.get(path, "x" * 43), 401, "api-token-wrong")
        world.now += DAY_S / 4
    ended = world.word("coordination")
    world.now += DAY_S + 1
    refused(world.get("/v1/flows", ended), 401, "api-token-expired")
    made, word = world.book.add(PROGRAMME, "coordination", "essai", int(world.now) + DAY_S)
    assert world.get("/v1/flows", word).status == 200
    world.book.revoke(made.token_id)
    refused(world.get("/v1/flows", word), 401, "api-token-revoked")
    kept = (world.book.folder / FILE).read_text()
    assert word not in kept and (world.book.folder / FILE).stat().st_mode & 0o077 == 0


def test_a_token_reads_its_programme_and_its_role_only(world: World) -> None:
    word = world.word("coordination")
    refused(world.get(f"/v1/flows?programme_id={OTHER}", word), 403, "api-other-programme")
    assert {row["programme_id"] for row in world.every(word, "organisations")} == {PROGRAMME}
    for role, closed in (
        ("public", "/v1/flows"),
        ("public", "/v1/programme"),
        ("calendar", "/v1/edition/cases"),
    ):
        refused(world.get(closed, world.word(role)), 403, "api-role")
    refused(world.get(f"/calendar/{word}.ics"), 403, "api-role")
    refused(world.get("/v1/contacts", word), 404, "api-unknown")
    refused(world.get("/v1/edition/figures", word), 404, "api_no_edition")
    for wrong in ("limit=0", "limit=1001", "offset=-1", "sql=1", "limit=2&limit=3", "radius_km=5"):
        assert world.get(f"/v1/flows?{wrong}", word).status == 400, wrong
    refused(world.get("/v1/exchanges?territory_id=nowhere", word), 400, "territory-unknown")


@pytest.mark.parametrize("role", ["coordination", "consortium"])
def test_every_answer_is_what_the_description_says(world: World, role: str) -> None:
    word = world.word(role)
    assert valid(world.get("/v1/programme", word).text, "Programme")["role"] == role
    for resource in RESOURCES:
        said = world.get(f"/v1/{resource}?limit=1000", word)
        found = valid(said.text, page_name(resource, False))
        assert found["total"] >= len(found["rows"]) > 0, resource
    near = world.every(word, "exchanges", "&radius_km=5")
    assert 0 < len(near) < len(world.every(word, "exchanges")) and all(
        row["distance_km"] <= 5 for row in near
    )


def test_the_consortium_reads_no_name_and_no_exact_figure(world: World, database: Database) -> None:
    """What the coordination reads is looked for, word by word, in all that the consortium is told."""
    word = world.word("consortium")
    told = {one: json.dumps(world.every(word, one), ensure_ascii=False) for one in RESOURCES}
    companies = database.rows("company")
    silent = companies[(companies["programme_id"] == PROGRAMME) & ~companies["consent_name"].astype(bool)]
    assert len(silent) > 10
    everything = "\n".join(told.values())
    for row in silent.itertuples():
        assert row.name not in everything and f'"{row.company_id}"' not in everything, row.name
    exact = {row["quantity"] for row in world.every(world.word("coordination"), "flows") if row["quantity"]}
    odd = {value for value in exact if len(f"{value:g}".strip("0").replace(".", "")) > 2}
    assert odd, "no quantity of the demonstration has three figures"
    seen = {row["quantity"] for row in json.loads(told["flows"])}
    assert not odd & seen
    assert all(
        row["address"] is None and row["capacity_t_per_year"] is None
        for row in json.loads(told["organisations"])
    )


def test_the_calendar_names_nobody(world: World, database: Database) -> None:
    said = world.get(f"/calendar/{world.word('calendar')}.ics")
    assert said.status == 200 and said.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(said.text).walk("VEVENT")
    assert events
    companies = database.rows("company")
    for name in companies.loc[~companies["consent_name"].astype(bool), "name"]:
        assert name not in said.text
    ids = {str(event["uid"]).rpartition("-")[2] for event in events}
    assert len(ids) == len(events) and all(re.fullmatch(r"[0-9a-f]{16}@maillage", one) for one in ids)


def test_too_many_requests_are_told_to_wait(tmp_path: Path) -> None:
    world = World(tmp_path)
    word, still = world.word("coordination"), world.now
    codes = []
    for _ in range(int(limits.ONE_TOKEN.burst) + 1):
        world.now = still - 1
        codes.append(world.get("/v1/programme", word).status)
    assert codes.count(200) == limits.ONE_TOKEN.burst and codes[-1] == 429
    for _ in range(int(limits.REFUSED.burst)):
        world.now = still - 1
        last = world.get("/v1/flows", "wrong")
    assert last.status == 401
    world.now = still - 1
    refused(world.get("/v1/flows", "wrong"), 429, "api-too-often")


def test_the_description_is_complete_in_both_languages(world: World) -> None:
    said = json.loads(world.get("/openapi.json?lang=en").text)
    assert said == DESCRIBED and description(texts("fr"))["info"]["title"] != said["info"]["title"]
    assert set(said["paths"]) == {
        "/v1/programme", "/calendar/{word}.ics",
        *(f"/v1/{one}" for one in RESOURCES), *(f"/v1/edition/{one}" for one in EDITION),
    }  # fmt: skip
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(said)))
    assert named == set(said["components"]["schemas"])


def test_the_command_gives_lists_and_takes_back(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--programme", PROGRAMME, "--db", str(world.path), "--format", "json"]
    assert main(["api", "token", "add", *words, "--role", "consortium", "--label", "tableau de bord"]) == 0
    [given] = json.loads(capsys.readouterr().out)
    app = application(world.path)
    bearer = {"authorization": f"Bearer {given['word']}"}
    assert ask(app, "/v1/programme", None, **bearer).status == 200
    assert main(["api", "token", "revoke", *words, "--token", given["token"]]) == 0
    listed = {one["token"]: one["state"] for one in json.loads(capsys.readouterr().out)}
    assert listed[given["token"]] == "revoked"
    refused(ask(app, "/v1/programme", None, **bearer), 401, "api-token-revoked")
    assert main(["api", "token", "revoke", *words, "--token", "none"]) == 2


def test_who_is_forgotten_leaves_the_labels_of_tokens(world: World) -> None:
    with Database(world.path) as database:
        companies = database.rows("company").set_index("company_id")
    name = str(companies.at["abi-001", "name"])
    book = TokenBook(world.path)
    made, _ = book.add(PROGRAMME, "public", f"tableau de {name}", 2**31)
    assert book.clear(traces_of_organisation(world.path, PROGRAMME, "abi-001", "alias-1")) == 1
    [label] = [one.label for one in book.tokens() if one.token_id == made.token_id]
    assert name not in label and label.startswith("tableau de ")


def test_copies_of_versions_that_nobody_asks_for_leave_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "KEPT", 2)
    path = tmp_path / "work.duckdb"
    shutil.copyfile(DEMONSTRATION, path)
    kept = versions.Versions(path)
    for second in range(3):
        os.utime(path, (second, second))
        kept.room("fr")
    assert len(list(Path(kept._folder.name).glob("*.duckdb"))) == 1 and path.exists()
