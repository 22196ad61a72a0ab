"""`python -m eit import` from preview to corrected refusals, with its exit codes and its sentences."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from eit.cli import main
from eit.ingest.cells import FileRefused
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.store.database import Database, file_version
from eit.store.version.edit import generations

COMPANIES = "id;nom;municipalité;latitude;longitude;employés\n"
GOOD = "zz-1;Acier (fictif);Amos;48,5662;-78,1163;1 234\n"
BAD = "zz-2;=2+5 (fictif);Amos;48,5662;78,1163;NaN\n"
FLOWS = "entreprise;sens;matière;quantité;unité\nacier (FICTIF);offre;wood-ash;5000 kg;t/an\nzz-1;demande;Eau;n.c.;\n"
FIELDS = {"row", "cell", "column", "value", "rule", "message", "proposal"}


class Answer(NamedTuple):
    code: int
    out: dict
    err: str


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


@pytest.fixture
def bring(path: Path, tmp_path: Path, capsys):
    def run(
        text: str, *words: str, kind: str = "companies", name: str = "fichier.csv", lang: str = "fr"
    ) -> Answer:
        file = tmp_path / name
        if text:
            file.write_text(text, encoding="utf-8")
        start = ["--lang", lang, "import", str(file), "--programme", "abitibi", "--kind", kind]
        code = main([*start, "--db", str(path), "--format", "json", *words])
        said = capsys.readouterr()
        return Answer(code, json.loads(said.out) if said.out else {}, said.err)

    return run


def counts(answer: Answer) -> tuple[int, ...]:
    return tuple(answer.out[name] for name in ("read", "new", "changed", "identical", "refused"))


def rows(path: Path, question: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def test_a_preview_writes_nothing(bring, path) -> None:
    seen = file_version(path)
    answer = bring(COMPANIES + GOOD, "--dry-run")
    assert (answer.code, counts(answer), answer.out["written"]) == (0, (1, 1, 0, 0, 0), False)
    assert file_version(path) == seen
    assert answer.out["reading"]["separator"] == "semicolon"
    assert answer.out["reading"]["columns"]["employés"] == "employees"


def test_the_same_file_twice_changes_nothing(bring, path) -> None:
    assert counts(bring(COMPANIES + GOOD)) == (1, 1, 0, 0, 0)
    assert rows(path, "SELECT name, employees, latitude FROM company WHERE company_id = 'zz-1'") == [
        ("Acier (fictif)", 1234, 48.5662)
    ]
    seen = file_version(path)
    again = bring(COMPANIES + GOOD)
    assert (again.code, counts(again), again.out["written"]) == (0, (1, 0, 0, 1, 0), False)
    assert file_version(path) == seen
    changed = bring(COMPANIES + GOOD.replace("1 234", "12"))
    assert (changed.code, counts(changed), len(generations(path))) == (0, (1, 0, 1, 0, 0), 2)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_bad_row_stops_everything_and_says_why(bring, path, lang) -> None:
    seen = file_version(path)
    answer = bring(COMPANIES + GOOD + BAD, lang=lang)
    assert (answer.code, counts(answer), answer.out["written"]) == (1, (2, 1, 0, 0, 1), False)
    assert file_version(path) == seen
    assert {(one["row"], one["cell"], one["rule"]) for one in answer.out["refusals"]} == {
        (3, "E3", "coordinates-sign"),
        (3, "F3", "not-finite"),
    }
    assert all(set(one) == FIELDS and one["message"] for one in answer.out["refusals"])


def test_corrected_refusals_complete_the_import(bring, path, tmp_path) -> None:
    out = tmp_path / "refus.csv"
    answer = bring(COMPANIES + GOOD + BAD, "--valid-only", "--rejects", str(out))
    assert (answer.code, answer.out["written"]) == (0, True)
    with out.open(encoding="utf-8-sig", newline="") as file:
        (refused,) = csv.DictReader(file, delimiter=";")
    assert refused["nom"] == "'=2+5 (fictif)", "a spreadsheet must not run it"
    assert (refused["row"], refused["cell"]) == ("3", "F3, E3")
    text = out.read_text(encoding="utf-8-sig").replace(";78,1163", ";-78,1163").replace("NaN", "n.c.", 1)
    corrected = bring(text, name="corrige.csv")
    assert (corrected.code, counts(corrected)) == (0, (1, 1, 0, 0, 0))
    assert rows(path, "SELECT name, employees FROM company WHERE company_id = 'zz-2'") == [
        ("=2+5 (fictif)", None)
    ]


def test_flows_are_converted_and_their_pairs_are_found(bring, path) -> None:
    assert bring(COMPANIES + GOOD).code == 0
    answer = bring(FLOWS.replace("zz-1;demande;Eau;n.c.;\n", ""), kind="flows")
    assert (answer.code, counts(answer)) == (0, (1, 1, 0, 0, 0))
    found = rows(
        path, "SELECT quantity_typed, unit_typed, mass_t_per_year FROM flow WHERE company_id = 'zz-1'"
    )
    assert found == [("5000", "kg/year", 5.0)]
    with Database(path) as database:
        assert "zz-1-o-wood-ash" in set(database.rows("candidate")["offer_id"])


def test_the_demonstration_written_as_csv_is_identical(bring, path, root) -> None:
    for kind in ("companies", "flows"):
        rows = list(csv.reader((root / "data" / "demo" / f"{kind}.csv").open(encoding="utf-8", newline="")))
        mine = [row for row in rows[1:] if row[0].startswith("abi-")]
        text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in [rows[0], *mine])
        answer = bring(text, kind=kind, name=f"{kind}.csv")
        assert answer.out["refusals"] == []
        assert counts(answer) == (len(mine), 0, 0, len(mine), 0)


def test_a_real_name_ends_the_demonstration(bring, path) -> None:
    assert bring(COMPANIES + GOOD.replace(" (fictif)", "")).code == 0
    assert rows(path, "SELECT value FROM meta WHERE key = 'fictitious'") == [("partly",)]


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("", (), "ne s'ouvre pas"),
        ("a;b\n", (), "titres de colonnes"),
        (COMPANIES, (), "aucune ligne"),
        (COMPANIES + GOOD, ("--programme", "mars"), "mars"),
        (COMPANIES + GOOD, ("--db", "absent.duckdb"), "absent.duckdb"),
        (COMPANIES + BAD, ("--rejects", "/no/such/folder/r.csv"), "refus"),
    ],
)
def test_what_cannot_be_done_is_code_2_and_a_sentence(bring, text, words, said) -> None:
    answer = bring(text, *words)
    assert (answer.code, answer.out) == (2, {})
    assert said in answer.err.replace("’", "'").replace("\u00a0", " ")


def test_a_file_or_a_database_that_changed_after_the_preview_is_not_written(path, tmp_path, bring) -> None:
    file = tmp_path / "f.csv"
    file.write_text(COMPANIES + GOOD, encoding="utf-8")
    plan = make_plan(file, path, "companies", "abitibi")
    file.write_text(COMPANIES + GOOD + "\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="file changed"):
        commit(plan, path, "essai", file)
    bring(COMPANIES + GOOD.replace("zz-1", "zz-9"))
    with pytest.raises(Exception, match="changed_meanwhile"):
        commit(plan, path, "essai")


def test_a_file_that_says_less_takes_nothing_away(bring, path) -> None:
    question = (
        "SELECT position_quality, latitude, sector_code, joined_on FROM company WHERE company_id = 'abi-002'"
    )
    before = rows(path, question)
    less = "id;nom;municipalité;latitude;longitude\nabi-002;Bois d’œuvre Landrienne-Nord (fictif);88035;{}\n"
    assert counts(bring(less.format(";"))) == (1, 0, 0, 1, 0)
    assert counts(bring(less.format("48.53484;-77.94896"))) == (1, 0, 0, 1, 0)
    assert bring(less.format(";").replace("Landrienne", "Landry")).code == 0
    assert rows(path, question) == before


def test_columns_are_named_on_the_command_line_and_remembered(bring, path) -> None:
    text = "Code interne;Raison;Bourg\n1;Acier (fictif);Amos\n"
    assert (bring(text).code, counts(bring(text))) == (1, (1, 0, 0, 0, 1))
    told = ("--columns", "Raison=name", "--columns", "Bourg=municipality_id", "--columns", "Code interne=")
    answer = bring(text, *told)
    assert (answer.code, counts(answer)) == (0, (1, 1, 0, 0, 0))
    assert bring(text).out["reading"]["columns"] == {"Raison": "name", "Bourg": "municipality_id"}
    assert rows(path, "SELECT topic, asked, value FROM answer ORDER BY asked") == [
        ("heading", "Bourg", "municipality_id"), ("heading", "Code interne", ""), ("heading", "Raison", "name"),
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["Raison", "=name", "Raison=shoe_size", "Absent=name"])
def test_a_column_that_cannot_be_is_code_2(bring, said) -> None:
    answer = bring(COMPANIES + GOOD, "--columns", said)
    assert (answer.code, answer.out) == (2, {}) and answer.err


def test_a_map_file_is_used(bring, tmp_path) -> None:
    said = tmp_path / "MAP.toml"
    said.write_text('[columns]\nname = "n"\nmunicipality_id = "v"\n', encoding="utf-8")
    answer = bring("n;v;id\nAcier (fictif);Amos;zz-9\n", "--map", str(said))
    assert (answer.code, counts(answer)) == (0, (1, 1, 0, 0, 0))
    assert answer.out["reading"]["ignored_columns"] == ["id"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_template_is_written_once(path, tmp_path, capsys, lang) -> None:
    out = tmp_path / "modele.xlsx"
    words = [
        "template",
        "--programme",
        "abitibi",
        "--kind",
        "synergies",
        "--out",
        str(out),
        "--db",
        str(path),
    ]
    assert main([*words, "--lang", lang, "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert out.read_bytes().startswith(b"PK") and ("Titre" in made["columns"]) == (lang == "fr")
    assert main(words) == 2
    assert main([*words[:-3], str(tmp_path / "no" / "m.xlsx"), *words[-2:]]) == 2
