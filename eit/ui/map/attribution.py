"""Who is named under every map."""

from __future__ import annotations

from eit.views.map.base import Credit
from eit.views.texts import Texts

AMCHARTS = "https://www.amcharts.com/"


def credits(say: Texts, country: str, official: list[str]) -> list[Credit]:
    """Who is named on the map: imported boundaries first, then the committed ones (their licence asks for the link)."""
    imported = [Credit(source) for source in official]
    if country == "CA":
        committed = [Credit(say("credit.divisions")), Credit("amCharts", AMCHARTS)]
    else:
        committed = [Credit(say("credit.communes"))]
    return [*imported, *committed, Credit(say("credit.approximate"))]
