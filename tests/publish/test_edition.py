"""The sealed file: what it holds, what it must not hold, and when it is not made at all."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eit.actions.edit import EditContext
from eit.actions.programme.parts import save_part
from eit.analysis.programmes import programme_is_fictitious
from eit.cli import main
from eit.domain.disclosure import FAMILIES, rounded
from eit.domain.errors import DataError, InvalidQuantity, InvalidSelection
from eit.publish import edition as maker
from eit.publish import reading, solving, table
from eit.publish.audit import Audit
from eit.publish.edition import Order, Report, publish
from eit.publish.ledger import editions_folder, only_publisher, read_ledger
from eit.publish.past_editions import contributions
from eit.publish.reading import PublicEdition
from eit.publish.table import Unpublished, make_table
from eit.store.database import Database
from eit.store.editions import ledger_digest
from tests.publish.adversary import Adversary
from tests.publish.programmes import Quantities, random_programme
from tests.spec.world import Row, World

DAY = date(2026, 1, 1)
MATERIALS = {family: f"m-{family}" for family in FAMILIES}


def rows_of(table: Quantities, direction: str = "offer") -> dict[str, list[Row]]:
    """The tables of a world that holds these quantities: one company per group and territory."""
    companies, flows = {}, []
    for number, ((territory, family, group), tonnes) in enumerate(sorted(table.items())):
        company = f"{group}-{territory}"
        companies[company] = {
            "company_id": company, "group_id": group, "municipality_id": f"mun-{territory}", "km": "1",
        }  # fmt: skip
        flows.append({
            "flow_id": f"f{number:05d}", "company_id": company, "direction": direction,
            "material_id": MATERIALS[family], "quantity": f"{tonnes!r}",
        })  # fmt: skip
    return {"companies": list(companies.values()), "flows": flows}


def world(folder: Path, table: Quantities, **more: list[Row]) -> World:
    """A private file with the quantities of `table`."""
    territories = sorted({key[0] for key in table}) or ["t0"]
    places: list[Row] = []
    for name in territories:
        places.append({"territory_id": f"mrc-{name}", "kind": "mrc"})
        places.append({"territory_id": f"mun-{name}", "parent_id": f"mrc-{name}"})
    rows = rows_of(table)
    for name, extra in more.items():
        rows[name] = rows.get(name, []) + extra
    return World(
        folder,
        territories=places,
        scope=[{"territory_id": f"mrc-{name}"} for name in territories],
        programmes=[{"programme_id": "demo", "levels": "mrc|municipality"}],
        categories=[{"category_id": category} for names in FAMILIES.values() for category in names],
        materials=[
            {"material_id": name, "category_id": FAMILIES[family][0], "ghg_route": "R-X"}
            for family, name in MATERIALS.items()
        ],
        ghg=[{"factor_id": "R-X-net", "route_id": "R-X", "low": "400", "central": "500", "high": "700"}],
        costs=[{"factor_id": "QC-GATE-REC", "low": "90", "central": "120", "high": "160", "unit": "CAD/t"}],
        **rows,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Quantities]:
    """A private file of about fifty groups, and its quantities."""
    quantities = random_programme(7, smallest=50, largest=52, territories=3)
    return world(tmp_path_factory.mktemp("private"), quantities).path, quantities


@pytest.fixture
def private(made: tuple[Path, Quantities], tmp_path: Path) -> Path:
    return Path(shutil.copy(made[0], tmp_path / "private.duckdb"))


Make = Callable[..., Report]
FIRST = ("e1", "public.duckdb", {})


@pytest.fixture(scope="module")
def first(made: tuple[Path, Quantities], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The folder in which the file was published for the first time, and what was reported."""
    folder = tmp_path_factory.mktemp("first")
    private = Path(shutil.copy(made[0], folder / "private.duckdb"))
    return folder, publish(Order(private, folder / FIRST[1], FIRST[0], DAY))


@pytest.fixture
def make(private: Path, tmp_path: Path, first: tuple[Path, Report]) -> Make:
    """Publishes the private file of a test; what the first edition of the unchanged file gives is made once."""
    folder, report = first
    unchanged = (folder / private.name).read_bytes()

    def run(name: str = "e1", out: str = "public.duckdb", **more: object) -> Report:
        begun = (tmp_path / out).exists() or editions_folder(private).exists()
        if (name, out, more) == FIRST and not begun and private.read_bytes() == unchanged:
            shutil.copytree(folder, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.lock"))
            return report
        return publish(Order(private, tmp_path / out, name, DAY, **more))  # type: ignore[arg-type]

    return run


def change(private: Path, statement: str) -> None:
    with duckdb.connect(str(private)) as connection:
        connection.execute(statement)


# ---- what it holds ---------------------------------------------------------------------------------


def test_the_told_cells_are_the_sums_to_three_figures(make: Make, made: tuple[Path, Quantities]) -> None:
    cells = make().cells
    told = cells[(cells["indicator"] == "offer_mass") & cells["value"].notna()]
    assert len(told) >= 5
    for row in told.to_dict("records"):
        place = row["territory_id"].removeprefix("mrc-"), row["family"]
        assert row["value"] == rounded(sum(contributions(made[1], place).values()))
        assert row["count_band"] in ("3-5", "6-10", "11-20", "21-50", "51+")


def test_derived_figures_share_the_mask_and_follow_from_what_is_told(make: Make) -> None:
    cells = make().cells.set_index(["territory_id", "family", "indicator"])
    for (territory, family, indicator), row in cells.iterrows():
        if indicator.startswith("avoidable"):
            tonnes = cells.loc[(territory, family, "offer_mass")]
            assert row["state"] == tonnes["state"]
            if tonnes["state"] == "computed":
                assert row["value"] == rounded(
                    tonnes["value"] * (0.5 if indicator == "avoidable_ghg" else 120)
                )


def test_the_reader_filters_and_says_why_there_is_no_figure(make: Make, tmp_path: Path) -> None:
    make()
    with PublicEdition(tmp_path / "public.duckdb") as edition:
        every = edition.cells("demo", "offer_mass")
        assert set(every["state"]) == {"computed", "hidden"}
        assert set(every[every["state"] == "hidden"]["reason"]) == {"protected"}
        level = edition.cells("demo", "offer_mass", level="mrc", family="metals")
        assert len(level) == edition.territories("demo")["territory_id"].nunique()
        assert edition.cells("elsewhere").empty
        assert edition.edition()["name"] == "e1"
        assert set(edition.audit()["verdict"]) == {"held"}
        with pytest.raises(duckdb.Error):
            edition._connection.execute("ATTACH 'x.duckdb'")


def test_synergies_are_counts_in_bands_only(tmp_path: Path) -> None:
    quantities = random_programme(7, smallest=50, largest=52, territories=3)
    groups = sorted({f"{key[2]}-{key[0]}" for key in quantities})
    synergies = [
        {"synergy_id": f"s{n}", "material_id": "m-metals", "giver": groups[n], "taker": groups[n + 1]}
        | {"stages": "realised"}
        for n in range(4)
    ]
    private = world(tmp_path, quantities, synergies=synergies).path
    publish(Order(private, tmp_path / "p.duckdb", "e", DAY))
    with PublicEdition(tmp_path / "p.duckdb") as edition:
        counts = edition.synergies("demo").set_index(["territory_id", "status"])
        assert counts.loc[("total", "made"), "count_band"] == "3-5"
        assert counts.loc[("total", "under-way"), "state"] == "hidden"


def test_the_same_inputs_give_the_same_bytes(make: Make, tmp_path: Path) -> None:
    make()
    first = (tmp_path / "public.duckdb").read_bytes()
    make()
    make(out="elsewhere.duckdb")
    assert (tmp_path / "public.duckdb").read_bytes() == first
    assert (tmp_path / "elsewhere.duckdb").read_bytes() == first


@pytest.mark.parametrize(
    ("said", "renamed", "expected"),
    [
        (None, "all", False),
        ("false", "all", False),
        ("true", "all", True),
        ("partly", "all", True),
        ("true", "all real", False),
        ("partly", "one real", False),
        ("oui", "all", False),
    ],
)
def test_a_programme_is_fictitious_when_everybody_in_it_says_so(
    said: str | None, renamed: str, expected: bool, private: Path, make: Make, tmp_path: Path
) -> None:
    change(private, "DELETE FROM meta WHERE key = 'fictitious'")
    if said is not None:
        change(private, f"INSERT INTO meta VALUES ('fictitious', '{said}')")
    ending = "" if renamed == "all real" else " (fictif)"
    change(private, f"UPDATE company SET name = company_id || '{ending}'")
    if renamed == "one real":
        change(
            private,
            "UPDATE company SET name = 'Acier' WHERE company_id = (SELECT min(company_id) FROM company)",
        )
    with Database(private) as database:
        assert programme_is_fictitious(database, "demo") is expected
    if said == "true":
        make()
        with PublicEdition(tmp_path / "public.duckdb") as edition:
            assert list(edition.programmes()["fictitious"]) == [expected]


# ---- what it must not hold -------------------------------------------------------------------------


def test_no_canary_reaches_the_sealed_file(private: Path, make: Make, tmp_path: Path) -> None:
    """Fifty unique strings in every free text of the private file, and exact numbers, in all their spellings."""
    words = [f"CANARI{number:02d}zqx" for number in range(40)]
    with duckdb.connect(str(private)) as connection:
        companies = connection.execute("SELECT company_id FROM company ORDER BY 1 LIMIT 10").fetchall()
        flows = connection.execute("SELECT flow_id FROM flow ORDER BY 1 LIMIT 10").fetchall()
        for number, (company,) in enumerate(companies):
            name, group = words[number], words[10 + number]
            connection.execute("UPDATE company SET group_id = ? WHERE company_id = ?", [group, company])
            connection.execute(
                "UPDATE company SET name = ? WHERE company_id = ?", [f"{name} 12 rue X", company]
            )
        for number, (flow,) in enumerate(flows):
            connection.execute("UPDATE flow SET label = ? WHERE flow_id = ?", [words[20 + number], flow])
            connection.execute(
                "UPDATE flow SET note = ? WHERE flow_id = ?", [f"{words[30 + number]}@x.ca", flow]
            )
        numbers = [row[0] for row in connection.execute(
            "SELECT mass_t_per_year FROM flow ORDER BY flow_id LIMIT 8").fetchall()]  # fmt: skip
        numbers += [*connection.execute("SELECT latitude, longitude FROM company LIMIT 1").fetchone()]  # type: ignore[misc]
    make()
    content = (tmp_path / "public.duckdb").read_bytes()
    spelled = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    spelled += [struct.pack("<d", number) for number in numbers]
    spelled += [repr(number).encode() for number in numbers if len(repr(number)) > 5]
    assert len(words) + len(numbers) == 50
    assert [word for word in spelled if word in content] == []
    assert b"mrc-t0" in content, "the file is not compressed: what is there is found"
    ledger = (editions_folder(private) / "ledger.json").read_text()
    assert words[10] in ledger, "the private ledger knows the groups"


def test_the_sealed_file_and_known_factors_betray_nobody(
    make: Make, made: tuple[Path, Quantities], tmp_path: Path
) -> None:
    """The adversary reads the file itself: rounded tonnes, and GHG and money divided by their public factors."""
    make()
    numbers, widths = [], []
    with PublicEdition(tmp_path / "public.duckdb") as edition:
        factors = edition.factors("demo").set_index(["family", "indicator"])
        for row in edition.cells("demo").dropna(subset=["value"]).to_dict("records"):
            per_tonne = (
                1.0
                if row["indicator"] == "offer_mass"
                else factors.loc[(row["family"], row["indicator"]), "central"]
            )
            place = row["territory_id"].removeprefix("mrc-"), row["family"]
            exact = sum(contributions(made[1], place).values())
            numbers.append((0, place, row["value"] / per_tonne))
            widths.append(abs(row["value"] / per_tonne - exact) + 1e-9 * exact)
    assert Adversary([made[1]], numbers, widths).attack() == []


# ---- when it is not made ---------------------------------------------------------------------------


def stays(tmp_path: Path, act: Callable[[], object], key: str) -> None:
    """The act is refused, and the edition and the ledger are as they were."""
    kept = [tmp_path / "public.duckdb", tmp_path / "private.duckdb.editions" / "ledger.json"]
    before = [path.read_bytes() for path in kept]
    with pytest.raises(Unpublished) as refusal:
        act()
    assert refusal.value.key == key
    assert [path.read_bytes() for path in kept] == before
    assert not list(tmp_path.glob(".eit-*"))


def test_a_solver_that_fails_publishes_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()

    def fail(*_: object) -> None:
        raise solving.SolverFailed("injected")

    monkeypatch.setattr(solving.Programme, "_solve", fail)
    stays(tmp_path, lambda: make("e1"), "publish-solver")


def test_a_solver_that_lies_publishes_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    honest = solving.Programme._solve

    def lie(self: solving.Programme, need: float) -> object:
        answer = honest(self, need)
        return None if answer is None else answer * 3 + need

    monkeypatch.setattr(solving.Programme, "_solve", lie)
    with pytest.raises(Unpublished):
        make("e1", "other.duckdb")
    assert not (tmp_path / "other.duckdb").exists()


def test_an_audit_that_finds_or_does_nothing_publishes_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    monkeypatch.setattr(table, "audit", lambda *_: Audit({}, ()))
    stays(tmp_path, lambda: make("e1"), "publish-audit-empty")
    monkeypatch.setattr(maker, "sentinel_is_caught", lambda: False)
    stays(tmp_path, lambda: make("e1"), "publish-audit-empty")


def test_a_suppressor_that_protects_nothing_is_stopped_by_the_audit(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    monkeypatch.setattr(table.Suppressor, "choose", lambda self, hidden: hidden)
    stays(tmp_path, lambda: make("e1"), "publish-audit-failed")


def test_a_damaged_edition_is_neither_read_nor_replaced(make: Make, tmp_path: Path) -> None:
    make()
    path = tmp_path / "public.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE cell SET value = value + 1 WHERE value IS NOT NULL")
    damaged = path.read_bytes()
    for act in (
        lambda: make("e2"),
        lambda: make("e2", "other.duckdb", previous=path),
        lambda: PublicEdition(path),
    ):
        with pytest.raises(DataError, match="damaged_edition"):
            act()
    assert path.read_bytes() == damaged
    path.write_bytes(b"not a database at all")
    with pytest.raises(DataError, match="damaged_edition"):
        make("e2")


def test_the_private_file_is_never_replaced(make: Make, private: Path) -> None:
    before = private.read_bytes()
    with pytest.raises(Unpublished):
        make(out="private.duckdb")
    assert private.read_bytes() == before


def test_the_ledger_of_another_programme_publishes_nothing(make: Make, private: Path, tmp_path: Path) -> None:
    make()
    ledger = editions_folder(private) / "ledger.json"
    stored = json.loads(ledger.read_text())
    for edition in stored["editions"]:
        for told in edition["tables"]:
            told["programme_id"] = "somebody-elses"
    stored["sha256"] = ledger_digest(stored["editions"])
    ledger.write_text(json.dumps(stored))
    stays(tmp_path, lambda: make("e2"), "publish-ledger-other")


def test_a_damaged_ledger_publishes_nothing(make: Make, private: Path, tmp_path: Path) -> None:
    make()
    path = editions_folder(private) / "ledger.json"
    path.write_text(path.read_text().replace("t0", "t9", 1))
    stays(tmp_path, lambda: make("e2"), "publish-ledger-damaged")


def test_an_unknown_previous_edition_publishes_nothing(make: Make, private: Path, tmp_path: Path) -> None:
    make()
    (editions_folder(private) / "ledger.json").unlink()
    with pytest.raises(Unpublished, match="previous unknown"):
        make("e2", "other.duckdb", previous=tmp_path / "public.duckdb")


@pytest.mark.parametrize(
    "table",
    [
        {("t0", "metals", "g1"): 10.0},
        {(place, "metals", "g1"): 10.0 for place in ("t0", "t1", "t2")},
        {("t0", "metals", f"g{number}"): 10.0 for number in range(3)},
        {("t0", "metals", f"g{number}"): 0.0 for number in range(9)},
        {},
    ],
    ids=["one company", "all one group", "three", "zero flows", "nothing"],
)
def test_too_few_to_publish(table: Quantities, tmp_path: Path) -> None:
    private = world(tmp_path, table).path
    with pytest.raises(Unpublished) as refusal:
        publish(Order(private, tmp_path / "p.duckdb", "e", DAY))
    assert refusal.value.key == "publish-nothing"
    assert not (tmp_path / "p.duckdb").exists()


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1.0])
def test_a_quantity_that_is_no_quantity_is_refused(wrong: float) -> None:
    table = {("t0", "metals", f"g{number}"): 10.0 for number in range(9)}
    with pytest.raises(InvalidQuantity):
        make_table("e", [], table | {("t0", "metals", "g3"): wrong})


# ---- editions --------------------------------------------------------------------------------------


def test_a_cell_is_computed_again_only_when_three_changed(make: Make, private: Path) -> None:
    first = make("e1").cells
    change(private, "UPDATE flow SET mass_t_per_year = mass_t_per_year * 3 WHERE flow_id = 'f00000'")
    second = make("e2").cells
    told = second[second["value"].notna() & ~second["indicator"].str.startswith("avoidable")]
    assert set(told["state"]) == {"carried"}
    assert set(told["computed_in"]) == {"e1"}
    keys = ["territory_id", "family", "indicator"]
    both = first.merge(second, on=keys)
    assert (both["value_x"].dropna() == both["value_y"].dropna()).all()
    change(private, "UPDATE flow SET mass_t_per_year = mass_t_per_year * (1 + (hash(flow_id) % 5))")
    third = make("e3").cells
    assert "e3" in set(third["computed_in"].dropna())


def test_a_name_is_never_used_twice_for_different_figures(make: Make, private: Path, tmp_path: Path) -> None:
    make("e1")
    change(private, "UPDATE flow SET mass_t_per_year = mass_t_per_year * (1 + (hash(flow_id) % 5))")
    stays(tmp_path, lambda: make("e1"), "publish-edition-exists")
    make("e2", previous=tmp_path / "public.duckdb")
    stays(tmp_path, lambda: make("e1"), "publish-edition-exists")
    assert [past.name for past in read_ledger(private)] == ["e1", "e2"]


def test_a_public_register_is_declared_and_remembered(make: Make, private: Path) -> None:
    before = set(make("e1").cells.query("state == 'computed'").index)
    with duckdb.connect(str(private), read_only=True) as connection:
        known = [row[0] for row in connection.execute("SELECT company_id FROM company ORDER BY 1").fetchall()]
    door = EditContext(private, "Camille")
    declared = [{"company_id": name, "source": "RETDE"} for name in known[::2]]
    save_part(door, "demo", "public_figure", declared)
    with pytest.raises(InvalidSelection):
        save_part(door, "demo", "public_figure", [{"company_id": "nobody", "source": "RETDE"}])
    (editions_folder(private) / "ledger.json").unlink()
    told = make("e1", "other.duckdb").cells
    assert len(told.query("state == 'computed'")) < len(before)
    tables = read_ledger(private)[0].tables
    assert tables["demo", "offer_mass"].public == frozenset(known[::2])


def test_two_editions_are_never_made_at_once(
    make: Make, private: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make("e1")
    with only_publisher(private):
        stays(tmp_path, lambda: make("e2"), "publish-under-way")
        assert make("e2", write=False).written is False
        command = ["publish", "--db", str(private), "--out", str(tmp_path / "o.duckdb"), "--lang", "fr"]
        assert main([*command[-2:], *command[:-2]]) == 2
        assert "Attendez sa fin" in capsys.readouterr().err
    assert make("e2").written is True


def test_a_file_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no_data_file"):
        publish(Order(tmp_path / "far" / "none.duckdb", tmp_path / "p.duckdb", "e", DAY))
    assert list(tmp_path.iterdir()) == []


# ---- what stands there, and what is kept --------------------------------------------------------------


def forgotten(private: Path, ledger: bytes | None) -> None:
    """The ledger is what it was before (None: it is lost)."""
    path = editions_folder(private) / "ledger.json"
    path.unlink() if ledger is None else path.write_bytes(ledger)


def test_an_edition_that_the_ledger_forgot_is_not_replaced_but_adopted(
    make: Make, private: Path, tmp_path: Path
) -> None:
    """A restored backup knows the first edition only, a moved file none: the second stands there."""
    make("e1")
    early = (editions_folder(private) / "ledger.json").read_bytes()
    saved = Path(shutil.copy(private, tmp_path / "saved.duckdb"))
    change(private, "UPDATE flow SET mass_t_per_year = mass_t_per_year * (1 + (hash(flow_id) % 5))")
    make("e2")
    known = read_ledger(private)
    forgotten(private, early)
    stays(tmp_path, lambda: make("e3"), "publish-target-unknown")
    make("e3", adopt=())
    assert [(past.name, past.digest) for past in read_ledger(private)][:2] == [
        (past.name, past.digest) for past in known
    ]
    adopted = read_ledger(private)[1]
    assert adopted.adopted == DAY.isoformat()
    key = ("demo", "offer_mass")
    assert adopted.tables[key].quantities == known[1].tables[key].quantities
    assert adopted.tables[key].told >= known[1].tables[key].told
    forgotten(private, None)
    with pytest.raises(Unpublished, match="target unknown"):
        make("e4")
    change(private, "UPDATE flow SET mass_t_per_year = mass_t_per_year * (2 + (hash(flow_id) % 3))")
    with pytest.raises(Unpublished, match="adopt unmatched"):
        make("e4", adopt=(saved,))


def test_what_is_replaced_is_kept_as_a_generation(make: Make, private: Path, tmp_path: Path) -> None:
    make("e1")
    first = (tmp_path / "public.duckdb").read_bytes()
    make("e1")
    make("e2")
    kept = sorted((tmp_path / "public.duckdb.generations").iterdir())
    assert [path.read_bytes() for path in kept] == [first]


def test_an_older_edition_is_not_shown_again(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody puts back an edition that was truly signed: the server remembers how far it came, restarted too."""
    key = Ed25519PrivateKey.generate()
    public, path = key.public_key(), tmp_path / "public.duckdb"
    make("e1", key=key)
    old = path.read_bytes()
    reading.open_current(path, key=public).close()
    make("e2", key=key)
    reading.open_current(path, key=public).close()
    path.write_bytes(old)
    for latest in (reading._latest, {}):
        monkeypatch.setattr(reading, "_latest", latest)
        with pytest.raises(DataError, match="older_edition"):
            reading.open_current(path, key=public)
    reading.open_current(path).close()


# ---- the command -----------------------------------------------------------------------------------


def test_the_command_publishes_and_refuses(
    private: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "publish",
        "--db",
        str(private),
        "--out",
        str(tmp_path / "p.duckdb"),
        "--edition",
        "e1",
        "--format",
        "json",
    ]
    assert main([*words, "--dry-run"]) == 0
    assert not (tmp_path / "p.duckdb").exists()
    assert not editions_folder(private).exists()
    capsys.readouterr()
    assert main(words) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] is True
    assert said["computed"] > 0
    change(private, "UPDATE flow SET mass_t_per_year = mass_t_per_year * (1 + (hash(flow_id) % 5))")
    assert main(words) == 2
    assert "e1" in capsys.readouterr().err


def test_a_cell_that_one_or_two_have_left_does_not_say_that_nothing_is_there() -> None:
    """Told as protected before, as empty now, it would say that those few stopped; three who left are told apart."""
    both: Quantities = {("t", "wood", "a"): 5.0, ("t", "wood", "b"): 1.0}
    three: Quantities = {("t", "metals", name): 2.0 for name in "abc"}
    before, after = table.Vintage("e1", both | three, frozenset()), table.Vintage("e2", {}, frozenset())
    later = table.Vintage("e3", {}, frozenset())
    for past in ([before, after], [before, after, later]):
        assert table._cell(past, ("t", "wood")).state == table.HIDDEN
        assert table._cell(past, ("t", "metals")).state == table.EMPTY
        assert table._cell(past, ("t", "glass")).state == table.EMPTY
    known = table.Vintage("e1", both, frozenset(), public=frozenset("ab"))
    assert table._cell([known, after], ("t", "wood")).state == table.EMPTY, "everybody reads it elsewhere"
