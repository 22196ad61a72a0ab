"""The minutes of a meeting as a document to send."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.figures.figure import NOT_COMMUNICATED
from eit.domain.own_words import own_wording
from eit.views import format as fmt
from eit.views.brief.band_words import quantity_word
from eit.views.export.document import document_html
from eit.views.meeting.consortium import decision_word
from eit.views.meeting.vote import vote_words
from eit.views.texts import Texts, texts


def minutes_html(found: Any, lang: str) -> Markup:
    """Who was there, what was said, voted, decided and promised; a part without anything is left out."""
    t = texts(lang)
    parts = [
        (t("minutes.there"), _there(found, t)),
        (t("minutes.said"), [_said(row, t) for row in found.said.to_dict("records")]),
        (t("minutes.voted"), [vote_words(one.title, one.counts, t) for one in found.polls]),
        (t("minutes.decided"), [_decided(row, t) for row in found.decided.to_dict("records")]),
        (t("minutes.promised"), [_promised(row, t) for row in found.promised.to_dict("records")]),
    ]
    if any(lines for _, lines in parts):
        parts.append((t("minutes.names"), [t("meeting.names")]))
    name = str(found.programme[f"name_{lang}"])
    return document_html(t("minutes.title"), name, found.day, parts, lang, t("minutes.nothing"))


def _there(found: Any, t: Texts) -> list[str]:
    lines = []
    for row in found.meetings.to_dict("records"):
        counted = _number(row["participants"])
        came = [t("minutes.participants", n=counted)] if counted is not None else []
        title = own_wording(row["title_fr"], row["title_en"], t.lang)
        lines.append(
            fmt.labelled(
                title, ", ".join([*row["names"], *came]) or fmt.state_word(NOT_COMMUNICATED, t.lang), t.lang
            )
        )
    return lines


def _said(row: dict[str, Any], t: Texts) -> str:
    what = t(f"firm_door.flow.{row['direction']}", title=row[f"name_{t.lang}"])
    who = row["name"] if isinstance(row["name"], str) else t("room.somebody")
    quantity = row["quantity_per_year"]
    known = [] if pd.isna(quantity) else [quantity_word(float(quantity), str(row["unit"]), t)]
    return " · ".join([what, who, *known])


def _decided(row: dict[str, Any], t: Texts) -> str:
    carried = _who_when(row, t)
    word = decision_word(row["state"], bool(row["overdue"]), t)
    wording = own_wording(row["wording"], row["wording_en"], t.lang)
    return " · ".join([wording, t(f"consensus.{row['consensus']}"), *carried, word])


def _promised(row: dict[str, Any], t: Texts) -> str:
    title = own_wording(row["title_fr"], row["title_en"], t.lang)
    return " · ".join([title, *_who_when(row, t), t(f"item_state.{row['state']}")])


def _who_when(row: dict[str, Any], t: Texts) -> list[str]:
    """Who carries it and until when, both said even when nobody or no day was named."""
    owner = row["owner"] if isinstance(row["owner"], str) and row["owner"] else t("consortium.no_owner")
    due = (
        [] if pd.isna(row["due_on"]) else [t("minutes.until", day=fmt.date(str(row["due_on"])[:10], t.lang))]
    )
    return [owner, *due]


def _number(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(int(value))
