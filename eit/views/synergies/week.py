"""The week of a coordinator in words: a line per task, a page to send, a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.calendar_file import calendar_file
from eit.views.export.document import document_html
from eit.views.texts import Texts, texts


def task_line(task: Any, t: Texts) -> str:
    """A task in one line: when, what kind, about what, what to do, who."""
    return " · ".join(
        one for one in (_when(task, t), kind_word(task, t), task.title, _what(task, t), task.who) if one
    )


def kind_word(task: Any, t: Texts) -> str:
    """What kind of task it is; of an item, its own kind (deliverable, workshop)."""
    return t(f"item_kind.{task.what}" if task.kind == "item" else f"week.kind.{task.kind}")


def _when(task: Any, t: Texts) -> str:
    if task.due is None:
        return ""
    return t("week.late" if task.late else "week.due", day=fmt.date(task.due, t.lang))


def _what(task: Any, t: Texts) -> str:
    if task.kind == "item":
        return ""
    return t(f"privacy.scope.{task.what}") if task.kind == "consent" else str(task.what)


def digest_html(tasks: Sequence[Any], programme: str, day: object, lang: str) -> Markup:
    """The week as a page to print or send: what is late, then what comes; no telephone number."""
    t = texts(lang)
    late, coming = ([task_line(one, t) for one in tasks if one.late is state] for state in (True, False))
    parts = ((t("week.is_late"), late), (t("week.comes"), coming))
    return document_html(t("week.title"), programme, day, parts, lang, t("week.nothing"))


def week_calendar(tasks: Sequence[Any], programme: str, lang: str) -> bytes:
    """A calendar file of the tasks that have a day: no telephone number, nobody's name but the organisation's."""
    t = texts(lang)
    rows = [
        {
            "item_id": f"{task.kind}-{task.row_id}",
            "title_fr": " · ".join(one for one in (kind_word(task, t), task.title) if one),
            "starts_on": None, "due_on": task.due, "state": "planned",
        }
        for task in tasks if task.due is not None
    ]  # fmt: skip
    columns = ["item_id", "title_fr", "starts_on", "due_on", "state"]
    return calendar_file(pd.DataFrame(rows, columns=columns, dtype=object), programme, lang)
