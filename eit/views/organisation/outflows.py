"""The sheet of one organisation as ESRS E5-5 asks it: its waste by what becomes of it; what is not told says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.export.document import document_html
from eit.views.texts import Texts, texts

HAZARDS = ("hazardous", "not-hazardous", "unknown")


def outflows_html(
    name: str, found: Any, parts: Mapping[str, tuple[str, ...]], programme: str, day: object, lang: str
) -> Markup:
    """`found`: tonnes by hazard and operation; `parts`: title of a part → the operations that it lists."""
    t = texts(lang)
    whole = found.total()
    told = [(t(f"outflows.{part}"), _lines(found, operations, t)) for part, operations in parts.items()]
    kept = whole - found.total("recycling", "reuse")
    share = fmt.percent(kept / whole, lang) if whole else t("sheet.unknown")
    sums = [
        fmt.labelled(t("outflows.total"), fmt.quantity(whole, "t", lang), lang),
        fmt.labelled(t("outflows.not_recycled"), f"{fmt.quantity(kept, 't', lang)} ({share})", lang),
        fmt.labelled(t("outflows.taken"), fmt.quantity(found.taken, "t", lang), lang),
        t("outflows.not_told", n=found.not_told),
    ]
    about = [t("outflows.about"), t("outflows.source")]
    everything = [(t("outflows.sums"), sums), *told, (t("outflows.read"), about)]
    return document_html(t("outflows.title", name=name), programme, day, everything, lang)


def _lines(found: Any, operations: tuple[str, ...], t: Texts) -> list[str]:
    """One line per operation: its tonnes, hazardous and not; without a tonne it says so."""
    said = []
    for operation in operations:
        parts = [
            f"{fmt.quantity(mass, 't', t.lang)} {t(f'outflows.hazard.{hazard}')}"
            for hazard in HAZARDS
            if (mass := found.tonnes.get((hazard, operation), 0.0))
        ]
        words = " · ".join(parts) or t("outflows.nothing")
        said.append(fmt.labelled(t(f"outflows.operation.{operation}"), words, t.lang))
    return said
