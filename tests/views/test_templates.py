"""HTML is made by templates: what people typed is text in them, and nothing else of ours writes a tag."""

from __future__ import annotations

import json
import re
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
from eit.views.static_files import script_json
from eit.views.templates import render
from tests.views.html_rules import FAULTS

ROOT = Path(__file__).resolve().parents[2]


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
        path.read_text(encoding="utf-8")
        for path in (ROOT / "eit").rglob("*.*")
        if path.suffix in (".py", ".html", ".svg", ".css", ".js")
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
