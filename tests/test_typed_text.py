"""What people type is read in one place: any other conversion of a text into a number or a day is found here.

Rooms that meet typed text convert nothing themselves. A cell of an answer (`row["…"]`) and the sum of a column are
numbers already; anything else that is no typed text is listed, with what it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "eit/ui/**/*.py",
    "eit/cli/*.py",
    "eit/actions/*.py",
    "eit/ingest/*.py",
    "eit/domain/*.py",
    "pages/*.py",
)
"""The numbers of a file format (`ingest/formats`) and of the engine (`domain/exchange`, `figures`) are not typed."""
HOMES = {"eit/domain/typed_number.py", "eit/domain/typed_date.py"}
NEVER = {
    "strptime", "fromisoformat", "isoparse", "Decimal", "parse_decimal", "number_input", "date_input", "time_input",
    "literal_eval", "eval",
}  # fmt: skip
"""Names that read a text, or a field of Streamlit that reads it in the browser's way."""
CONVERT = {"float", "int", "complex"}

AGGREGATES = {"sum", "max", "min", "len", "nunique"}

# Module -> the calls that read no typed text, as they stand in the code.
NO_TYPED_TEXT: dict[str, set[str]] = {
    # The number of a table's row, of a fixed setting, of a state of the publication.
    "eit/ui/data_page/history_tab.py": {"int(chosen)", "int(entry)"},
    "eit/ui/data_page/boundaries_tab.py": {"int(matched)"},
    "eit/ui/data_page/import_memory.py": {"int(chosen)"},
    "eit/ui/organisation/history.py": {"int(entry)"},
    "eit/ui/row_field.py": {"float(given)"},
    "eit/ui/sidebar/controls.py": {"float(SMALLEST_RADIUS_KM)", "float(LARGEST_SHOWN_RADIUS_KM)"},
    "eit/cli/publish.py": {"int(states.get(state, 0))", "date.fromisoformat"},
    # Figures of an answer and numbers of our own ids.
    "eit/actions/create_synergy.py": {"float(others.get(flow['flow_id'], 0.0))"},
    "eit/actions/programme/fields.py": {
        "float(found[0])",
        "float(value)",
    },
    "eit/actions/history.py": {"int(number)"},
    "eit/actions/numbering.py": {"int(found[1])"},
    "eit/actions/synergies.py": {"float(canonical(connection, typed)['quantity_per_year'].iloc[0])"},
    # Digits that a pattern has already found to be a year or a number of employees, and numbers of a workbook.
    "eit/ingest/kinds/business_counts.py": {
        "int(count.value)",
        "int(text)",
        "int(between[1])",
        "int(between[2])",
    },
    "eit/ingest/values/dates.py": {"int(match[1])", "int(match[2])", "int(days)"},
    "eit/ingest/values/typed_numbers.py": {"int(value)", "float(cell)", "int(v)"},
    # Texts that we wrote ourselves: the digits kept of a quantity, the examples of a template, a kept date, months.
    "eit/ingest/collections_of_year.py": {"float(text)"},
    "eit/ingest/identity.py": {"int(text)", "int(last)"},
    "eit/ingest/cells.py": {"float(cell)"},
    "eit/ingest/evidence.py": {"float(said or 0)"},
    "eit/ingest/fields.py": {"float(answer)"},
    "eit/ingest/preview.py": {"float(str(value))"},
    "eit/ingest/template.py": {"float(said)", "date.fromisoformat"},
    "eit/domain/consortium.py": {"int(month or 12)", "int(year)", "int(month)", "int(day)"},
    "eit/domain/scene.py": {"float(str(values.get('radius', choices.default_radius_km)))"},
    "eit/domain/months.py": {"int(first)", "int(last or first)"},
    "eit/domain/units.py": {"float(active)"},
    "eit/domain/disclosure.py": {"float(wrong[0])"},
    "eit/domain/disclosure_risk.py": {"int(group)", "int(atom)"},
    # Files of a fixed form, written by programs: a point, no thousands (shares of a destination, a transport problem).
    "eit/domain/errors.py": {"float(value)"},
}


def is_number_already(argument: ast.expr) -> bool:
    """A cell of an answer, what is counted of a column, or digits that the code itself has just written."""
    if isinstance(argument, ast.Subscript):
        return isinstance(argument.slice, ast.Constant | ast.Tuple | ast.Name) and not (
            isinstance(argument.slice, ast.Constant) and isinstance(argument.slice.value, int)
        )
    if isinstance(argument, ast.JoinedStr):
        return True
    called = argument.func if isinstance(argument, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")) in AGGREGATES


def calls(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, name, text) of every call that could turn a text into a number or a day."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in NEVER:
                yield node.lineno, name, ast.unparse(node)
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CONVERT and node.args and not is_number_already(node.args[0]):
            yield node.lineno, name, ast.unparse(node)
        elif name == "replace" and [getattr(one, "value", None) for one in node.args] == [",", "."]:
            yield node.lineno, "replace", ast.unparse(node)
        elif name == "add_argument":
            for word in node.keywords:
                if word.arg == "type" and ast.unparse(word.value) in ("int", "float"):
                    yield node.lineno, "add_argument", ast.unparse(word)
        elif name == "map" and node.args and ast.unparse(node.args[0]) in CONVERT:
            yield node.lineno, "map", ast.unparse(node)


def faults(root: Path, allowed: dict[str, set[str]]) -> list[str]:
    found = []
    for room in ROOMS:
        for path in sorted(root.glob(room)):
            place = path.relative_to(root).as_posix()
            if place in HOMES:
                continue
            for line, _, text in calls(path):
                if text not in allowed.get(place, set()):
                    found.append(
                        f"{place}:{line}: {text}: read it with eit.domain.typed_number or typed_date"
                    )
    return found


def test_typed_text_is_read_in_one_place() -> None:
    found = faults(ROOT, NO_TYPED_TEXT)
    assert not found, "\n" + "\n".join(found)


def test_what_is_listed_is_still_there() -> None:
    held = {place: {text for _, _, text in calls(ROOT / place)} for place in NO_TYPED_TEXT}
    gone = [f"{place}: {text}" for place, texts in NO_TYPED_TEXT.items() for text in texts - held[place]]
    assert not gone, "\n" + "\n".join(sorted(gone))


def test_each_way_around_is_seen(tmp_path: Path) -> None:
    lines = [
        "value = float(typed)",
        "value = int(st.text_input('a'))",
        "day = date.fromisoformat(typed)",
        "day = datetime.strptime(typed, '%Y')",
        "value = st.number_input('a')",
        "day = left.date_input('a')",
        "text = typed.replace(',', '.')",
        "command.add_argument('--x', type=float)",
        "values = list(map(float, typed))",
        "value = Decimal(typed)",
        "command.add_argument('--d', type=date.fromisoformat)",
    ]
    room = tmp_path / "eit" / "ui"
    room.mkdir(parents=True)
    (room / "page.py").write_text("\n".join(lines))
    found = {int(fault.split(":")[1]) for fault in faults(tmp_path, {})}
    assert found == set(range(1, len(lines) + 1))
