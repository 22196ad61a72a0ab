"""Units as people type them (`tonnes par an`, `kg/mois`) brought to the ones that the domain converts."""

from __future__ import annotations

import re

from eit.domain.text_key import plain_words
from eit.domain.units import CUBIC_METRES, KILOWATT_HOURS, SERVICES, TONNES
from eit.ingest.cells import CellRefused

BASES = {
    **{plain_words(name): name for name in (*TONNES, *KILOWATT_HOURS, *CUBIC_METRES, *SERVICES)},
    **dict.fromkeys(
        ("tonne", "tonnes", "tonne metrique", "tonnes metriques", "tm", "metric ton", "metric tons"), "t"
    ),
    **dict.fromkeys(("kilo", "kilos", "kgs", "kilogramme", "kilogrammes", "kilograms"), "kg"),
    **dict.fromkeys(("lbs", "livre", "livres", "pound", "pounds"), "lb"),
    **dict.fromkeys(("tonne courte", "tonnes courtes", "short tons"), "short-ton"),
    **dict.fromkeys(("metre cube", "metres cubes", "cubic metres", "cubic meters", "m 3"), "m3"),
    **dict.fromkeys(("litre", "litres", "liters"), "L"),
    **dict.fromkeys(("heure", "heures", "hours", "hour"), "h"),
    **dict.fromkeys(("jour", "jours", "days"), "day"),
    **dict.fromkeys(("metre carre", "metres carres", "square metres", "m 2"), "m2"),
    **dict.fromkeys(("places",), "place"),
}
PERIODS = {
    **dict.fromkeys(("an", "ans", "annee", "year", "yr", "a", "y", "annuel", "yearly"), "year"),
    **dict.fromkeys(("mois", "month", "mensuel", "monthly"), "month"),
    **dict.fromkeys(("semaine", "sem", "week", "wk"), "week"),
    **dict.fromkeys(("jour", "j", "day", "d"), "day"),
}
CASED = {"Mg": "", "mt": "", "MT": "", "T": "t", "G": "", "Kt": "kt", "KG": "kg", "Kg": "kg"}
"""What a change of case would make something else: a megagram is not a milligram, MT may be a million."""
SPLIT = re.compile(r"\s*(?:/|\bpar\b|\bper\b|\bà l['’]|\ba\b(?= )|\bby\b)\s*", re.I)


def parse_unit(text: str) -> tuple[str, str]:
    """(base, period) of a unit; period is empty when it is not said. Raises CellRefused("unit-unknown")."""
    parts = SPLIT.split(text.replace("³", "3").replace("²", "2").strip(" ."), maxsplit=1)
    base = CASED.get(parts[0].strip())
    if base is None:
        base = BASES.get(plain_words(parts[0]), "")
    if not base and len(parts) == 1 and " " in text.strip():
        first, _, rest = text.strip().rpartition(" ")
        if PERIODS.get(plain_words(rest)):
            return parse_unit(first)[0], PERIODS[plain_words(rest)]
    period = PERIODS.get(plain_words(parts[1]), "") if len(parts) > 1 else ""
    if not base or (len(parts) > 1 and not period):
        raise CellRefused("unit-unknown", "t/year, kg/month, MWh/year, m3/year, h/year")
    return base, period


def joined_unit(in_cell: str, in_column: str, otherwise: str) -> str | None:
    """The unit of a quantity: the one in its own cell first, its period from the column, a year when unsaid.

    None when nothing says it. `otherwise` is the unit of the header (`Quantité (t/an)`).
    """
    said = [parse_unit(text) for text in (in_cell, in_column, otherwise) if text.strip()]
    if not said:
        return None
    period = next((period for _, period in said if period), "year")
    return f"{said[0][0]}/{period}"
