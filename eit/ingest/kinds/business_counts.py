"""A row of a table of businesses by sector and size becomes one count, or says why not."""

from __future__ import annotations

import re

from eit.domain.figures.inferred_streams import SIZE_LIMITS
from eit.domain.jurisdiction import today
from eit.domain.text_key import plain_words
from eit.domain.typed_date import FIRST_YEAR, LAST_YEAR
from eit.ingest.cells import Cell, CellRefused, as_text
from eit.ingest.fields import Fields
from eit.ingest.identity import Identity
from eit.ingest.known import COUNT_KEY, Known, count_id
from eit.ingest.names import Record
from eit.ingest.places import told_beside
from eit.ingest.values.typed_numbers import Number
from eit.ingest.values.words import clean_name, clean_text, optional_text, word
from eit.store.sectors import with_label

SIZE_CLASSES = ("0", "0-4", *(name for name in SIZE_LIMITS if name != "0"))
LIMITS = {**SIZE_LIMITS, "0-4": (0, 4)}
CLASS_WORDS = {
    **dict.fromkeys(
        ("aucun", "aucun employe", "none", "no employees", "without employees", "indetermine"), "0"
    ),
    **dict.fromkeys(("sans employe", "sans employes", "0 salarie", "unite non employeuse"), "0"),
}
MORE = re.compile(
    r"(\d+) (?:et plus|ou plus|(?:employes|salaries|employees) et plus|and over|and more|or more|plus)"
    r"(?: (?:employes|salaries|employees))?|(\d+) employees (?:and over|or more|plus)"
)
BETWEEN = re.compile(r"(?:de )?(\d+) (?:a |to |et )?(\d+)(?: (?:employes|salaries|employees))?")
MOST_BUSINESSES = 10_000_000
CENSUS = re.compile(r", Census (?:division|subdivision|agglomeration|metropolitan area)\b.*")
"""What Statistics Canada writes behind the name of a unit."""
CODE = re.compile(r"[0-9A-Z][0-9A-Za-z.\- ]{0,19}")


def read_count(fields: Fields, known: Known, _: Identity) -> Record:
    """The count of a row; without a reason against it in `fields.refusals`, it can be written."""
    row: Record = {"programme_id": known.programme_id}
    told = told_beside(fields, "territory_id")
    row["territory_id"] = fields.take(
        "territory_id",
        lambda cell: known.all_place_names.find(CENSUS.sub("", as_text(cell)), "territory-unknown", *told),
    )
    scheme = fields.take("sector_scheme", lambda cell: word(cell, "sector_scheme"))
    row["sector_scheme"] = scheme or known.place.sector_scheme
    row["sector_code"] = fields.take("sector_code", _code)
    row["size_class"] = fields.take("size_class", size_class)
    before = len(fields.refusals)
    counting = fields.header.map.counted
    count = Number(1.0) if counting else fields.number("businesses", 0, MOST_BUSINESSES, whole=True)
    if count is None and len(fields.refusals) == before:
        fields.refuse("businesses", "count-missing")
    row["businesses"] = None if count is None else int(count.value)
    counted = fields.header.map.counted and not fields.says("year")
    row["year"] = str(today(known.place).year) if counted else fields.take("year", _year)
    row["count_id"] = count_id(row)
    old = known.business_counts.get(row["count_id"], {})
    french, english = fields.take("sector_fr", optional_text), fields.take("sector_en", optional_text)
    french, english = french or old.get("sector_fr") or english, english or old.get("sector_en")
    row["sector_fr"], row["sector_en"] = with_label(row["sector_scheme"], row["sector_code"], french, english)
    row["source"] = fields.take("source", clean_name)
    confidence = fields.take("confidence", lambda cell: word(cell, "confidence"))
    row["confidence"] = confidence or old.get("confidence") or "seen"
    _refuse_overlap(fields, known, row)
    return row


def _refuse_overlap(fields: Fields, known: Known, row: Record) -> None:
    """`0-4` beside `0` or `1-4` of the same territory, sector and year would count the same businesses twice."""
    group = tuple(row[name] for name in COUNT_KEY if name != "size_class")
    taken = known.size_classes.get(group, ())
    clash = {one for one in taken if row["size_class"] in LIMITS and _overlap(one, row["size_class"])}
    if clash:
        fields.refuse("size_class", "size-overlaps", ", ".join(sorted(clash)))
    elif not fields.refusals and row["size_class"] not in taken:
        known.size_classes[group] = (*taken, row["size_class"])


def _overlap(one: str, other: str) -> bool:
    """Whether two different classes hold the same businesses."""
    (low, high), (least, most) = LIMITS.get(one, (0, -1)), LIMITS[other]
    return one != other and (most is None or low <= most) and (high is None or least <= high)


def _code(cell: Cell) -> str:
    if hasattr(cell, "isoformat"):
        raise CellRefused("sector-unreadable", "44-45")
    text = clean_name(cell)
    behind = re.search(r"\[([0-9][0-9-]*)\]$", text)
    text = behind[1] if behind else text
    if not CODE.fullmatch(text):
        raise CellRefused("sector-unreadable", "321, 38.32Z")
    return text


def _year(cell: Cell) -> str:
    text = re.sub(r"^([0-9]{4})-(?:0[1-9]|1[0-2])$", r"\1", clean_name(cell))
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise CellRefused("year-unreadable", "2024")
    return text


def size_class(cell: Cell) -> str:
    """One of our classes: `5 à 9`, `5-9`, `500 +`, `500 et plus`. Raises CellRefused for any other division."""
    if hasattr(cell, "isoformat"):
        raise CellRefused("size-became-a-date", ", ".join(SIZE_CLASSES))
    text = clean_text(cell)
    if not text:
        raise CellRefused("value-missing")
    plain = plain_words(as_text(text).replace("+", " plus "))
    more, between = MORE.fullmatch(plain), BETWEEN.fullmatch(plain)
    found = CLASS_WORDS.get(plain, plain)
    if more:
        found = f"{more[1] or more[2]}+"
    elif between:
        found = f"{int(between[1])}-{int(between[2])}"
    if re.fullmatch(r"0(?: employes?| salaries?| employees)?", found):
        found = "0"
    if found not in SIZE_CLASSES:
        raise CellRefused("size-unknown", ", ".join(SIZE_CLASSES))
    return found
