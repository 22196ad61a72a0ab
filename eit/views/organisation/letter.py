"""The letter to one firm as a page that is printed or sent: its own figures, and bands for those of the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.brief.band_words import distance_word, quantity_word
from eit.views.findings import finding_sentence
from eit.views.organisation.page import flow_title
from eit.views.static_files import css_text
from eit.views.templates import render
from eit.views.texts import Texts, texts


def letter_html(
    name: str,
    programme: Mapping[str, Any],
    flows: list[dict[str, Any]],
    leads: Mapping[str, list[dict[str, Any]]],
    missing: pd.DataFrame,
    day: object,
    lang: str,
    door: Mapping[str, str] | None = None,
) -> Markup:
    """One page: flows with their leads, what is missing, whom to answer. Nobody else is named.

    `door`: where the firm may answer by itself (`address`, `code`, `day`: until when).
    """
    t = texts(lang)
    contact = programme.get("public_contact")
    coordinator = programme.get("coordinator")
    return render(
        "organisation/letter.html",
        **{"lang": lang, "say": t, "css": css_text("brief.css")},
        title=t("letter.title", name=name),
        programme=str(programme[f"name_{lang}"]),
        day=fmt.date(str(day), lang),
        flows=[_flow(flow, leads.get(str(flow["flow_id"]), []), t) for flow in flows],
        questions=[
            f"{row['name']} · {finding_sentence(row['key'], row['values'], lang)}"
            for row in missing.to_dict("records")
        ],
        answer=t("letter.answer", who=" · ".join(str(one) for one in (coordinator, contact) if _said(one)))
        if _said(coordinator) or _said(contact)
        else "",
        by_code=t("letter.by_code", **door) if door else "",
    )


def _flow(flow: dict[str, Any], pairs: list[dict[str, Any]], t: Texts) -> dict[str, Any]:
    return {"title": flow_title(flow, t.lang), "leads": [_lead(flow, pair, t) for pair in pairs]}


def _lead(flow: dict[str, Any], pair: dict[str, Any], t: Texts) -> str:
    """`A taker of sawdust at 5 to 20 km, 100 to 500 t/yr`, with the condition that it hangs on."""
    gives = str(pair["offer_id"]) == str(flow["flow_id"])
    side = "demand" if gives else "offer"
    said = t(
        "letter.taker" if gives else "letter.giver",
        material=str(pair[f"{side}_material_{t.lang}"]),
        distance=distance_word(float(pair["distance_km"]), t),
        quantity=quantity_word(float(pair["pair_quantity"]), str(pair["unit"]), t),
    )
    condition = pair.get(f"condition_{t.lang}")
    return (
        f"{said} {t('letter.condition', condition=str(condition).rstrip('. '))}" if _said(condition) else said
    )


def _said(value: object) -> bool:
    return not fmt.is_missing(value) and bool(str(value).strip())
