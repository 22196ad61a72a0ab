"""Writes docs/donnees.md: names, types, keys and values from the schema and the files, meanings from donnees.toml.

python docs/generate.py
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow.parquet

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))

from eit.store.schema import create_schema  # noqa: E402
from eit.store.version.check import check_names  # noqa: E402
from eit.views.typography import NARROW, typeset  # noqa: E402

TARGET = DOCS / "donnees.md"
IN_ENGLISH = "architecture.md"
TYPES = {
    "VARCHAR": "texte",
    "DOUBLE": "nombre",
    "INTEGER": "entier",
    "BIGINT": "entier",
    "BOOLEAN": "vrai ou faux",
    "DATE": "date",
    "TIMESTAMP": "date et heure",
}
ALLOWED = re.compile(r"\(\"?(\w+)\"? IN \((.+?)\)\)")
INTRODUCTION = """# Dictionnaire des données

*Fait par `python docs/generate.py` (schéma, fichiers, `docs/donnees.toml`) ; ne pas modifier à la main.*

Le logiciel lit un seul fichier, `data/flows.duckdb` ou celui que nomme `EIT_DATABASE`. `python -m eit build` le fait
à partir des fichiers de `data/`. Une case vide veut dire « n.c. » ou inconnu, jamais zéro. Le nom d'une colonne porte
son unité. Une clé est marquée ●, une colonne obligatoire *oui*. L'origine et la licence des données sont dans
[data/reference/SOURCES.md](../data/reference/SOURCES.md), [data/geo/SOURCES.md](../data/geo/SOURCES.md) et
[data/demo/SOURCES.md](../data/demo/SOURCES.md).
"""


class Column(NamedTuple):
    """One column of a table of the data file, as the schema has it."""

    name: str
    type: str
    required: bool
    key: bool
    allowed: str


class Undocumented(Exception):
    """Names without a meaning, or meanings without a name; the message lists them."""


def read_schema() -> dict[str, list[Column]]:
    """Columns of every table and view of the schema, in the order of the schema."""
    with duckdb.connect() as connection:
        create_schema(connection)
        keys, allowed = _constraints(connection)
        rows = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " ORDER BY table_name, ordinal_position"
        ).fetchall()
    tables: dict[str, list[Column]] = {}
    for table, name, kind, nullable in rows:
        column = Column(
            name, TYPES[kind], nullable == "NO", (table, name) in keys, allowed.get((table, name), "")
        )
        tables.setdefault(table, []).append(column)
    return tables


def _constraints(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[set[tuple[str, str]], dict[tuple[str, str], str]]:
    keys: set[tuple[str, str]] = set()
    allowed = {}
    found = connection.execute(
        "SELECT table_name, constraint_type, constraint_column_names, constraint_text FROM duckdb_constraints()"
    )
    for table, kind, columns, text in found.fetchall():
        if kind == "PRIMARY KEY":
            keys |= {(table, column) for column in columns}
        for column, values in ALLOWED.findall(text) if kind == "CHECK" else ():
            allowed[table, column] = ", ".join(f"`{value}`" for value in re.findall(r"'([^']*)'", values))
    return keys, allowed


def read_headers() -> dict[str, list[str]]:
    """Column names of every CSV and Parquet file of data/, by its path under data/."""
    headers = {}
    for path in sorted((ROOT / "data").glob("*/*")):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                headers[path.relative_to(ROOT / "data").as_posix()] = next(csv.reader(file))
        elif path.suffix == ".parquet":
            headers[path.relative_to(ROOT / "data").as_posix()] = pyarrow.parquet.read_schema(path).names
    return headers


def read_meanings() -> dict[str, Any]:
    """What donnees.toml says."""
    return tomllib.loads((DOCS / "donnees.toml").read_text(encoding="utf-8"))


def faults(schema: dict[str, list[Column]], headers: dict[str, list[str]], said: dict[str, Any]) -> list[str]:
    """What has no meaning, and what has one without existing any more."""
    found = []
    for table, columns in schema.items():
        own = said["tables"].get(table, {})
        names = [column.name for column in columns]
        found += [] if own.get("sens") else [f"table {table}"]
        found += [f"{table}.{name}" for name in names if not meaning(name, own, {}, said)]
        found += [f"{table}.{name}: no such column" for name in own.get("colonnes", {}) if name not in names]
    for file, names in headers.items():
        own = said["fichiers"].get(file)
        table = said["tables"].get((own or {}).get("table", ""), {})
        found += [] if own and (own.get("sens") or own.get("table")) else [f"file {file}"]
        found += [f"{file}: {name}" for name in names if not meaning(name, own or {}, table, said)]
        extra = [name for name in (own or {}).get("colonnes", {}) if name not in names]
        found += [f"{file}: {name}: no such column" for name in extra]
    checks, told = check_names(), set(said["verifications"])
    found += [f"table {name}: no such table" for name in said["tables"] if name not in schema]
    found += [f"file {name}: no such file" for name in said["fichiers"] if name not in headers]
    return found + [f"check {name}" for name in sorted(checks ^ told)]


def meaning(name: str, own: dict[str, Any], table: dict[str, Any], said: dict[str, Any]) -> str:
    """The sentence of a column: its own, that of its table, or the one that holds everywhere; else empty."""
    places = (own.get("colonnes", {}), table.get("colonnes", {}), said["partout"])
    return next((place[name] for place in places if name in place), "")


def render() -> str:
    """The whole document. Raises Undocumented."""
    schema, headers, said = read_schema(), read_headers(), read_meanings()
    missing = faults(schema, headers, said)
    if missing:
        raise Undocumented("docs/donnees.toml: " + "; ".join(missing))
    lines = [INTRODUCTION, "## Tables du fichier de données", ""]
    lines += [f"- [`{name}`](#{name}) : {said['tables'][name]['sens']}" for name in said["tables"]]
    for name, own in said["tables"].items():
        lines += ["", f"### {name}", "", own["sens"], "", *_table(schema[name], own, said)]
    lines += [
        "",
        "## Fichiers sources",
        "",
        "Les colonnes ont le sens de leur table, sauf celles qui suivent.",
    ]
    for file, own in said["fichiers"].items():
        lines += ["", f"### data/{file}", "", *_file(headers[file], own, schema, said)]
    lines += [
        "",
        "## Vérifications",
        "",
        "`python -m eit check` cherche ce qui suit, et ne doit rien trouver.",
        "",
    ]
    lines += [f"- `{name}` : {sentence}" for name, sentence in said["verifications"].items()]
    return set_spaces("\n".join(lines) + "\n")


def _table(columns: list[Column], own: dict[str, Any], said: dict[str, Any]) -> list[str]:
    rows = ["| colonne | type | obligatoire | sens |", "|---|---|---|---|"]
    for column in columns:
        values = f" Valeurs : {column.allowed}." if column.allowed else ""
        text = meaning(column.name, own, {}, said).rstrip(".") + "."
        key = " ●" if column.key else ""
        rows.append(
            f"| `{column.name}`{key} | {column.type} | {'oui' if column.required else ''} | {_cell(text + values)} |"
        )
    return rows


def _file(
    names: list[str], own: dict[str, Any], schema: dict[str, list[Column]], said: dict[str, Any]
) -> list[str]:
    table = said["tables"].get(own.get("table", ""), {})
    known = {column.name for column in schema.get(own.get("table", ""), [])}
    link = f"Table [`{own['table']}`](#{own['table']})." if own.get("table") else ""
    lines = [" ".join(part for part in (own.get("sens", ""), link) if part), ""]
    lines += [f"Colonnes : {', '.join(f'`{name}`' for name in names)}."]
    told = [name for name in names if name in own.get("colonnes", {}) or name not in known]
    if told:
        lines += ["", "| colonne | sens |", "|---|---|"]
        lines += [f"| `{name}` | {_cell(meaning(name, own, table, said))} |" for name in told]
    return lines


def _cell(text: str) -> str:
    """Text of a cell: a bar inside code would end it."""
    return text.replace("|", "\\|")


def set_spaces(text: str) -> str:
    """French no-break spaces and apostrophes in a document, outside code, addresses and fenced blocks."""
    fenced, lines = False, []
    for line in text.split("\n"):
        fenced ^= line.startswith("```")
        lines.append(line if fenced or line.startswith("```") else _typeset(line))
    return "\n".join(lines)


def _typeset(line: str) -> str:
    parts = re.split(r"(`[^`]*`|\]\([^)]*\)|<[^>]*>)", line)
    for index in range(0, len(parts), 2):
        text = typeset(parts[index], "fr").replace("'", "’")
        parts[index] = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NARROW, text)
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    french = (path for path in DOCS.glob("*.md") if path.name != IN_ENGLISH)
    for document in (ROOT / "README.md", ROOT / "CHANGELOG.md", *french):
        document.write_text(set_spaces(document.read_text(encoding="utf-8")), encoding="utf-8")
