"""Help: how to do what is done every week, the words of the field, how each figure is made; found by the search."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from eit.views.templates import render
from eit.views.texts import Texts, texts

WORDS = (
    *("offer", "demand", "stream", "exchange", "synergy", "match", "substitution", "pooling"),
    *("residual", "disposal", "diversion", "avoided_ghg", "prefeasibility", "pilot", "radius", "unknown"),
)
"""The words of the field."""
TASKS: dict[str, str] = {
    "add_organisation": "organisation",
    "add_flow": "organisation",
    "correct": "organisation",
    "note_visit": "organisation",
    "note_contact": "organisation",
    "note_consent": "organisation",
    "merge": "organisation",
    "withdraw": "organisation",
    "letter": "organisation",
    "firm_door": "organisation",
    "attach": "organisation",
    "tag": "organisation",
    "keep_view": "home",
    "week": "home",
    "undo": "records",
    "read_map": "map",
    "find_taker": "exchanges",
    "reject_pair": "exchanges",
    "promote": "exchanges",
    "what_if": "grouping",
    "pooling": "grouping",
    "advance": "synergies",
    "set_aside": "synergies",
    "reconfirm": "synergies",
    "prove": "synergies",
    "share_case": "synergies",
    "import": "records",
    "import_again": "records",
    "history": "records",
    "quality": "records",
    "boundaries": "records",
    "back_up": "records",
    "export": "records",
    "publish": "records",
    "forget": "records",
    "new_programme": "programme",
    "targets": "programme",
    "own_words": "programme",
    "funder": "indicators",
    "declare": "indicators",
    "decision": "consortium",
    "prepare_meeting": "consortium",
    "minutes": "meeting",
    "phones": "meeting",
    "brief": "consortium",
    "portrait": "territories",
}
"""What people look for -> the page where it is done."""
FIGURES = (
    *("exchange", "distance", "circuity", "score", "quantity", "ghg", "money", "ranges", "bands"),
    *("grouping", "estimated", "storage", "plausibility", "limits", "privacy", "accessibility"),
)
"""The sections of the page Méthode."""
LABEL = re.compile(r"\[\[([\w.]+)\]\]")
"""A label of the screen in a help text, by its key: it cannot drift from what is on the screen."""
TASK, WORD, FIGURE = "task", "word", "figure"


@dataclass(frozen=True)
class HelpAnswer:
    """What is said: a title, a text as HTML, and the page where it is done or told whole."""

    title: str
    body: Markup
    page: str


def help_entries(lang: str) -> tuple[tuple[str, str, str], ...]:
    """Everything that help can say: key, title, other words that people type for it."""
    t = texts(lang)
    tasks = [(f"{TASK} {key}", t(f"help.{key}.title"), t(f"help.{key}.words")) for key in TASKS]
    words = [(f"{WORD} {key}", t(f"glossary.{key}.word"), "") for key in WORDS]
    figures = [(f"{FIGURE} {key}", t(f"method.{key}.title"), "") for key in FIGURES]
    return (*tasks, *words, *figures)


def help_answer(key: str, lang: str) -> HelpAnswer:
    """What is said of a key of `help_entries`. Raises KeyError."""
    t, (kind, _, name) = texts(lang), key.partition(" ")
    if kind == TASK:
        return HelpAnswer(t(f"help.{name}.title"), _said(t(f"help.{name}.body"), t), TASKS[name])
    if kind == WORD:
        return HelpAnswer(t(f"glossary.{name}.word"), _said(t(f"glossary.{name}.meaning"), t), "method")
    return HelpAnswer(t(f"method.{name}.title"), _said(t("help.in_method"), t), "method")


def _said(body: str, t: Texts) -> Markup:
    """A paragraph, the labels of the screen in bold."""
    parts = LABEL.split(body)  # what stands between labels, and the key of each
    return render("help.html", parts=[t(one) if place % 2 else one for place, one in enumerate(parts)])


def glossary_html(lang: str) -> Markup:
    """Each word and what it means here, as a list of definitions."""
    t = texts(lang)
    words = [(t(f"glossary.{word}.word"), t(f"glossary.{word}.meaning")) for word in WORDS]
    return render("glossary.html", words=words)
