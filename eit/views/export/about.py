"""What every export says of itself: which programme, how old, that it is fictitious, whom the outlines belong to."""

from __future__ import annotations

from collections.abc import Mapping

from eit.views import format as fmt
from eit.views.texts import Texts, texts

LICENCES = ("canadamaps", "amCharts", "MRNF", "INSEE")
"""Sources of data/geo whose terms are told in full; what was imported says its own."""


def about_lines(facts: Mapping[str, object], lang: str) -> list[tuple[str, str]]:
    """Name and sentence, in order; `facts` as `analysis.exports.export_facts` gives them."""
    t = texts(lang)
    rows = facts["rows"]
    counted = ", ".join(f"{t(f'export.kind.{kind}')} {n}" for kind, n in dict(rows).items())  # type: ignore[call-overload]
    lines = [
        ("programme", f"{facts['programme']} ({facts['programme_id']})"),
        (
            "data",
            t(
                "export.about.data_span",
                oldest=_day(facts, "oldest", lang),
                newest=_day(facts, "newest", lang),
            ),
        ),
        ("exported_on", _day(facts, "exported_on", lang)),
        ("rows", counted),
        ("fictitious", _fictitious(str(facts["fictitious"]), t)),
        ("missing", t("export.about.missing_text")),
    ]
    if facts.get("radius_km") is not None:
        radius = fmt.distance(float(str(facts["radius_km"])), lang)
        lines.append(("exchanges", t("export.about.exchanges_text", radius=radius)))
    if sources := list(facts["boundary_sources"]):  # type: ignore[call-overload]
        lines.append(("boundaries", "; ".join(sources)))
        told = [t(f"export.licence.{name}") for name in LICENCES if any(name in one for one in sources)]
        lines.append(("licences", " ".join([*told, t("export.licence.legal")])))
    return [(t(f"export.about.{key}"), value) for key, value in lines if value]


def _day(facts: Mapping[str, object], key: str, lang: str) -> str:
    value = facts[key]
    return fmt.date(None if value is None else str(value)[:10], lang)


def _fictitious(state: str, t: Texts) -> str:
    return t(f"export.about.{state}") if t.has(f"export.about.{state}") else ""
