"""The house rules: who may import whom, how large a room may be, what a file may not be called.

The rules are the tables below. Each is broken on purpose, in a tree of its own, at the end.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from eit.store.schema import FACTS_DIGEST, SCHEMA_DIGEST, facts_digest, our_facts, schema_digest
from eit.views.texts import LANGUAGES, texts
from tests.views.html_rules import FAULTS as HTML_FAULTS

ROOT = Path(__file__).resolve().parent.parent

# Scripts stand outside the package: what they may import of ours. The rooms of the package are held by the contracts
# of pyproject.toml, one sentence each.
SCRIPTS: dict[str, set[str]] = {"app": {"eit.web", "eit.ui"}, "pages": {"eit.ui"}}

# Third party -> the rooms (or modules) that may import it. What is missing here may be imported nowhere.
EVERYWHERE = ("app", "pages", "eit")
GEOMETRY = ("eit.store", "eit.analysis", "eit.views")
THIRD_PARTY: dict[str, tuple[str, ...]] = {
    "platformdirs": ("eit.locations",),
    # What signs an edition, and tells whose it is.
    "cryptography": ("eit.publish", "eit.web.modes"),
    "numpy": EVERYWHERE,
    "pandas": EVERYWHERE,
    "pyarrow": ("eit.store", "eit.publish", "eit.ingest"),
    "geopandas": GEOMETRY,
    "shapely": GEOMETRY,
    # A register gives plane coordinates: turning them into degrees is part of reading it.
    "pyproj": (*GEOMETRY, "eit.ingest.values.coordinates"),
    "duckdb": ("eit.store", "eit.publish"),
    # publish: the linear programmes of disclosure control, which has no closed form once three sums overlap.
    "ortools": ("eit.domain.exchange.allocation", "eit.publish.solving"),
    "numba": ("eit.domain.exchange.kernel",),
    "pyspark": ("eit.store.spark",),
    "folium": ("eit.views",),
    "icalendar": ("eit.views.calendar_file",),
    "segno": ("eit.views.meeting.phones",),
    "branca": ("eit.views",),
    "jinja2": ("eit.views",),
    # ui: what may be shown as HTML is told by its type.
    "markupsafe": ("eit.views", "eit.ui"),
    "plotly": ("eit.views",),
    # Paints drawings as pixels, and films.
    "PIL": ("eit.views.drawing",),
    "streamlit": ("app", "pages", "eit.ui", "eit.web"),
    "streamlit_folium": ("eit.ui", "eit.web.streamlit_internals"),
    "starlette": ("app", "eit.ui", "eit.web", "eit.door", "eit.api", "eit.serving"),
    "uvicorn": ("eit.serving",),
    # Cards of other programmes against their published schema.
    "jsonschema": ("eit.analysis.synergies.commons",),
    # Signs the links that firms hold.
    "itsdangerous": ("eit.store.mailbox.links",),
    "js_lib_leaflet": ("eit.web",),
    "pptx": ("eit.views.brief",),
    "openpyxl": ("eit.ingest", "eit.views.export"),
    "python_calamine": ("eit.ingest.formats",),
    # Numbers are read in one place.
    "babel": ("eit.domain.typed_number",),
    "pyrage": ("eit.store.version.locked_archive",),
    "defusedxml": ("eit.ingest",),
}

MODULE_LINES = 300
FUNCTION_LINES = 60
FOLDER_FILES = 25
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
WITHOUT_QUERIES = ("app", "pages", "eit.ui", "eit.views")
QUERY_CALLS = {"execute", "executemany", "sql", "read_sql", "read_sql_query"}
QUERY_PATHS = {"st.connection", "streamlit.connection"}
SQL_TEXT = re.compile(
    r"\s*(SELECT\s.+\sFROM|WITH\s.+\sAS\s*\(|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s.+\sSET)\s", re.S
)

PRIVATE = re.compile(r"_(?!_|asdict$|replace$|make$|fields$|SubParsersAction$)\w")
"""Begins with one underscore; a named tuple has four public names that do, and argparse a type that has no other."""

PRODUCT = ("app.py", "pages/**/*.py", "eit/**/*.py")
OUR_CODE = (*PRODUCT, "benchmarks/**/*.py", "tests/**/*.py")


PROSE = {"caption", "markdown", "subheader", "header", "title"}
LABELLED = {"button", "checkbox", "expander", "popover", "toggle"}
TYPED = {"file", "label", "name", "names", "path", "source", "title", "who"}
"""Words of our sentences that hold what a person typed."""
LISTS = ("selectbox", "multiselect", "radio")
"""What Streamlit's page sends back as the words that it shows."""


def within(name: str, prefixes: tuple[str, ...] | set[str]) -> bool:
    """Whether a dotted name is one of the prefixes or lies under one."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def files(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern)})


def module_name(root: Path, path: Path) -> str:
    """`eit/store/__init__.py` -> `eit.store`; `eit/__init__.py` keeps its name: it is a room of its own."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "eit" else parts[0]


def imports(root: Path, path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of every import, also inside functions; relative ones are resolved."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            anchor = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*anchor, *([node.module] if node.module else [])])
            # `from eit.store import connection` names a module: the full name is what is judged.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a package `eit`, by the contracts of pyproject.toml."""
    ask = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    call = [sys.executable, "-c", ask, str(ROOT / "pyproject.toml")]
    return subprocess.run(
        call, cwd=folder, capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"}, check=False
    )


def import_faults(root: Path) -> Iterator[str]:
    for path in files(root, PRODUCT):
        module, place = module_name(root, path), path.relative_to(root)
        for line, name in imports(root, path):
            top = name.split(".")[0]
            if top in ("eit", "pages", "app", "tests", "benchmarks"):
                yield from _own_import_faults(module, name, f"{place}:{line}")
            elif top not in sys.stdlib_module_names and not within(module, THIRD_PARTY.get(top, ())):
                where = ", ".join(THIRD_PARTY.get(top, ())) or "nowhere (declare it in THIRD_PARTY)"
                yield f"{place}:{line}: imports {name}; rule: {top} only in {where}"


def _own_import_faults(module: str, name: str, where: str) -> Iterator[str]:
    room = module.split(".")[0]
    if room in SCRIPTS and not within(name, {room, *SCRIPTS[room]}):
        yield f"{where}: imports {name}; rule: {room} → {', '.join(sorted(SCRIPTS[room]))}"
    elif room not in SCRIPTS and not within(name, ("eit",)):
        yield f"{where}: imports {name}; rule: the package imports no script, no test, no benchmark"


def folder_faults(root: Path) -> Iterator[str]:
    """Folders with too much side by side; a folder of sentences or questions too."""
    for folder in sorted(path for path in (root / "eit").rglob("*") if path.is_dir()):
        held = [path for path in folder.iterdir() if path.is_file() and path.suffix != ".pyc"]
        if len(held) > FOLDER_FILES:
            place = folder.relative_to(root)
            yield f"{place}:1: {len(held)} files; rule: a folder holds at most {FOLDER_FILES} side by side"


def size_faults(root: Path) -> Iterator[str]:
    for path in files(root, (*PRODUCT, "benchmarks/**/*.py")):
        text, place = path.read_text(encoding="utf-8"), path.relative_to(root)
        lines = len(text.splitlines())
        if lines > MODULE_LINES:
            yield f"{place}:1: {lines} lines; rule: a module has at most {MODULE_LINES}"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    said = f"{node.name} has {length} lines; rule: at most {FUNCTION_LINES}"
                    yield f"{place}:{node.lineno}: {said}"


def name_faults(root: Path) -> Iterator[str]:
    for path in files(root, OUR_CODE):
        place = path.relative_to(root)
        for part in place.with_suffix("").parts:
            if part.lower().removeprefix("test_") in FORBIDDEN_NAMES:
                yield f"{place}:1: named {part}; rule: a file or folder says what it holds"


def query_faults(root: Path) -> Iterator[str]:
    rule = "rule: no query in app, pages, eit.ui, eit.views; ask eit.analysis"
    for path in files(root, PRODUCT):
        if not within(module_name(root, path), WITHOUT_QUERIES):
            continue
        place = path.relative_to(root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in QUERY_CALLS or ast.unparse(node.func) in QUERY_PATHS:
                    yield f"{place}:{node.lineno}: calls .{node.func.attr}(…); {rule}"
            elif (
                isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_TEXT.match(node.value)
            ):
                yield f"{place}:{node.lineno}: holds SQL; {rule}"


def private_faults(root: Path) -> Iterator[str]:
    """Names that another library keeps to itself, used outside a quarantine (`*_internals.py`)."""
    ours: set[str] = set()
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files(root, PRODUCT)}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                ours.add(node.name)
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls"):
                ours.add(node.attr)
    for path, tree in trees.items():
        if path.stem.endswith("_internals"):
            continue
        for node in ast.walk(tree):
            name = ""
            if isinstance(node, ast.Attribute) and PRIVATE.match(node.attr) and node.attr not in ours:
                name = ast.unparse(node)
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] != "eit":
                words = [*node.module.split("."), *(alias.name for alias in node.names)]
                name = ".".join(words) if any(PRIVATE.match(word) for word in words) else ""
            if name:
                place = path.relative_to(root)
                yield f"{place}:{node.lineno}: uses {name}; rule: a private name lives in a *_internals.py"


def choice_faults(root: Path) -> Iterator[str]:
    """Lists of choices that would lose what is chosen in them when its words change (`eit/ui/choice_key.py`)."""
    rule = "a list that words its choices has key=choice_key(…)"
    for path in files(root, ("eit/ui/**/*.py",)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            said = {one.arg: ast.unparse(one.value) for one in node.keywords}
            worded = said.get("format_func", "str") != "str"
            if node.func.attr in LISTS and worded and not said.get("key", "").startswith("choice_key("):
                yield f"{path.relative_to(root)}:{node.lineno}: {node.func.attr}; rule: {rule}"


def markdown_faults(root: Path) -> Iterator[str]:
    """Typed text in what reads Markdown: a name would be a link, a picture or a colour (`eit/views/escape.py`)."""
    rule = "a typed text in a caption, a heading or a label goes through markdown_text(…)"
    for path in files(root, ("eit/ui/**/*.py",)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            first = node.args[0]
            said = [word for word in getattr(first, "keywords", []) if word.arg in TYPED]
            raw = [word.value for word in said]
            if node.func.attr in PROSE and isinstance(first, ast.Attribute | ast.Subscript):
                raw.append(first)
            if node.func.attr in (PROSE | LABELLED) and any(
                "markdown_text(" not in ast.unparse(one) for one in raw
            ):
                yield f"{path.relative_to(root)}:{node.lineno}: {node.func.attr}; rule: {rule}"


FAULTS = {
    "markdown": markdown_faults,
    "choices": choice_faults,
    "imports": import_faults,
    "sizes": size_faults,
    "folders": folder_faults,
    "names": name_faults,
    "private": private_faults,
    "queries": query_faults,
    **HTML_FAULTS,
}


@pytest.mark.parametrize("rule", FAULTS)
def test_the_house_keeps_its_rules(rule: str) -> None:
    faults = list(FAULTS[rule](ROOT))
    assert not faults, "\n" + "\n".join(faults)


PIN = re.compile(r"^[A-Za-z0-9].*?==[^\n]*(?:\n[ \t]+--hash=\S+[^\n]*)*", re.M)


def unhashed(text: str) -> list[str]:
    """What a file of exact versions names without the hash of its files."""
    return [pin.split("\n")[0] for pin in PIN.findall(text) if "--hash=sha256:" not in pin]


def test_what_is_installed_is_known_by_its_hash() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "==" in text and not unhashed(text), f"{path.name}: run make lock ({unhashed(text)})"
    assert unhashed("a==1  # via b\nc==2 \\\n    --hash=sha256:00\n    # via a\n") == ["a==1  # via b"]


def test_every_room_of_the_product_was_read() -> None:
    assert (ROOT / "app.py") in files(ROOT, PRODUCT)
    assert {room_of(module_name(ROOT, path)) for path in files(ROOT, PRODUCT)} >= {
        "pages",
        "eit.domain",
        "eit.ui",
    }


# ---- each rule, broken on purpose in a tree of its own ----------------------------------------------

LONG_FUNCTION = "def f():\n" + "    x = 1\n" * FUNCTION_LINES
BROKEN = {
    "page to analysis": ("imports", "pages/carte.py", "import eit.analysis.impact.kpis\n", "pages → eit.ui"),
    "page to page": ("imports", "app.py", "from pages import carte\n", "app → eit.ui, eit.web"),
    "product to tests": ("imports", "eit/cli.py", "import tests.conftest\n", "no script, no test"),
    "unknown package": ("imports", "eit/store/a.py", "import polars\n", "polars only in nowhere"),
    "streamlit in views": (
        "imports",
        "eit/views/a.py",
        "import streamlit as st\n",
        "streamlit only in app, pages",
    ),
    "duckdb in analysis": ("imports", "eit/analysis/a.py", "import duckdb\n", "duckdb only in eit.store"),
    "folium in ui": ("imports", "eit/ui/a.py", "from folium import Map\n", "folium only in eit.views"),
    "plotly in pages": ("imports", "pages/a.py", "import plotly.express\n", "plotly only in eit.views"),
    "streamlit_folium in views": ("imports", "eit/views/a.py", "import streamlit_folium\n", "only in eit.ui"),
    "geopandas in domain": (
        "imports",
        "eit/domain/a.py",
        "import geopandas\n",
        "geopandas only in eit.store",
    ),
    "ortools elsewhere": (
        "imports",
        "eit/domain/a.py",
        "import ortools.graph\n",
        "only in eit.domain.exchange.allocation, eit.publish.solving",
    ),
    "long module": ("sizes", "eit/domain/a.py", "x = 1\n" * (MODULE_LINES + 1), "at most 300"),
    "long function": ("sizes", "benchmarks/a.py", LONG_FUNCTION, "f has 61 lines"),
    "somebody's private name": ("private", "eit/views/a.py", "x = slide.shapes._spTree\n", "_spTree"),
    "a private module": ("private", "eit/views/a.py", "from openpyxl.worksheet._read import A\n", "_read"),
    "a drawer": ("names", "eit/domain/utils.py", "", "named utils"),
    "a drawer of drawers": ("names", "tests/common/test_a.py", "", "named common"),
    "page asks": ("queries", "pages/a.py", "con.execute(question)\n", ".execute(…)"),
    "streamlit connects": ("queries", "eit/ui/a.py", 'st.connection("eit")\n', ".connection(…)"),
    "a typed name as Markdown": (
        "markdown",
        "eit/ui/a.py",
        "st.caption(say('a', name=row.name))\n",
        "caption",
    ),
    "a list without its words": (
        "choices",
        "eit/ui/a.py",
        "st.radio('', names, key='a', format_func=names.get)\n",
        "choice_key",
    ),
    "SQL in a view": ("queries", "eit/views/a.py", 'Q = "SELECT name\\n FROM company"\n', "holds SQL"),
}

KEPT = {
    "app.py": "import streamlit\nfrom starlette.routing import Route\nfrom eit.ui import main\n",
    "pages/carte.py": "import streamlit as st\nimport pandas as pd\nfrom eit.ui.components import card\n",
    "eit/__init__.py": "",
    "eit/ui/cache.py": "from eit.store.database import door\nfrom . import state\nconnection.open()\n",
    "eit/analysis/impact/kpis.py": "import geopandas\nfrom ..store.rows import flows\nfrom .a import b\n",
    "eit/store/database.py": "import duckdb\ndef f(con):\n    return con.execute('SELECT 1 FROM x')\n",
    "eit/domain/exchange/allocation.py": "from ortools.graph.python import min_cost_flow\n",
    "eit/views/map/content.py": "import folium\nimport plotly\nHELP = 'Select a company from the list'\n",
    "eit/domain/a.py": "x = 1\n" * MODULE_LINES,
}


def plant(root: Path, tree: dict[str, str]) -> Path:
    for name, text in tree.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_named_with_its_line(case: str, tmp_path: Path) -> None:
    rule, name, text, said = BROKEN[case]
    faults = list(FAULTS[rule](plant(tmp_path, {name: text})))
    assert len(faults) == 1
    assert said in faults[0]
    assert re.match(rf"{re.escape(name)}:\d+: ", faults[0])


BROKEN_CONTRACTS = {
    "runs back up": ("eit/domain/a.py", "from eit.store import b\n"),
    "no floor": ("eit/extra/__init__.py", ""),
    "three floors": ("eit/ui/notices.py", "from eit.ui.map import b\n"),
    "first page": ("eit/ui/figures/picture.py", "from eit.views.map import leaflet\n"),
    "A view draws": ("eit/views/a.py", "from eit.store.database import b\n"),
    "how it will be drawn": ("eit/analysis/a.py", "def f():\n    import eit.views.texts\n"),
    "The server around": ("eit/web/a.py", "from ..analysis import b\n"),
    "sealed edition": ("eit/ui/a.py", "from eit.publish import edition\n"),
    "stands on its mailbox": ("eit/door/a.py", "from eit.store.database import b\n"),
    "one door": ("eit/ui/b.py", "from eit.store.version import edit\n"),
    "never from what people": ("eit/publish/a.py", "import eit.ingest\n"),
    "command line works": ("eit/cli/a.py", "from eit.web import modes\n"),
}
"""A word of the sentence -> a file that breaks it."""


def skeleton(root: Path) -> Path:
    """A package with every room of ours and nothing in them."""
    rooms = [path.parent.relative_to(ROOT) for path in (ROOT / "eit").glob("*/__init__.py")]
    named = [
        "publish/reading",
        "publish/fetching",
        "publish/edition",
        "publish/signing",
        "publish/public_cases/__init__",
        "publish/public_cases/withdrawing",
        "store/database",
        "views/texts",
        *(f"ui/figures/{name}" for name in ("home", "picture", "week", "why")),
        "ui/map/territory_map",
        *(f"views/{room}/__init__" for room in ("map", "export")),
        *(f"views/{name}" for name in ("map/leaflet", "map/places", "export/workbook")),
    ]
    rooms += [path.parent.relative_to(ROOT) for path in (ROOT / "eit" / "ui").glob("*/__init__.py")]
    singles = [path.relative_to(ROOT).as_posix() for path in (ROOT / "eit").glob("*.py")]
    singles += [path.relative_to(ROOT).as_posix() for path in (ROOT / "eit" / "ui").glob("*.py")]
    tree = {f"{room}/__init__.py": "" for room in rooms} | dict.fromkeys(singles, "")
    tree |= {f"eit/{name}.py": "" for name in named} | {"eit/store/version/__init__.py": ""}
    kept = {
        "eit/web/kept.py": "from eit.publish import reading, fetching, signing\nfrom eit import domain, locations\n",
        "eit/ui/public/kept.py": "from eit.publish.reading import a\n"
        "from eit.store.database import b\nimport eit.web\n",
        "eit/ui/edition_cases.py": "from eit.publish.public_cases import withdrawing\n",
    }
    return plant(root, tree | kept)


def test_the_rooms_keep_their_contracts() -> None:
    said = contracts(ROOT)
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_contract_is_a_sentence_and_is_noticed_when_it_is_broken(tmp_path: Path) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert contracts(skeleton(tmp_path)).returncode == 0
    said = contracts(plant(tmp_path, dict(BROKEN_CONTRACTS.values())))
    assert said.returncode == 1
    for contract in told["contracts"]:
        name = contract["name"]
        assert len(name.split()) > 8 and f"{name} BROKEN" in said.stdout, name
        assert any(word in name for word in BROKEN_CONTRACTS), name
    for path, text in BROKEN_CONTRACTS.values():
        assert (
            path.removesuffix(".py").replace("/__init__", "").replace("/", ".") in said.stdout or not text
        ), path
    assert "extra" in said.stdout


def test_a_folder_that_is_too_full_is_named(tmp_path: Path) -> None:
    plant(tmp_path, {f"eit/domain/{number}.sql": "" for number in range(FOLDER_FILES)})
    assert list(folder_faults(tmp_path)) == []
    plant(tmp_path, {"eit/domain/more.py": ""})
    assert list(folder_faults(tmp_path)) == [
        f"eit/domain:1: {FOLDER_FILES + 1} files; rule: a folder holds at most {FOLDER_FILES} side by side"
    ]


@pytest.mark.parametrize("rule", FAULTS)
def test_a_house_that_keeps_the_rules_has_no_fault(rule: str, tmp_path: Path) -> None:
    assert list(FAULTS[rule](plant(tmp_path, KEPT))) == []


def test_the_text_of_the_schema_does_not_change_without_its_number() -> None:
    """`python -m eit.store.schema` writes the digest; its docstring says when the number has to go up with it."""
    assert schema_digest() == SCHEMA_DIGEST, "sql/schema changed: python -m eit.store.schema"
    assert facts_digest(*our_facts()) == FACTS_DIGEST, (
        "sql/schema or DuckDB changed: python -m eit.store.schema"
    )


def test_the_sentences_load_in_both_languages() -> None:
    """A key that two hands wrote stops every page: no file of sentences is read at all."""
    assert all(texts(lang).has("problem.unexpected") for lang in LANGUAGES)
