"""HTML is made by templates: what people typed is text in them, and nothing else of ours writes a tag."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from eit.ui.markup import show_html
from eit.views import templates
from eit.views.cards import facts_html, notice_html
from eit.views.map.tooltips import group_tip
from eit.views.static_files import script_json
from eit.views.templates import render

ROOT = Path(__file__).resolve().parents[2]
TAG = re.compile(r"(?<![?P])</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])|<!doctype", re.I)
PLOTLY_TAGS = {"<br", "<b", "</b", "<extra", "</extra"}
"""What plotly reads in its own labels; they never become a part of the page."""
PRINTED_SIGNS = {"▲", "©", "°", "®"}
"""In the font that is served with every page."""
QUARANTINED = {
    "eit/web/streamlit_internals.py": "rewrites the page that Streamlit serves; nothing typed reaches it",
    "eit/web/headers.py": "reads the scripts of that page with a pattern",
}
MAKERS_OF_MARKUP = {
    "eit/views/templates/__init__.py": "the only place where a template becomes Markup",
    "eit/views/static_files.py": "our own style sheets and scripts, read from eit/static",
    "eit/views/brief/style.py": "style of a printed page; the two typed texts go through css_string",
}


class Tags(HTMLParser):
    """The tags and attributes that a browser would make of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return Tags(text).found


@given(st.text())
def test_no_text_changes_the_shape_of_a_page(text: str) -> None:
    assert shape(render("tag.html", text=text)) == [("span", ("class",))]
    assert shape(notice_html([text], "info")) == shape(notice_html(["a"], "info"))
    assert shape(facts_html([f"a{text}"])) == shape(facts_html(["a"]))
    values = {"title": text, "sample": text, "letter": "A", "untitled": "x"}
    assert {tag for tag, _ in shape(render("data/column.html", **values))} <= {
        "div",
        "b",
        "bdi",
        "br",
        "small",
    }
    tip = group_tip([(text, 1, 0), ("b", 0, 1)], "fr")
    assert shape(tip) == shape(group_tip([("a", 1, 0), ("b", 0, 1)], "fr"))
    assert not set(tip) & set("`$\\{}\u2028\u2029\u202e")


def test_markup_stays_and_a_missing_value_is_nothing() -> None:
    assert render("tag.html", text=Markup("<b>x</b>")) == '<span class="eit-tag"><b>x</b></span>'
    for missing in (None, float("nan")):
        assert render("tag.html", text=missing) == '<span class="eit-tag"></span>'


def test_a_value_that_nobody_gave_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        render("tag.html")


def test_a_line_break_of_a_template_is_not_a_space_of_the_page() -> None:
    made = templates._ENVIRONMENT.from_string(
        "<p>\n  {% if a %}\n    <b>{{ a }}</b>\n  {% endif %}\n  two\n  words\n</p>\n"
    )
    assert made.render(a="x") == "<p><b>x</b>two words</p>"


def test_only_markup_is_shown_as_html() -> None:
    with pytest.raises(TypeError):
        show_html("<b>typed</b>")  # type: ignore[arg-type]


@given(st.text())
def test_values_of_a_script_stay_values(text: str) -> None:
    written = script_json({"a": text})
    assert "<" not in written and "\u2028" not in written and "\u2029" not in written
    assert json.loads(written) == {"a": text}


# ---- nothing else writes HTML ------------------------------------------------------------------------


def modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((root / "eit").rglob("*.py")):
        yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    """Strings that stand alone are words about the code."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a module as a reader of the page would get it; `{}` stands for what is put into one."""
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def tag_faults(root: Path) -> Iterator[str]:
    for place, tree in modules(root):
        if place in QUARANTINED:
            continue
        plotly = any(
            isinstance(node, ast.Import) and node.names[0].name.startswith("plotly") for node in tree.body
        )
        for line, text in strings(tree):
            found = {tag.lower() for tag in TAG.findall(text)} - (PLOTLY_TAGS if plotly else set())
            if found:
                yield f"{place}:{line}: writes {', '.join(sorted(found))}; rule: HTML is made by eit/views/templates"


def door_faults(root: Path) -> Iterator[str]:
    for place, tree in modules(root):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "html" and place.startswith("eit/ui/") and place != "eit/ui/markup.py":
                yield f"{place}:{node.lineno}: shows HTML; rule: through eit.ui.markup.show_html, which takes Markup"
            if any(word.arg == "unsafe_allow_html" for word in node.keywords):
                yield f"{place}:{node.lineno}: allows HTML in Markdown; rule: a template and show_html"
            given = node.args[0] if node.args else None
            empty = isinstance(given, ast.Constant) and given.value == ""
            if name == "Markup" and not empty and place not in MAKERS_OF_MARKUP:
                yield f"{place}:{node.lineno}: makes Markup; rule: render makes it, and says what is inert"


def template_faults(root: Path) -> Iterator[str]:
    for path in sorted((root / "eit" / "views" / "templates").rglob("*.*")):
        if path.suffix == ".py" or "__pycache__" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("|safe", "| safe", "autoescape false", "<script>alert"):
            if word in text:
                yield f"{path.relative_to(root)}: holds {word}; rule: nothing switches the encoding off"


FAULTS = {"tags": tag_faults, "doors": door_faults, "templates": template_faults}


def sign_faults(root: Path) -> Iterator[str]:
    """A sign that a reader's machine may have no letter for: signs are drawn by `eit/static/icons.css`."""
    for path in sorted((root / "eit").rglob("*.*")):
        if path.suffix not in (".py", ".toml", ".html", ".svg", ".css", ".js"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            strange = {one for one in line if unicodedata.category(one) == "So"} - PRINTED_SIGNS
            if strange:
                said = f"writes {' '.join(sorted(strange))}; rule: signs are in eit/static/icons.css"
                yield f"{path.relative_to(root)}:{number}: {said}"


FAULTS["signs"] = sign_faults

BROKEN = {
    "an alarm clock": ("signs", "LATE = '\u23f0'\n", "writes \u23f0"),
    "a tag in a string": ("tags", 'SIGN = "<b>x</b>"\n', "writes </b, <b"),
    "a tag in an f-string": ("tags", 'def f(name):\n    return f"<li>{name}</li>"\n', "writes </li, <li"),
    "a tag put together": ("tags", 'def f(tag):\n    return f"<{tag}>"\n', "writes <x"),
    "half a tag": ("tags", "A = '<span class='\n", "writes <span"),
    "a page of its own": ("doors", "import streamlit as st\nst.html('a')\n", "shows HTML"),
    "a column": ("doors", "def f(left):\n    left.html('a')\n", "shows HTML"),
    "Markdown with HTML": (
        "doors",
        "import streamlit as st\nst.markdown('a', unsafe_allow_html=True)\n",
        "in Markdown",
    ),
    "Markup of a text": ("doors", "from markupsafe import Markup\nA = Markup('a' + 'b')\n", "makes Markup"),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_html_is_made_by_templates_only(rule: str) -> None:
    faults = list(FAULTS[rule](ROOT))
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_named_with_its_line(case: str, tmp_path: Path) -> None:
    rule, text, said = BROKEN[case]
    (tmp_path / "eit" / "ui").mkdir(parents=True)
    (tmp_path / "eit" / "ui" / "page.py").write_text('"""Says `<b>`."""\n' + text, encoding="utf-8")
    faults = list(FAULTS[rule](tmp_path))
    assert len(faults) == 1 and said in faults[0] and re.match(r"eit/ui/page.py:\d+: ", faults[0]), faults


def test_every_template_is_used() -> None:
    """A template that nothing renders is a room without a door."""
    sources = [
        path.read_text(encoding="utf-8") for path in (ROOT / "eit").rglob("*.*") if path.suffix != ".pyc"
    ]
    everything = "\n".join(sources)
    folder = ROOT / "eit" / "views" / "templates"
    names = [
        str(path.relative_to(folder))
        for path in folder.rglob("*.*")
        if path.suffix in (".html", ".svg", ".css")
    ]
    assert len(names) > 40
    assert [name for name in names if f'"{name}"' not in everything] == []
