"""What people write about an organisation: a new one, a correction, two rows that are one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import Row, rows, today_in
from eit.actions.numbering import next_id, stem_of
from eit.actions.organisation.flows import programme_of_company
from eit.actions.organisation.row_correction import corrected, known_choices
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.forms.row_fields import checked_row
from eit.domain.forms.tags import read_tags
from eit.domain.organisation.fields import (
    NUMBER_DIGITS,
    ORGANISATION,
    TOGETHER,
    official_number,
    organisation_fields,
    staff,
)
from eit.domain.organisation.position import AXES, position_fault, position_of
from eit.store.derived.matching import DERIVED
from eit.store.jurisdictions import connected_jurisdiction
from eit.store.places.nearest import uncertainty_km
from eit.store.records import columns_named, mark_partly_fictitious, point_to_another, replace_rows
from eit.store.sectors import sector_label, with_label
from eit.store.tables import insert_rows
from eit.store.version.build import company_rows
from eit.store.version.edit import Connection
from eit.store.version.journal import recorded_tables

Given = Mapping[str, object]
STAFF = ("employees", "employees_low", "employees_high")
POSITION = (*AXES, "position_quality")
NOT_COLUMNS = (*NUMBER_DIGITS, *STAFF, *POSITION)
PLACED = ("site", "street")
"""Qualities of a position that somebody gave."""


def add_organisation(door: EditContext, programme_id: str, given: Given) -> str:
    """Add an organisation: at least its name and its municipality; its id. Raises Refusal, naming the field."""
    made: list[str] = []

    def change(connection: Connection) -> None:
        made.append(insert_organisation(connection, programme_id, given))

    apply(door, "add-organisation", programme_id, str(given.get("name") or ""), (), change)
    return made[0]


def insert_organisation(connection: Connection, programme_id: str, given: Given) -> str:
    """Write a new organisation into the version that is being made; its id. Raises Refusal, naming the field."""
    place = connected_jurisdiction(connection, programme_id)
    start: dict[str, object] = {"kind": "company", "sector_scheme": place.sector_scheme}
    said = {name: value for name, value in given.items() if value not in (None, "")}
    start["joined_on"] = today_in(connection, programme_id)
    found = checked_row(ORGANISATION, {**start, **said}, known_choices(connection, programme_id))
    _refuse_twin(connection, programme_id, str(found["name"]), str(found["municipality_id"]))
    company_id = next_id(connection, "company", "company_id", f"{stem_of(programme_id)}-", 3)
    row = {"company_id": company_id, "programme_id": programme_id, "consent_name": False}
    _write(connection, row, found)
    return company_id


def correct_organisation(door: EditContext, company_id: str, given: Given, seen: Given | None = None) -> None:
    """Correct fields of an organisation; `seen`: what the person had on the screen (None: nothing, a command).

    Only what differs from `seen` is written. Raises InvalidSelection("changed-by-other") with both values when
    somebody else wrote the same field meanwhile, or what the checks raise, naming the field.
    """
    programme_id = programme_of_company(door, company_id)

    def change(connection: Connection) -> None:
        rewrite_organisation(connection, company_id, given, seen)

    apply(door, "set-organisation", programme_id, company_id, (), change)


def rewrite_organisation(connection: Connection, company_id: str, given: Given, seen: Given | None) -> bool:
    """`correct_organisation`, inside the version that is being made; whether anything differs."""
    row = organisation_row(connection, company_id)
    programme_id = str(row["programme_id"])
    now = organisation_fields(row, _numbers(connection, programme_id, company_id))
    found = corrected(connection, ORGANISATION, programme_id, now, given, seen)
    if found:
        _write(connection, row, found)
    return bool(found)


def merge_organisations(
    door: EditContext, company_id: str, other_id: str, take: Collection[str] = ()
) -> None:
    """Make one organisation of two rows: `company_id` stays, the flows, synergies and the rest of the other come to it.

    `take`: the fields that the other knows better; what only the other knows is kept too. Raises InvalidSelection:
    "merge-with-itself", "merge-other-programme", "merge-in-one-synergy" (one gives to the other), or an unknown field.
    """
    programme_id = programme_of_company(door, company_id)
    if company_id == other_id:
        raise InvalidSelection("merge-with-itself", value=company_id)
    if programme_of_company(door, other_id) != programme_id:
        raise InvalidSelection("merge-other-programme", value=other_id)

    def change(connection: Connection) -> None:
        both = rows(connection, "synergies_of_both", one=company_id, other=other_id)
        if both:
            raise InvalidSelection("merge-in-one-synergy", value=", ".join(row["title_fr"] for row in both))
        row, other = organisation_row(connection, company_id), organisation_row(connection, other_id)
        mine = organisation_fields(row, _numbers(connection, programme_id, company_id))
        theirs = organisation_fields(other, _numbers(connection, programme_id, other_id))
        taken = _taken(mine, theirs, take)
        _bring(connection, programme_id, company_id, other_id)
        row = organisation_row(connection, company_id)
        found = corrected(connection, ORGANISATION, programme_id, mine, taken, None)
        _write(connection, row, found)

    apply(door, "merge-organisations", programme_id, company_id, {company_id, other_id}, change)


def _taken(mine: Given, theirs: Given, take: Collection[str]) -> dict[str, object]:
    """What is written of the other: the fields that were chosen, and those that only it knows."""
    if foreign := sorted(set(take) - set(mine)):
        raise InvalidSelection("choice-unknown", value=foreign[0], row_id="take")
    alone = [(name,) for name in mine if not any(name in group for group in TOGETHER)]
    groups = [group for group in (*TOGETHER, *alone) if set(group) <= set(mine)]
    taken = [
        group
        for group in groups
        if set(group) & set(take) or (not _is_known(mine, group) and _is_known(theirs, group))
    ]
    both = {"tags": read_tags(f"{mine['tags'] or ''}, {theirs['tags'] or ''}")}
    return {**{name: theirs[name] for group in taken for name in group}, **both}


def _is_known(row: Given, group: tuple[str, ...]) -> bool:
    """Whether an organisation says something; the point of its municipality is nobody's word."""
    if "latitude" in group:
        return row["position_quality"] in PLACED
    return any(row[name] is not None for name in group)


def _bring(connection: Connection, programme_id: str, company_id: str, other_id: str) -> None:
    """Everything that names the other organisation names this one; the other leaves."""
    keys = recorded_tables(connection)
    for table in columns_named(connection, "company_id"):
        if table not in ("company", *DERIVED):
            point_to_another(connection, table, "company_id", keys.get(table, []), other_id, company_id)
    official = "scheme IN ('SIRET', 'NEQ')"
    connection.execute(
        f"DELETE FROM identifier WHERE table_name = 'company' AND row_id = ? AND {official}", [other_id]
    )
    connection.execute(
        "UPDATE identifier SET row_id = ? WHERE table_name = 'company' AND row_id = ?", [company_id, other_id]
    )
    connection.execute(
        "UPDATE company SET group_id = ? WHERE programme_id = ? AND group_id = ?",
        [company_id, programme_id, other_id],
    )
    connection.execute("DELETE FROM company WHERE company_id = ?", [other_id])


def organisation_row(connection: Connection, company_id: str) -> Row:
    """An organisation as it is now. Raises InvalidSelection("company-unknown")."""
    found = rows(connection, "company", company_id=company_id)
    if not found:
        raise InvalidSelection("company-unknown", value=company_id)
    return found[0]


def _numbers(connection: Connection, programme_id: str, company_id: str) -> dict[str, str]:
    held = rows(connection, "official_numbers", programme_id=programme_id)
    return {str(row["scheme"]): str(row["value"]) for row in held if row["row_id"] == company_id}


def _refuse_twin(connection: Connection, programme_id: str, name: str, municipality_id: str) -> None:
    same = connection.execute(
        "SELECT count(*) FROM company WHERE programme_id = ? AND lower(name) = lower(?) AND municipality_id = ?",
        [programme_id, name, municipality_id],
    ).fetchall()
    if same[0][0]:
        raise InvalidSelection("company-twice", value=name)


def _write(connection: Connection, row: Row, found: Given) -> None:
    """The organisation as a row of its table, its position in the coordinates that distances are made of."""
    programme_id, company_id = str(row["programme_id"]), str(row["company_id"])
    columns = {name: value for name, value in found.items() if name not in NOT_COLUMNS}
    full = {**row, **columns}
    if "sector_code" in found and _labels(row) == sector_label(
        row.get("sector_scheme"), row.get("sector_code")
    ):
        full |= {
            name: found.get(name) for name in ("sector_fr", "sector_en")
        }  # it was the label of the former code
    full |= {"group_id": full.get("group_id") or company_id, "sector_code": full.get("sector_code") or ""}
    if "sector_fr" in found or "sector_en" in found:
        full["sector_en"] = found.get("sector_en", _own_english(row)) or full.get("sector_fr")
    written = (full.get(name) for name in ("sector_scheme", "sector_code", "sector_fr", "sector_en"))
    full["sector_fr"], full["sector_en"] = with_label(*written)
    if set(STAFF) & set(found):
        full |= staff(found)
    if (set(POSITION) | {"municipality_id"}) & set(found):
        full |= _position(connection, row, found, str(full["municipality_id"]))
    if "name" in found:
        mark_partly_fictitious(connection, [str(full["name"])])
    for name in ("x_km", "y_km", "z_km"):
        full.pop(name, None)
    _write_numbers(connection, programme_id, company_id, found)
    replace_rows(connection, "company", company_rows(pd.DataFrame([full], dtype=object)), "company_id")


def _labels(row: Row) -> tuple[object, object]:
    return row.get("sector_fr"), row.get("sector_en")


def _own_english(row: Row) -> object:
    return row.get("sector_en") if row.get("sector_en") != row.get("sector_fr") else None


def _position(connection: Connection, row: Row, found: Given, municipality_id: str) -> dict[str, object]:
    """The columns of the position. Raises InvalidQuantity for half a position or one that cannot be there."""
    typed = tuple(found.get(axis, row.get(axis)) for axis in AXES)
    given, before = found.get("position_quality"), row.get("position_quality")
    moved = typed != tuple(row.get(axis) for axis in AXES)
    quality = None if given is None or (moved and given == before) else str(given)
    if (
        not moved
        and (before == "municipality" or quality == "municipality")
        and quality in (None, "municipality")
    ):
        typed, quality = (None, None), None
        row = {**row, "position_quality": "municipality"}
    if quality == "none":
        typed = (None, None)
    latitude, longitude = typed
    if (latitude is None) != (longitude is None):
        raise InvalidQuantity("position-half", row_id="longitude" if longitude is None else "latitude")
    if isinstance(latitude, float) and isinstance(longitude, float):
        fault = position_fault(
            connected_jurisdiction(connection, str(row["programme_id"])), latitude, longitude
        )
        if fault is not None and moved:
            raise InvalidQuantity(
                fault.rule, value=f"{latitude}; {longitude}", unit=fault.proposal, row_id=fault.column
            )
    elif moved:
        row = {**row, "latitude": None}
    place = _place(connection, municipality_id)
    made = position_of((latitude, longitude), quality, row, place)  # type: ignore[arg-type]
    if made and made["position_quality"] != before:
        of_place = made["position_quality"] == "municipality"
        made["position_uncertainty_km"] = uncertainty_km(municipality_id) if of_place else None
    return made


def _place(connection: Connection, municipality_id: str) -> dict[str, float | None]:
    found = connection.execute(
        "SELECT latitude, longitude FROM territory WHERE territory_id = ?", [municipality_id]
    ).fetchone()
    return dict(zip(AXES, found or (None, None), strict=True))


def _write_numbers(connection: Connection, programme_id: str, company_id: str, found: Given) -> None:
    """The official numbers that were said; an empty one is taken away. Raises InvalidSelection("number-taken")."""
    for name in NUMBER_DIGITS:
        if name not in found:
            continue
        scheme, digits = name.upper(), official_number(name, found[name])
        connection.execute(
            "DELETE FROM identifier WHERE table_name = 'company' AND scheme = ? AND row_id = ?",
            [scheme, company_id],
        )
        if digits is None:
            continue
        taken = rows(connection, "official_numbers", programme_id=programme_id)
        if any(row["scheme"] == scheme and row["value"] == digits for row in taken):
            raise InvalidSelection("number-taken", value=digits, row_id=scheme)
        key = {"programme_id": programme_id, "table_name": "company", "scheme": scheme, "source_key": ""}
        insert_rows(
            connection,
            "identifier",
            pd.DataFrame([{**key, "value": digits, "row_id": company_id}], dtype=object),
        )
