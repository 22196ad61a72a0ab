"""The quantity of a row: a number, its unit and its period, each from where it is said, for a year.

The unit and the period of the cell come first, then those of the unit column, of the frequency column, of the heading,
and what was answered for the whole file. What nobody says is asked: a period is never supposed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from eit.domain.errors import InvalidQuantity
from eit.domain.months import ALL_YEAR
from eit.domain.question import LEFT_OUT, NOTHING, Choice
from eit.domain.typed_number import plain_digits
from eit.domain.units import to_canonical
from eit.ingest.cells import Cell, CellRefused, as_text
from eit.ingest.fields import Fields
from eit.ingest.kinds.added_months import PART_OF_YEAR, ask_total, part_of_year
from eit.ingest.kinds.fitting_units import LeftEmpty, fitted
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.ingest.questions import UNCLEAR_QUANTITY, UNKNOWN_YET
from eit.ingest.values.amounts import Amount
from eit.ingest.values.containers import ask_container
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.units import Unit, answered_unit, parse_period, parse_unit
from eit.ingest.values.words import clean_text

CANONICAL = {"matter": "t/year", "energy": "kWh/year", "water": "m3/year", "service": "h/year"}
LARGEST_QUANTITY = 1e15
IN_UNITS = {"mass_t_per_year": "t", "energy_kwh_per_year": "kWh", "volume_m3_per_year": "m3"}
ENDS = ("quantity_low_per_year", "quantity_high_per_year")


@dataclass(frozen=True)
class _Said:
    """A unit as it was understood, and the column that said it."""

    column: str
    unit: Unit


def read_quantity(fields: Fields, known: Known, row: Record) -> Record:
    """Quantity and unit as written, and what the domain makes of them; of `row` the material and the months.

    What is not understood is asked; or left as it is written, not communicated, when a person said so of the file and
    no quantity is on record.
    """
    before = len(fields.refusals)
    try:
        found = _quantity(fields, known, row)
    except LeftEmpty:
        return _left_empty(fields, known.materials[row["material_id"]], row)
    unclear = fields.refusals[before:]
    later = fields.evidence.given.file("quantities") == UNKNOWN_YET and row.get("quantity_typed") is None
    if not (
        unclear and later and row["material_id"] and all(one.rule in UNCLEAR_QUANTITY for one in unclear)
    ):
        return found
    fields.refusals[before:] = [replace(one, blocks=False) for one in unclear]
    return _left_empty(fields, known.materials[row["material_id"]], row)


def _left_empty(fields: Fields, material: Record, row: Record) -> Record:
    """No quantity, the words of the file kept; what is on record stays."""
    unit = CANONICAL[material["kind"]]
    if row.get("quantity_typed") is not None:
        return _kept(fields, material, row, row["unit_typed"], row.get("months") or ALL_YEAR)
    empty = {"quantity_typed": None, "unit_typed": unit, "quantity_written": _words(fields)}
    return {**empty, **dict.fromkeys(ENDS), **_understood(fields, material, None, unit, ALL_YEAR)}


def _quantity(fields: Fields, known: Known, row: Record) -> Record:
    before = len(fields.refusals)
    ask_total(fields)
    if len(fields.refusals) > before:
        return {}
    amount = fields.written("quantity", 0, LARGEST_QUANTITY)
    texts = _texts(fields, amount)
    if row["material_id"] is None or len(fields.refusals) > before:
        _units(fields, texts, None)
        return {}
    material = known.materials[row["material_id"]]
    said = _units(fields, texts, material)
    if said is None:
        return {}
    unit = _joined(fields, said, amount, material)
    unit = fitted(fields, unit, material, amount is not None) if unit else None
    if unit is None:
        return {}
    chosen = (
        f"{unit.base}/{unit.period}" if unit.base else row.get("unit_typed") or CANONICAL[material["kind"]]
    )
    months = row.get("months") or ALL_YEAR
    if amount is None and fields.says("quantity"):
        empty = {"quantity_typed": None, "unit_typed": chosen, "quantity_written": None}
        return {**empty, **dict.fromkeys(ENDS), **_understood(fields, material, None, chosen, months)}
    if amount is None:
        return _kept(fields, material, row, chosen, months)
    if amount.central is None:
        value = plain_digits(amount.low or 0)
        fields.refuse("quantity", "range-open", value, (Choice(value),))
        return {}
    ours = amount.times(unit.factor * unit.times)
    found: Record = {"quantity_typed": plain_digits(ours.central or 0.0), "unit_typed": chosen}
    found |= {"quality": "estimated"} if amount.estimated else {}
    found |= _understood(fields, material, ours.central, chosen, months)
    return found | _ends(fields, material, ours, chosen, months) | _as_written(fields, amount, unit)


def _kept(fields: Fields, material: Record, row: Record, unit: str, months: int) -> Record:
    """The quantity on record, which an empty cell keeps, over the months of this row; none when there is none."""
    if row.get("quantity_typed") is None:
        return {
            "quantity_typed": None,
            "unit_typed": unit,
            **_understood(fields, material, None, unit, months),
        }
    return _understood(fields, material, float(row["quantity_typed"]), row["unit_typed"], months)


def _texts(fields: Fields, amount: Amount | None) -> list[tuple[str, str]]:
    """(column, text) of everything that may say a unit or a period, what counts most first."""
    column = fields.take("unit", _unit_text) or ""
    frequency = fields.take("frequency", _unit_text) or ""
    texts = [("quantity", amount.unit if amount else ""), ("unit", column), ("frequency", frequency)]
    return [*((name, text) for name, text in texts if text), ("", fields.header.behind.get("quantity", ""))]


def _unit_text(cell: Cell) -> str:
    return "" if is_not_communicated(cell) else clean_text(cell)


def _units(fields: Fields, texts: list[tuple[str, str]], material: Record | None) -> list[_Said] | None:
    """What the texts say; None when one of them is not understood, which is then asked."""
    said, before = [], len(fields.refusals)
    for column, text in texts:
        if not text.strip():
            continue
        try:
            said.append(_Said(column, _parsed(fields, column, text, material)))
        except CellRefused as refused:
            place = column if column and fields.has(column) else "quantity"
            fields.refuse(place, refused.rule, refused.proposal, refused.choices, refused.asked, "unit")
    return said if len(fields.refusals) == before else None


def _parsed(fields: Fields, column: str, text: str, material: Record | None) -> Unit:
    """The unit of a text: as answered, as read, or the question that a container asks."""
    given = fields.evidence.given
    answer = given.value("unit", text)
    if answer == LEFT_OUT:
        fields.left_out = True
        return Unit()
    if answer is not None:
        return _answered(answer)
    if column == "frequency":
        part = PART_OF_YEAR.fullmatch(text)
        if part:
            return part_of_year(int(part["months"]), given.file("part_year"))
        period = parse_period(text)
        if period is None:
            raise CellRefused("period-unknown", asked=text)
        return Unit(period=period[0], times=period[1])
    try:
        return parse_unit(text)
    except CellRefused as refused:
        return _container(fields, text, material, refused)


def _container(fields: Fields, text: str, material: Record | None, refused: CellRefused) -> Unit:
    """A container with its period (`bennes par mois`) and what was answered of one of this material."""
    if material is None:
        raise refused
    word, period = _without_period(text)
    asked = ask_container(word, material, refused)
    if asked is refused:
        raise refused
    answer = fields.evidence.given.value("unit", asked.asked or "")
    if answer is None:
        raise asked
    found = _answered(answer)
    return replace(found, period=found.period or period.period, times=found.times * period.times)


def _answered(answer: str) -> Unit:
    if answer == NOTHING:
        raise LeftEmpty
    return answered_unit(answer)


def _without_period(text: str) -> tuple[str, Unit]:
    words = text.replace("/", " / ").split()
    for cut in range(1, len(words)):
        period = parse_period(" ".join(words[cut:]))
        if period:
            return " ".join(words[:cut]), Unit(period=period[0], times=period[1])
    return text, Unit()


def _joined(fields: Fields, said: list[_Said], amount: Amount | None, material: Record) -> Unit | None:
    """One unit of what several places say; what is missing or said twice is asked, and None."""
    bases = [one.unit for one in said if one.unit.base]
    periods = [one for one in said if one.unit.period]
    own = [one for one in periods if one.column in ("quantity", "frequency")]
    if len({(one.unit.period, one.unit.times) for one in own}) > 1:
        fields.refuse("frequency", "period-twice", " / ".join(as_text(fields.get(one.column)) for one in own))
        return None
    if not bases:
        answer = fields.evidence.given.value("unit", "")
        if amount is None or answer == LEFT_OUT:
            fields.left_out |= answer == LEFT_OUT
            return Unit()
        if answer is None:
            _ask_unit(fields, material)
            return None
        bases = [_answered(answer)]
        periods += [_Said("", bases[0])] if bases[0].period else []
    period = periods[0].unit if periods else _file_period(fields)
    if period is None and fields.evidence.is_register:
        period = Unit(period="year")
    if period is None:
        if amount is not None:
            fields.refuse("unit" if fields.has("unit") else "quantity", "period-missing", "", (), "", "unit")
            return None
        period = Unit(period="year")
    return replace(bases[0], period=period.period, times=period.times)


def _file_period(fields: Fields) -> Unit | None:
    answer = fields.evidence.given.file("period")
    found = parse_period(answer) if answer else None
    return Unit(period=found[0], times=found[1]) if found else None


def _ask_unit(fields: Fields, material: Record) -> None:
    canonical = CANONICAL[material["kind"]]
    asked = ask_container("unite", material, CellRefused("unit-missing"))
    pieces = asked.choices if material["kind"] == "matter" else ()
    choices = (Choice(canonical.partition("/")[0]), *pieces[:1])
    fields.refuse(
        "unit" if fields.has("unit") else "quantity", "unit-missing", canonical, choices, "", "unit"
    )


def _understood(fields: Fields, material: Record, value: float | None, unit: str, months: int) -> Record:
    """The quantity columns of the data file: what was not communicated stays None, but its unit must fit."""
    low, high = material["density_low_t_m3"], material["density_high_t_m3"]
    density = None if low is None or high is None else (low + high) / 2
    try:
        known = density if value is not None else 1.0
        found = to_canonical(value or 0.0, unit, str(material["kind"]), months, known)
    except InvalidQuantity as error:
        column = "unit" if fields.has("unit") else "quantity"
        fields.refuse(column, error.key, CANONICAL[str(material["kind"])])
        return {}
    per_year = found.per_year if value is not None else None
    return {
        "kind": material["kind"],
        "quantity_per_year": per_year,
        "unit": found.unit,
        "by_density": value is not None and found.by_density,
        **{column: per_year if found.unit == base else None for column, base in IN_UNITS.items()},
    }


def _ends(fields: Fields, material: Record, ours: Amount, unit: str, months: int) -> Record:
    """The low and the high of a year; None for an end that nobody knows."""
    found: Record = {}
    for name, end in zip(ENDS, (ours.low, ours.high), strict=True):
        year = None if end is None else _understood(fields, material, end, unit, months)
        found[name] = year.get("quantity_per_year") if year else None
    return found


def _as_written(fields: Fields, amount: Amount, unit: Unit) -> Record:
    """The words of the file, when the number alone does not say them any more."""
    if not amount.estimated and unit.factor * unit.times == 1.0:
        return {"quantity_written": None}
    return {"quantity_written": _words(fields)}


def _words(fields: Fields) -> str:
    """What the cells of the quantity say."""
    said = [as_text(fields.get(name)).strip() for name in ("quantity", "unit", "frequency")]
    return " ".join(text for text in said if text)[:200]
