"""The command line: every command in every format, and bad input gives a sentence that says what to do."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from eit.cli import main, parser_of
from eit.cli.commands import COMMANDS
from eit.locations import DEMONSTRATION
from eit.store.schema import SCHEMA_VERSION
from tests.spec.world import completed, write_sources

PROMISED = {
    "offer_id", "demand_id", "offer_company", "demand_company", "offer_material", "demand_material", "basis",
    "score", "distance_km", "road_km_estimate", "mass_t_per_year", "source",
}  # fmt: skip
FIGURE = {"key", "value", "low", "high", "unit", "state", "target", "provisional", "coverage"}


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        return json.loads(self.out)


@pytest.fixture
def ask(capsys):
    def run(*words: str) -> Answer:
        try:
            code = main(list(words))
        except SystemExit as stopped:  # argparse
            code = int(stopped.code or 0)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def committed(root) -> Path:
    return root / "data" / "flows.duckdb"


def in_a_shell(*words: str, **environment: str) -> Answer:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "eit", *words],
        cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return Answer(done.returncode, done.stdout, done.stderr)


# ---- what is promised


def test_exchanges_in_json_have_the_promised_fields(ask):
    answer = ask("exchanges", "--programme", "quebec", "--format", "json")
    assert answer.code == 0 and "synergies" in answer.err, "what left the list is said beside"
    assert len(answer.rows) > 100, "quebec has more than 100 potential exchanges at its default radius"
    assert all(set(row) >= PROMISED for row in answer.rows)
    assert all(0 <= row["distance_km"] <= 10 for row in answer.rows)
    assert all(row["road_km_estimate"] == pytest.approx(1.3 * row["distance_km"]) for row in answer.rows)
    assert {row["basis"] for row in answer.rows} == {"same", "family", "substitution"}
    scores = [row["score"] for row in answer.rows]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 100 for score in scores)


def test_what_is_not_known_is_null_and_never_nan(ask):
    rows = ask("exchanges", "--programme", "fensch", "--format", "json").rows
    assert any(row["mass_t_per_year"] is None for row in rows), "energy has no mass"
    numbers = [value for row in rows for value in row.values() if isinstance(value, float)]
    assert all(math.isfinite(value) for value in numbers)


def test_json_csv_and_table_say_the_same(ask):
    words = ("exchanges", "--programme", "hurepoix", "--as-of", "2025-01-01", "--format")
    rows = ask(*words, "json").rows
    listed = list(csv.DictReader(io.StringIO(ask(*words, "csv").out)))
    assert [(row["offer_id"], row["demand_id"]) for row in listed] == [
        (row["offer_id"], row["demand_id"]) for row in rows
    ]
    assert [float(row["score"]) for row in listed] == pytest.approx([row["score"] for row in rows])
    table = ask(*words, "table").out.splitlines()
    assert len(table) == 1 + len(rows) and table[0].split()[:2] == ["offer_id", "demand_id"]


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_kpis_in_every_format(ask, form):
    answer = ask("kpis", "--programme", "abitibi", "--format", form)
    assert (answer.code, answer.err) == (0, "")
    for key in ("potential_exchanges", "realised_synergies", "avoided_ghg", "pilot_count"):
        assert key in answer.out


def test_kpis_have_value_range_unit_state_and_target(ask):
    figures = {row["key"]: row for row in ask("kpis", "--programme", "abitibi", "--format", "json").rows}
    assert all(set(row) == FIGURE for row in figures.values())
    assert (figures["pilot_count"]["target"], figures["prefeasibility_count"]["target"]) == (5, 10)
    assert (figures["partner_count"]["value"], figures["pilot_sme_count"]["value"]) == (24, 8)
    ghg = figures["avoided_ghg"]
    assert ghg["low"] <= ghg["value"] <= ghg["high"] and ghg["unit"] == "t CO2e/yr"
    quebec = {row["key"]: row for row in ask("kpis", "--programme", "quebec", "--format", "json").rows}
    assert quebec["realised_synergies"]["target"] == 10


def test_kpis_say_which_share_of_each_total_is_estimated(ask):
    """A total with a part that could not be estimated says so beside it; under the limit it has no number."""
    figures = ask("kpis", "--programme", "fensch", "--format", "json").rows
    covered = [row for row in figures if row["coverage"] is not None]
    assert covered and all(0 <= row["coverage"] <= 1 for row in covered)
    assert any(row["coverage"] < 1 for row in covered)
    assert next(row for row in figures if row["key"] == "companies")["coverage"] is None


def test_both_commands_count_the_same_pairs(ask):
    for programme in ("abitibi", "qnp"):
        answer = ask("exchanges", "--programme", programme, "--radius-km", "40", "--format", "json")
        made = int(answer.err.split()[0])  # pairs that are synergies already are said, not listed
        figures = ask("kpis", "--programme", programme, "--radius-km", "40", "--format", "json").rows
        assert {row["key"]: row["value"] for row in figures}["potential_exchanges"] == len(answer.rows) + made


def test_filters_by_territory_and_material(ask):
    words = ("exchanges", "--programme", "abitibi", "--format", "json")
    everything = {(row["offer_id"], row["demand_id"]) for row in ask(*words).rows}
    here = {(row["offer_id"], row["demand_id"]) for row in ask(*words, "--territory", "mrc-88").rows}
    ash = ask(*words, "--material", "wood-ash").rows
    assert here < everything and here
    assert ash and all("wood-ash" in (row["offer_material_id"], row["demand_material_id"]) for row in ash)


def test_names_follow_the_language(ask):
    words = ("exchanges", "--programme", "quebec", "--format", "json")
    french, english = ask(*words).rows, ask("--lang", "en", *words).rows
    assert [row["offer_id"] for row in french] == [row["offer_id"] for row in english]
    assert [row["offer_material"] for row in french] != [row["offer_material"] for row in english]


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_no_exchange_is_an_answer(ask, form):
    answer = ask("exchanges", "--programme", "hurepoix", "--radius-km", "0.000001", "--format", form)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.strip() and (form != "json" or answer.rows == [])


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_build_and_check_in_every_format(ask, tmp_path, form):
    write_sources(tmp_path / "data", completed({"flows": "flow | material\na-o1 | bark\nb-d1 | bark"}))
    target = str(tmp_path / "made.duckdb")
    built = ask("build", "--data", str(tmp_path / "data"), "--db", target, "--format", form)
    assert (built.code, built.err) == (0, "") and "demo" in built.out
    checked = ask("check", "--db", target, "--format", form)
    assert (checked.code, checked.err) == (0, "")


def test_check_fails_with_1_and_names_the_check(ask, committed, tmp_path):
    broken = Path(shutil.copy(committed, tmp_path / "broken.duckdb"))
    with duckdb.connect(str(broken)) as connection:
        connection.execute("UPDATE factor SET source = '' WHERE factor_id = 'R-ALU-bas'")
    answer = ask("check", "--db", str(broken), "--format", "json")
    assert (answer.code, answer.rows) == (1, [{"check": "unsourced", "rows": 1}])


# ---- bad input


def assert_a_sentence(answer: Answer, *words: str) -> None:
    """One line, on the error stream, that ends like a sentence; no trace, and nothing on the output."""
    assert answer.code == 2 and answer.out == ""
    assert "Traceback" not in answer.err and 'File "' not in answer.err
    assert answer.err.count("\n") == 1 and len(answer.err) > 30, answer.err
    said = answer.err.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert [word for word in words if word not in said] == [], said


@pytest.mark.parametrize(
    "command", [("exchanges", "--programme", "quebec"), ("kpis", "--programme", "quebec"), ("check",)]
)
@pytest.mark.parametrize(("lang", "told"), [("fr", "manque"), ("en", "missing")])
def test_no_data_file(ask, tmp_path, command, lang, told):
    answer = ask("--lang", lang, *command, "--db", str(tmp_path / "none.duckdb"))
    assert_a_sentence(answer, told, "none.duckdb", "python -m eit build")


@pytest.mark.parametrize(
    "command", [("exchanges", "--programme", "quebec"), ("kpis", "--programme", "quebec"), ("check",)]
)
@pytest.mark.parametrize(("lang", "told"), [("fr", "illisible"), ("en", "be read")])
@pytest.mark.parametrize("content", [b"", b"company;flow\n" * 100])
def test_a_damaged_file(ask, tmp_path, command, lang, told, content):
    (tmp_path / "bad.duckdb").write_bytes(content)
    assert_a_sentence(ask("--lang", lang, *command, "--db", str(tmp_path / "bad.duckdb")), told, "bad.duckdb")
    assert (tmp_path / "bad.duckdb").read_bytes() == content, "nothing is lost"


@pytest.mark.parametrize(("lang", "told"), [("fr", "schéma 0"), ("en", "schema 0")])
def test_an_older_schema(ask, committed, tmp_path, lang, told):
    old = Path(shutil.copy(committed, tmp_path / "old.duckdb"))
    with duckdb.connect(str(old)) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema_version'")
    answer = ask("--lang", lang, "exchanges", "--programme", "quebec", "--db", str(old))
    assert_a_sentence(answer, told, SCHEMA_VERSION, "python -m eit build")


BAD_WORDS = [
    (("--programme", "nowhere"), "nowhere"),
    (("--programme", "quebec", "--radius-km", "0"), "300 km"),
    (("--programme", "quebec", "--radius-km=-5"), "-5"),
    (("--programme", "quebec", "--radius-km", "nan"), "nan"),
    (("--programme", "quebec", "--radius-km", "inf"), "inf"),
    (("--programme", "quebec", "--radius-km", "1000000000"), "300 km"),
]
BAD_FILTERS = [
    (("--programme", "quebec", "--territory", "mrc-999"), "mrc-999"),
    (("--programme", "quebec", "--territory", "' OR 1=1 --"), "' OR 1=1 --"),
    (("--programme", "quebec", "--material", "unobtainium"), "unobtainium"),
]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("words", "told"), [*BAD_WORDS, *BAD_FILTERS])
def test_what_does_not_exist_is_named(ask, lang, words, told):
    assert_a_sentence(ask("--lang", lang, "exchanges", *words), told)


@pytest.mark.parametrize(("words", "told"), BAD_WORDS)
def test_kpis_refuse_the_same_words(ask, words, told):
    assert_a_sentence(ask("kpis", *words), told)


def test_the_two_languages_say_it_differently(ask):
    words = ("exchanges", "--programme", "nowhere")
    assert ask("--lang", "fr", *words).err != ask("--lang", "en", *words).err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("exchanges",),
        ("exchanges", "--programme", "quebec", "--format", "xml"),
        ("--lang", "de", "check"),
    ],
)
def test_a_command_that_cannot_be_read_is_refused_without_a_trace(ask, words):
    answer = ask(*words)
    assert answer.code == 2 and "usage" in answer.err and "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("option", "typed"),
    [
        ("--radius-km", "dix"),
        ("--radius-km", "1,234"),
        ("--radius-km", "1e400"),
        ("--radius-km", "\u0661\u0662"),
        ("--radius-km", ""),
        ("--as-of", "demain"),
        ("--as-of", "03/04/26"),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_typed_is_refused_in_a_sentence_that_repeats_it(ask, option, typed, lang):
    answer = ask("--lang", lang, "exchanges", "--programme", "quebec", option, typed)
    assert answer.code == 2 and not answer.out
    assert answer.err.startswith(option) and typed in answer.err and "Traceback" not in answer.err


def test_what_is_typed_is_read_as_the_screens_write_it(ask):
    words = ("exchanges", "--programme", "quebec", "--format", "json")
    plain = ask(*words, "--radius-km", "20.5", "--as-of", "2026-01-25")
    assert plain.code == 0
    assert ask(*words, "--radius-km", "20,5 km", "--as-of", "25/01/2026").out == plain.out


def test_a_build_that_fails_says_which_file_row_value_and_unit(ask, tmp_path):
    write_sources(
        tmp_path / "data",
        completed({"flows": "flow | material | quantity | unit\na-o1 | bark | 12 | kWh/year"}),
    )
    target = tmp_path / "made.duckdb"
    for lang in ("fr", "en"):
        answer = ask("--lang", lang, "build", "--data", str(tmp_path / "data"), "--db", str(target))
        assert_a_sentence(answer, "flows.csv", "a-o1", "12 kWh/year")
    assert not target.exists()


def test_a_build_whose_check_fails_leaves_the_old_file(ask, tmp_path):
    write_sources(tmp_path / "data", completed({"companies": "company | name\na | Acier du Nord"}))
    target = Path(shutil.copyfile(DEMONSTRATION, tmp_path / "made.duckdb"))
    old = target.read_bytes()
    answer = ask("build", "--data", str(tmp_path / "data"), "--db", str(target))
    assert_a_sentence(answer, "fictitious_names")
    assert target.read_bytes() == old


def test_a_build_never_replaces_what_it_cannot_read(ask, tmp_path):
    target = tmp_path / "made.duckdb"
    target.write_bytes(b"perhaps a month of work")
    assert_a_sentence(ask("build", "--db", str(target)), "made.duckdb", "restore")
    assert target.read_bytes() == b"perhaps a month of work"


def test_a_build_without_sources_is_a_sentence(ask, tmp_path):
    """The first source that is missing is named, and so is the folder it was looked for in."""
    answer = ask("build", "--data", str(tmp_path), "--db", str(tmp_path / "x.duckdb"))
    assert_a_sentence(answer, "jurisdictions.csv", str(tmp_path))


# ---- from a shell, as people type it


def test_python_m_eit_answers_like_a_program():
    answer = in_a_shell("exchanges", "--programme", "quebec", "--radius-km", "2", "--format", "json")
    assert (answer.code, len(answer.err.splitlines())) == (0, 1) and answer.rows, (
        "what left the list is said beside"
    )


def test_python_m_eit_fails_like_a_program_and_the_environment_may_name_the_file(tmp_path):
    answer = in_a_shell("check", EIT_DATABASE=str(tmp_path / "elsewhere.duckdb"))
    assert_a_sentence(answer, "elsewhere.duckdb")


def test_the_figures_of_a_programme_wait_for_no_geometry() -> None:
    light = (
        "import sys, eit.cli.exchanges; print({'geopandas', 'shapely', 'pyproj', 'numba'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", light], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_the_list_of_commands_waits_for_no_table_and_holds_them_all() -> None:
    light = "import sys; from eit.cli import parser_of; parser_of([]); print({'pandas', 'duckdb'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", light], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
    whole = parser_of(COMMANDS)
    [listed] = [action.choices for action in whole._actions if isinstance(action.choices, dict)]
    assert set(listed) == set(COMMANDS)
