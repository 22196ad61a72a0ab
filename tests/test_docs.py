"""The documents tell the truth: what they name exists, what exists is named, their numbers are those of the code."""

from __future__ import annotations

import csv
import importlib
import importlib.util
import json
import pkgutil
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import eit.analysis
import eit.domain
from benchmarks import install
from eit.analysis.impact import kpis
from eit.cli import main
from eit.domain.exchange.compatibility import STATUS_SCORES
from eit.domain.exchange.score import QUALITY_SCORES, WEIGHTS
from eit.domain.figures.quality import QUALITY_BANDS
from eit.domain.selection import Selection
from eit.store.database import Database
from tests.store.network import needs_engine

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.en.md")
TABLES_OF_COMMANDS = ("docs/commandes.md", "docs/en/commands.md")
SERVES = "run"
"""The one command that does not answer: it has tests of its own."""
README_LINES = 150
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "docs/en/*.md", "data/*/SOURCES.md")
    for path in ROOT.glob(pattern)
)
FRENCH = [
    name
    for name in DOCUMENTS
    if name in ("README.md", "CHANGELOG.md") or re.match(r"docs/(?!en/|architecture)", name)
]
FENCED = re.compile(r"^```\n(.*?)^```", re.M | re.S)
LARGEST_IMAGE = 300_000
SAME = 1e-12


def text_of(name: str) -> str:
    """A document with ordinary spaces and apostrophes, so that typography decides nothing here."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.sub("[\u00a0\u202f]", " ", text).replace("’", "'")


def code_of(name: str) -> list[str]:
    """The lines of every fenced block, and every inline code."""
    text = text_of(name)
    blocks = [line.split("  #")[0].strip() for block in FENCED.findall(text) for line in block.splitlines()]
    return blocks + re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


# ---- data dictionary -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_table_column_file_and_check_has_a_meaning(generator: ModuleType) -> None:
    found = generator.faults(generator.read_schema(), generator.read_headers(), generator.read_meanings())
    assert not found, "docs/donnees.toml: " + "; ".join(found)


def test_the_data_dictionary_is_up_to_date(generator: ModuleType) -> None:
    assert (ROOT / "docs" / "donnees.md").read_text(encoding="utf-8") == generator.render(), (
        "run: python docs/generate.py"
    )


def test_the_dictionary_notices_what_is_missing_and_what_is_gone(generator: ModuleType) -> None:
    schema, headers, said = generator.read_schema(), generator.read_headers(), generator.read_meanings()
    schema["flow"] = [*schema["flow"], generator.Column("colour", "texte", False, False, "")]
    schema["ghost"] = []
    headers["demo/new.csv"] = ["what"]
    del said["verifications"]["references"]
    said["tables"]["company"]["colonnes"]["shoe_size"] = "?"
    expected = {"flow.colour", "table ghost", "file demo/new.csv", "demo/new.csv: what", "check references"}
    assert set(generator.faults(schema, headers, said)) == expected | {"company.shoe_size: no such column"}


# ---- commands --------------------------------------------------------------------------------------


def commands() -> list[str]:
    asked = [sys.executable, "-m", "eit", "--help"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return re.search(r"\{([\w,-]*\bbuild\b[\w,-]*)\}", said)[1].split(",")  # type: ignore[index]


def documented_commands() -> dict[str, tuple[str, set[str]]]:
    """Of docs/commandes.md: command → its example and its fields."""
    found = {}
    for part in re.split(r"^## ", text_of("docs/commandes.md"), flags=re.M)[1:]:
        fields = re.search(r"^Champs : (.+)$", part, re.M)
        found[part.split("\n")[0]] = (
            FENCED.search(part)[1].strip(),  # type: ignore[index]
            set(re.findall(r"`(\w+)`", fields[1])) if fields else set(),
        )
    return found


def test_every_command_is_in_both_tables_and_has_its_section() -> None:
    known = commands()
    assert set(documented_commands()) == set(known)
    for name in TABLES_OF_COMMANDS:
        missing = [command for command in known if f"| `{command}`" not in text_of(name)]
        assert not missing, f"{name}: {missing}"


def test_the_readmes_are_short() -> None:
    lines = {name: len(text_of(name).splitlines()) for name in READMES}
    assert [name for name, count in lines.items() if count >= README_LINES] == []


def examples() -> list[tuple[str, str]]:
    documents = DOCUMENTS
    shown = {(name, line) for name in documents for line in code_of(name)}
    return sorted(pair for pair in shown if re.match(r"python -m eit (?!--help)", pair[1]))


def command_of(example: str) -> str:
    return next(word for word in shlex.split(example)[3:] if word not in ("--lang", "fr", "en"))


def test_every_example_names_a_command_that_exists() -> None:
    known, shown = documented_commands(), examples()
    assert shown
    assert [f"{document}: {example}" for document, example in shown if command_of(example) not in known] == []


@pytest.fixture
def run_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[set[str]], list[str]]:
    """Runs the documented examples of some commands: those that fail, or give other fields than documented."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EIT_DATABASE", str(ROOT / "data" / "flows.duckdb"))

    def fault(command: str, example: str, fields: set[str]) -> str:
        folder, done = tmp_path / command, 1
        folder.mkdir()
        for line in example.splitlines():  # what comes before the last line prepares it
            capsys.readouterr()
            named = shlex.split(line)
            while "=" in named[0]:
                monkeypatch.setenv(*named.pop(0).split("=", 1))
            words = [str(folder / word) if word.startswith("essai") else word for word in named[3:]]
            done = main([*words, "--format", "json"])
        printed = capsys.readouterr()
        answer = json.loads(printed.out) if done == 0 else []
        given = {key for row in (answer if isinstance(answer, list) else [answer]) for key in row}
        return f"{command}: {done}, {sorted(given ^ fields)} {printed.err}" if done or given != fields else ""

    def run(names: set[str]) -> list[str]:
        told = (fault(name, *given) for name, given in documented_commands().items() if name in names)
        return [one for one in told if one]

    return run


def test_the_examples_of_the_commands_run_and_give_the_fields_that_are_documented(
    run_examples: Callable[[set[str]], list[str]],
) -> None:
    assert run_examples(set(documented_commands()) - {SERVES, "roads"}) == []


def test_the_example_of_roads_gives_the_fields_that_are_documented(
    run_examples: Callable[[set[str]], list[str]],
) -> None:
    needs_engine()
    assert run_examples({"roads"}) == []


def test_make_targets_that_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())  # type: ignore[index]
    for name in (*READMES, *FRENCH):
        named = {found for line in code_of(name) for found in re.findall(r"\bmake ([a-z][\w-]*)", line)}
        assert named <= targets, f"{name}: {sorted(named - targets)}"
    for name in READMES:
        assert {"run", "test", "check", "bench", "data"} <= {
            found for line in code_of(name) for found in re.findall(r"\bmake ([a-z]+)", line)
        }


# ---- figures and constants -------------------------------------------------------------------------


def test_every_figure_of_the_headline_is_in_the_method_and_nothing_else() -> None:
    section = text_of("docs/methode.md").split("\n## 10.")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| [^|]+ \| `(\w+)` \|", section, re.M))
    with Database(ROOT / "data" / "flows.duckdb") as database:
        programmes = database.query("programmes")["programme_id"]
        shown = {
            figure.key
            for programme_id in programmes
            for figure in kpis.headline(database, Selection(programme_id), date(2026, 1, 1))
        }
    assert documented == shown


def test_the_readme_names_the_programmes_of_the_demonstration() -> None:
    with Database(ROOT / "data" / "flows.duckdb") as database:
        programmes = list(database.query("programmes")["programme_id"])
    for name in READMES:
        assert [p for p in programmes if f"`{p}`" not in text_of(name)] == []


def rows_with_a_value() -> Iterator[tuple[str, str]]:
    """(value as written, what it is in the code or the tables) of every table row of the method that has both."""
    for cells in re.findall(r"^\|(.+)\|$", text_of("docs/methode.md"), re.M):
        parts = [cell.strip() for cell in cells.split("|")]
        reference = re.fullmatch(r"`([A-Za-z][\w.\[\]\"-]+)`", parts[-1])
        if len(parts) == 3 and reference and re.match(r"\d", parts[1]):
            yield parts[1], reference[1]


def numbers(written: str) -> list[float]:
    """`1,30 [1,20 à 1,60]` → 1.3, 1.2, 1.6; `40 %` → 0.4; `10 000` → 10000."""
    found = re.findall(r"\d[\d ]*(?:,\d+)?(?: ?%)?", written)
    return [
        float(number.rstrip("% ").replace(" ", "").replace(",", ".")) / (100 if "%" in number else 1)
        for number in found
    ]


def value_in_the_code(reference: str) -> float:
    path, _, key = reference.removesuffix('"]').partition('["')
    module, _, name = path.partition(".")
    for package in (eit.domain, eit.analysis):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2] == module:
                value = getattr(importlib.import_module(found.name), name, None)
                if value is not None:
                    return value[key] if key else value
    raise AssertionError(f"docs/methode.md: {reference} is nowhere in the code")


def factors() -> dict[str, list[float]]:
    """Central, low and high of every factor."""
    found = {}
    for name in ("ghg_factors", "transport_factors", "costs"):
        with (ROOT / "data" / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["factor_id"]] = [float(row[end] or "nan") for end in ("central", "low", "high")]
    return found


def test_every_number_of_the_method_is_the_one_that_is_used() -> None:
    known, faults = factors(), []
    for written, reference in rows_with_a_value():
        used = known[reference] if reference in known else [float(value_in_the_code(reference))]
        if numbers(written) != pytest.approx(used, rel=SAME, nan_ok=False):
            faults.append(f"{reference} is {used}, docs/methode.md says {written}")
    assert faults == []


def test_the_method_gives_every_weight_score_and_band() -> None:
    given = {reference for _, reference in rows_with_a_value()}
    tables = {
        "compatibility.STATUS_SCORES": STATUS_SCORES,
        "score.WEIGHTS": WEIGHTS,
        "score.QUALITY_SCORES": QUALITY_SCORES,
        "quality.QUALITY_BANDS": QUALITY_BANDS,
    }
    wanted = {f'{name}["{key}"]' for name, table in tables.items() for key in table}
    wanted |= {"score.HALF_DISTANCE_KM", "score.STALE_AFTER_MONTHS", "selection.LARGEST_RADIUS_KM"}
    wanted |= {"CI-QC", "CI-FR", "RT-MIX", "estimate_terms.PROVISIONAL_ABOVE"}
    assert wanted <= given, sorted(wanted - given)


# ---- links, words, images --------------------------------------------------------------------------


def anchors(name: str) -> set[str]:
    """The anchors that a host makes of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(name)), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links_of(name: str) -> list[str]:
    """Where a document leads on this side: other files, and headings."""
    found = re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", text_of(name)))
    return [target for target in found if not re.match(r"https?://", target)]


def leads_nowhere(name: str, target: str) -> bool:
    file, _, anchor = target.partition("#")
    path = (ROOT / name).parent / file if file else ROOT / name
    if not path.exists():
        return True
    return (
        bool(anchor)
        and path.suffix == ".md"
        and anchor not in anchors(path.resolve().relative_to(ROOT).as_posix())
    )


def test_every_link_leads_to_a_file_and_a_heading_that_exist() -> None:
    assert [f"{name}: {t}" for name in DOCUMENTS for t in links_of(name) if leads_nowhere(name, t)] == []


def test_quebec_says_matiere_residuelle() -> None:
    """« Liste des déchets » is the name of a list in European law, and is written so wherever it is named."""
    said = {name: re.sub(r"\bliste\s+des\s+déchets\b", "", text_of(name), flags=re.I) for name in FRENCH}
    assert [
        f"{name}: {found}" for name in FRENCH for found in re.findall(r"(?i).{0,30}déchet.*", said[name])
    ] == []


def test_french_punctuation_never_starts_a_line() -> None:
    """Ordinary spaces before these signs would let a browser break the line there."""
    faults = []
    for name in FRENCH:
        text = re.sub(r"`[^`\n]*`", "", FENCED.sub("", (ROOT / name).read_text(encoding="utf-8")))
        found = re.findall(r"[^\n]{0,30}(?: [;:!?»%](?=[\s*.,)]|$)|« )", text, re.M)
        faults += [f"{name}: {line}" for line in found]
    assert not faults, f"run: python docs/generate.py ({faults})"


def test_every_dependency_has_its_reason() -> None:
    told = text_of("docs/decisions.md")
    for name in ("requirements.in", "requirements-large.in", "requirements-dev.in"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        packages = [re.match(r"[\w-]+", line)[0] for line in lines if re.match(r"[a-z]", line)]  # type: ignore[index]
        assert packages
        assert [package for package in packages if f"`{package}`" not in told] == []


def test_the_documents_tell_the_measured_weight_of_an_installation() -> None:
    measured = json.loads(install.FOUND.read_text(encoding="utf-8"))
    missing = {
        name: install.told(measured, sentence)
        for name, sentence in install.TOLD.items()
        if install.told(measured, sentence) not in text_of(name)
    }
    assert not missing, "run: python benchmarks/install.py"


def test_decisions_are_numbered_and_complete() -> None:
    records = re.split(r"^## ", text_of("docs/decisions.md"), flags=re.M)[1:]
    assert [int(record.split(".")[0]) for record in records] == list(range(1, len(records) + 1))
    for record in records[:-1]:
        said = re.findall(r"^- \*\*(.+?)\*\*", record, re.M)
        assert said == ["Contexte", "Décision", "Autres voies", "Conséquence"], record.splitlines()[0]


def test_images_are_light() -> None:
    images = list((ROOT / "docs" / "images").glob("*"))
    assert {image.name for image in images} >= {"carte.png", "accueil.png"}
    assert [image.name for image in images if image.stat().st_size > LARGEST_IMAGE] == []
