"""A country or province is known in one table: nothing else of the product holds its code, its name or its factors."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "data" / "reference" / "jurisdictions.csv"
CODES = ("jurisdiction_id", "former_code", "country", "name_fr", "name_en", "time_zone", "levy_prefix")
OWN_FACTORS = re.compile(r"(?:^|-)(?:QC|ON|NB|CA|FR|BE|CH|LU)(?:-|$)")
"""The id of a factor of one place names it between hyphens; RT-MIX and R-STE are of no place."""
PERMITTED_COLUMNS = {
    ("jurisdictions.csv", "jurisdiction_id"),
    ("jurisdictions.csv", "former_code"),
    ("jurisdictions.csv", "country"),
    ("programmes.csv", "jurisdiction"),
    ("territories.csv", "country"),
    ("official_layers.csv", "country"),
    ("legal_doors.csv", "jurisdiction_id"),
}
"""The country of a territory or of an official layer, and whose law a permit is of, are facts of that row."""

READERS_OF_PLACES = (
    *("domain/place_names.py", "store/places/", "store/layers/cells.py", "store/material_names/search.py"),
    *("ingest/places.py", "ingest/values/coordinates.py"),
)
"""They read how people write the place of a territory ("Malartic, Québec, Canada", a postal code): the country of a
territory is a fact of its row; so are the planes in use there and the words of its trade. They may name a country,
never a jurisdiction nor a factor; only the gazetteer says which jurisdiction its own country is."""


GAZETTEER_OF = {"gazetteer.py": {"CA-QC"}}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WORDS = {row[name] for row in rows() for name in CODES if row[name]}
IDS = {row[name] for row in rows() for name in ("jurisdiction_id", "former_code", "country") if row[name]}
COUNTRIES = {row["country"] for row in rows()}
FACTORS = {row[name] for row in rows() for name in row if name.endswith("_factor") and row[name]}


def names_a_place(text: str) -> bool:
    """Whether a literal is the code, the name, the clock or a factor of one jurisdiction."""
    return (
        text in WORDS
        or text in FACTORS
        or bool(re.fullmatch(r"[A-Z0-9-]{2,}", text) and OWN_FACTORS.search(text))
    )


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Texts of a module that are not a docstring, the parts of f-strings included."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def in_modules(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        reader = path.relative_to(folder).as_posix().startswith(READERS_OF_PLACES)
        for line, text in literals(path.read_text(encoding="utf-8")):
            if names_a_place(text.strip()) and not (
                reader and text in COUNTRIES | GAZETTEER_OF.get(path.name, set())
            ):
                yield f"{path.relative_to(folder)}:{line}: {text!r}"


def in_questions(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.sql")):
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        for literal in re.findall(r"'([^']*)'", text):
            if names_a_place(literal):
                yield f"{path.relative_to(folder)}: {literal!r}"


def in_settings(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.toml")):
        if not {"texts", "registers"} & set(path.parts):
            for text in leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
                if text in IDS:
                    yield f"{path.relative_to(folder)}: {text!r}"


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from leaves(item)


def in_tables(folder: Path) -> Iterator[str]:
    """Columns all of whose values are codes of places."""
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        for column in found[0] if found else ():
            values = {row[column] for row in found if row[column]}
            if values and values <= IDS and (path.name, column) not in PERMITTED_COLUMNS:
                yield f"{path.relative_to(folder)}: {column}"


def test_no_other_place_holds_the_code_of_a_country_or_province() -> None:
    faults = [
        *in_modules(ROOT / "eit"),
        *in_questions(ROOT / "eit"),
        *in_settings(ROOT / "eit"),
        *in_tables(ROOT / "data"),
    ]
    assert not faults, "only data/reference/jurisdictions.csv knows places:\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", 'scheme = "NAF" if country == "FR" else "SCIAN"\n'),
        ("a.py", 'FEES = {"CA-QC": 120}\n'),
        ("a.py", 'factor = factors.get("E-QC-EL-lc")\n'),
        ("a.py", 'factor = factors.get(f"FR-TGAP-L-{year}")\n'),
        ("a.py", 'if place == "Québec":\n    pass\n'),
        ("a.py", 'ZoneInfo("Europe/Paris")\n'),
        ("a.sql", "SELECT * FROM programme WHERE country = 'CA';\n"),
        ("a.sql", "SELECT central FROM factor WHERE factor_id = 'CI-QC';\n"),
        ("a.toml", 'country = "FR"\n'),
        ("a.csv", "flow_id,where\n1,CA\n2,FR\n"),
    ],
)
def test_each_way_of_writing_one_elsewhere_is_found(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    checks = {".py": in_modules, ".sql": in_questions, ".toml": in_settings, ".csv": in_tables}
    assert list(checks[Path(name).suffix](tmp_path))


def test_a_day_is_read_from_one_clock() -> None:
    """`date.today()` is the day of the server: every day of the product is that of a programme."""
    clocks = re.compile(
        r"\bdate\.today\(|\b(?:datetime|Timestamp)\.(?:now|today|utcnow)\(|\btime\.localtime\("
    )
    instants = {
        "domain/jurisdiction.py",
        *(f"store/version/{name}.py" for name in ("backup", "archive", "journal", "swap")),
    }
    found = [
        f"{path.relative_to(ROOT / 'eit').as_posix()}: {line.strip()}"
        for path in sorted((ROOT / "eit").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if clocks.search(line)
    ]
    assert [line for line in found if line.partition(":")[0] not in instants] == []
    assert all("UTC" in line for line in found), "an instant is kept in UTC"
