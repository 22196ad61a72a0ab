"""Knows the official files by the names of their fields, and how their codes become our identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from eit.store.layers.refusal import InvalidBoundaries

KINDS = ("region", "department", "mrc", "epci", "district", "municipality", "commune", "borough", "park")
SDA = "MRNF, Système sur les découpages administratifs"
STATCAN = "Statistique Canada, fichiers des limites"
IGN = "IGN, ADMIN EXPRESS"
OPEN_CANADA, OPEN_FRANCE = "Statistics Canada Open Licence", "Licence Ouverte 2.0"
CODE_DIGITS = {"commune": 5, "municipality": 5, "epci": 9}


@dataclass(frozen=True)
class Schema:
    """The fields of one official file: code, name and, when there is one, the code of what holds the unit."""

    kind: str
    code: str
    name: str
    parent: str | None
    publisher: str
    source: str | None = None
    licence: str | None = None


SCHEMAS = (
    Schema("mrc", "MRS_CO_MRC", "MRS_NM_MRC", "MRS_CO_REG", "sda", SDA, "CC BY 4.0"),
    Schema("municipality", "MUS_CO_GEO", "MUS_NM_MUN", "MUS_CO_MRC", "sda", SDA, "CC BY 4.0"),
    Schema("borough", "ARS_CO_ARR", "ARS_NM_ARR", None, "sda", SDA, "CC BY 4.0"),
    Schema("municipality", "CSDUID", "CSDNAME", "CDUID", "statcan", STATCAN, OPEN_CANADA),
    Schema("mrc", "CDUID", "CDNAME", None, "statcan", STATCAN, OPEN_CANADA),
    Schema("commune", "INSEE_COM", "NOM", "SIREN_EPCI", "ign", IGN, OPEN_FRANCE),
    Schema("commune", "code_insee", "nom_officiel", "codes_siren_des_epci", "ign", IGN, OPEN_FRANCE),
    Schema("borough", "INSEE_ARM", "NOM", "INSEE_COM", "ign", IGN, OPEN_FRANCE),
    Schema("department", "INSEE_DEP", "NOM", "INSEE_REG", "ign", IGN, OPEN_FRANCE),
    Schema("region", "RES_CO_REG", "RES_NM_REG", None, "sda", SDA, "CC BY 4.0"),
    Schema("epci", "CODE_SIREN", "NOM", None, "ign", IGN, OPEN_FRANCE),
    Schema("epci", "code_siren", "nom_officiel", None, "ign", IGN, OPEN_FRANCE),
    Schema("epci", "SIREN", "nom", None, "siren"),
    Schema("commune", "insee", "nom", None, "insee"),
    Schema("commune", "code", "nom", None, "code-nom"),
    Schema("epci", "code", "nom", None, "code-nom"),
    Schema("park", "code", "name", None, "plain"),
    Schema("borough", "code", "name", None, "plain"),
)
"""The most particular first: a file of municipalities of Statistics Canada also has the fields of its divisions."""


def find_schema(
    columns: Iterable[str], kind: str, code: str | None, name: str | None, parent: str | None
) -> Schema:
    """The fields to read, spelled as the file spells them; fields that were asked for win over known ones.

    Raises InvalidBoundaries (boundary-field-missing, boundary-fields-unknown).
    """
    spelled = {column.casefold(): column for column in columns}
    for asked in (code, name, parent):
        if asked and asked.casefold() not in spelled:
            raise InvalidBoundaries("boundary-field-missing", value=asked, row_id=_listed(spelled.values()))
    asked_for = Schema(kind, code, name, parent, "given") if code and name else None
    own = asked_for or _known(spelled, kind, code, name)
    parent_field = parent or own.parent
    return Schema(
        kind,
        spelled[own.code.casefold()],
        spelled[own.name.casefold()],
        spelled.get(parent_field.casefold()) if parent_field else None,
        own.publisher,
        own.source,
        own.licence,
    )


def _known(spelled: dict[str, str], kind: str, code: str | None, name: str | None) -> Schema:
    for known in SCHEMAS:
        code_field, name_field = code or known.code, name or known.name
        if known.kind == kind and {code_field.casefold(), name_field.casefold()} <= set(spelled):
            publisher = "given" if code or name else known.publisher
            return Schema(kind, code_field, name_field, known.parent, publisher, known.source, known.licence)
    raise InvalidBoundaries("boundary-fields-unknown", value=kind, row_id=_listed(spelled.values()))


def kinds_of(columns: Iterable[str]) -> list[str]:
    """The kinds whose own fields a file has: those of a publisher say it, `code` and `nom` do not."""
    spelled = {column.casefold() for column in columns}
    return list(
        dict.fromkeys(
            known.kind
            for known in SCHEMAS
            if known.source and {known.code.casefold(), known.name.casefold()} <= spelled
        )
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:12]) or "—"


def read_codes(column: pd.Series, kind: str) -> tuple[list[str | None], int]:
    """Codes as text, None where there is none, and how many got back the zeros that a number had lost."""
    texts = [_code_text(value) for value in column]
    wanted = CODE_DIGITS.get(kind)
    if wanted is None or not pd.api.types.is_numeric_dtype(column):
        return texts, 0
    whole = [text.zfill(wanted) if text is not None else None for text in texts]
    return whole, sum(one != other for one, other in zip(texts, whole, strict=True))


def _code_text(value: object) -> str | None:
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def official_id(kind: str, code: str) -> str | None:
    """`870`, `87` and `2487` are all `mrc-87`; `371` stays `mrc-371`; None when the code is not of this kind.

    A code of Statistics Canada that does not start with 24 lies outside Québec.
    """
    if kind == "mrc":
        found = re.fullmatch(r"(?:24)?(\d\d)|(\d\d)0|(\d\d[1-9])", code)
        return f"mrc-{next(part for part in found.groups() if part)}" if found else None
    rules = {
        "municipality": ("mun", r"(?:24)?(\d{5})"),
        "commune": ("commune", r"(\d{5}|2[AB]\d{3})"),
        "epci": ("epci", r"(\d{9})"),
    }
    if kind not in rules:
        return None
    prefix, pattern = rules[kind]
    found = re.fullmatch(pattern, code)
    return f"{prefix}-{found[1]}" if found else None
