"""What stands behind a number in a cell or a heading (k$, $/kg, mi, %), as the factor that brings it to our unit."""

from __future__ import annotations

import re

from eit.domain.text_key import plain_words
from eit.domain.units import TONNES
from eit.ingest.cells import CellRefused
from eit.ingest.values.hemispheres import HEMISPHERES
from eit.ingest.values.units import BEHIND, parse_period, parse_unit

CURRENCIES = {
    "CAD": {"$", "cad", "$ca", "$ can", "dollar", "dollars", "$cad", "cad$", "ca$"},
    "EUR": {"€", "eur", "euro", "euros"},
}
MONEY_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "m": None, "": 1.0, "MM": 1e6}
MONEY = re.compile(r"(?P<scale>MM|[kKMm])?\s*(?P<sign>\$\s?(?:CA|CAN|CAD)?|€|[A-Za-z]{3,7}\$?)", re.U)
LENGTHS = {
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), 1.0),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), 1e-3),
    **dict.fromkeys(("mi", "mille", "milles", "mile", "miles"), 1.609344),
}
MONEY_PER_YEAR = ("cost_per_year", "saving_per_year")
PER_YEAR = {"year": 1.0, "month": 12.0, "week": 365 / 7, "day": 365.0}
SHARES = ("share_refused", "attribution_share", "moisture_share", "purity_share")


def factor_of(column: str, behind: str, currency: str) -> float:
    """How many of the unit of our column one of what is written is. Raises CellRefused("remainder-unknown")."""
    text = " ".join(behind.strip(" ()[]:;").split())
    if not text or plain_words(text) in BEHIND["nothing"]:
        return 1.0
    found = FACTORS[column](text, currency) if column in FACTORS else None
    if found is None:
        raise CellRefused("remainder-unknown", asked=behind)
    return found


def _money(text: str, currency: str) -> float | None:
    """1 for the programme's own currency, 1000 for k$; None for another currency or another word."""
    match = MONEY.fullmatch(text.strip())
    if not match or match["sign"].strip().casefold().replace(" ", "") not in CURRENCIES.get(currency, set()):
        return None
    return MONEY_SCALES[match["scale"] or ""]


def _per_tonne(text: str, currency: str) -> float | None:
    money, _, per = re.sub(r"\s*\b(?:par|per|la|le)\b\s*", "/", text).partition("/")
    amount = _money(money, currency) if money.strip() else 1.0
    if amount is None or not per.strip():
        return None
    try:
        unit = parse_unit(per)
    except CellRefused:
        return None
    return amount / (TONNES[unit.base] * unit.factor) if unit.base in TONNES and not unit.period else None


def _once(text: str, currency: str) -> float | None:
    return _money(text, currency)


def _per_year(text: str, currency: str) -> float | None:
    """Money a year: `k$`, `$/an`, `€ par mois`."""
    money, _, per = re.sub(r"\s*\b(?:par|per|l['’])\b\s*", "/", text).partition("/")
    if not per and parse_period(money):
        money, per = "", money
    amount = _money(money, currency) if money.strip() else 1.0
    period = parse_period(per) if per.strip() else ("year", 1.0)
    if amount is None or period is None:
        return None
    return amount * period[1] * PER_YEAR[period[0]]


def _length(text: str, _: str) -> float | None:
    return LENGTHS.get(plain_words(text))


def _share(text: str, _: str) -> float | None:
    return 0.01 if text in ("%", "pour cent", "percent", "en %", "pct") else None


def _people(text: str, _: str) -> float | None:
    words = set(plain_words(text).split())
    return 1.0 if words & BEHIND["people"] and words <= BEHIND["people"] | {"d", "de", "of"} else None


def _mass_per_year(text: str, _: str) -> float | None:
    """Tonnes a year: `t/an`, `kt`, `tonnes par jour`; no period is a year, as capacities are said."""
    try:
        unit = parse_unit(text)
    except CellRefused:
        return None
    if unit.base not in TONNES:
        return None
    return TONNES[unit.base] * unit.factor * unit.times * PER_YEAR[unit.period or "year"]


def _degrees(text: str, _: str) -> float | None:
    words = plain_words(text.replace("°", ""))
    return 1.0 if words in {"", *BEHIND["degrees"]} or words in HEMISPHERES else None


def _celsius(text: str, _: str) -> float | None:
    return 1.0 if plain_words(text.replace("°", "")) in {"c", "celsius", "degres", "deg c"} else None


def _bar(text: str, _: str) -> float | None:
    return {"bar": 1.0, "bars": 1.0, "kpa": 0.01, "mpa": 10.0, "psi": 0.0689476, "atm": 1.01325}.get(
        plain_words(text)
    )


def _hours(text: str, _: str) -> float | None:
    return (
        1.0
        if plain_words(text) in {"h", "heures", "hours", "h an", "h yr", "h year", "heures par an"}
        else None
    )


def _count(text: str, _: str) -> float | None:
    return 1.0 if plain_words(text) in {"", *BEHIND["count"]} else None


FACTORS = {
    "disposal_cost_per_t": _per_tonne,
    "investment": _once,
    **dict.fromkeys(MONEY_PER_YEAR, _per_year),
    "previous_distance_km": _length,
    **dict.fromkeys(SHARES, _share),
    **dict.fromkeys(("employees", "jobs"), _people),
    **dict.fromkeys(("latitude", "longitude"), _degrees),
    "businesses": _count,
    "capacity_t_per_year": _mass_per_year,
    "temperature_c": _celsius,
    "pressure_bar": _bar,
    "hours_per_year": _hours,
}
