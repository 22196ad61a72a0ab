"""Who may not be named in a file, what stands for each, and every name that is looked for in what people typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from eit.domain.bands import EMPLOYEE_LIMITS, Band, limit_band
from eit.domain.names.divisions import division_of
from eit.domain.names.shared_label import LEAST_SHARING, Organisation, SharedLabel, shared_labels
from eit.store.consents import may_be_named
from eit.store.database import Database

NOWHERE = (float("nan"), float("nan"))
ANYWHERE = "anywhere-"
"""Before the id of a programme: a territory that a copy adds, for those who share no smaller one."""


@dataclass(frozen=True)
class Told:
    """What stands for a company that may not be named. `place_id`: a territory, of any level; `point`: its position.

    `sizes`: the bands of employees that at least three organisations of the label share.
    """

    name: str
    sector_code: str
    sector_fr: str
    sector_en: str
    kind: str
    place_id: str
    point: tuple[float, float]
    sizes: frozenset[Band]

    def tells_size(self, employees: object) -> bool:
        """Whether the size of a company may be told, in its band."""
        return not pd.isna(employees) and limit_band(float(str(employees)), EMPLOYEE_LIMITS) in self.sizes


def organisation_labels(database: Database, lang: str) -> tuple[dict[str, Told], dict[str, str], list[str]]:
    """What stands for each company without consent, the label by name, and the names that may be said.

    Read for the whole file: a name of one programme may be typed in another.
    """
    companies = database.rows("company").assign(consent_name=may_be_named(database))
    territories = database.rows("territory").set_index("territory_id")
    parents = {key: value for key, value in territories["parent_id"].items() if isinstance(value, str)}
    points = _points(territories, parents)
    told: dict[str, Told] = {}
    for _, rows in companies.groupby("programme_id"):
        told |= _of_programme(rows, territories["name"].to_dict(), parents, points, lang)
    called = list(zip(companies["company_id"], companies["name"], strict=True))
    names = {name: told[company].name for company, name in called if company in told}
    members = database.rows("consortium_member")
    for name, company in zip(members["name"], members["company_id"], strict=True):
        if isinstance(company, str) and company in told:
            names.setdefault(name, told[company].name)
    return told, names, [name for company, name in called if company not in told]


def _of_programme(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    parents: Mapping[str, str],
    points: Mapping[str, tuple[float, float]],
    lang: str,
) -> dict[str, Told]:
    organisations = {row["company_id"]: _organisation(row, parents) for row in rows.to_dict("records")}
    consents = dict(zip(rows["company_id"], rows["consent_name"].astype(bool), strict=True))
    silent = [one for key, one in organisations.items() if not consents[key]]
    labels = shared_labels(silent, [one for key, one in organisations.items() if consents[key]])
    by_label: dict[SharedLabel, list[str]] = defaultdict(list)
    for company, label in labels.items():
        by_label[label].append(company)
    table = rows.set_index("company_id")
    return {
        company: _told(label, table.loc[companies], names, points, lang)
        for label, companies in by_label.items()
        for company in companies
    }


def _organisation(row: Mapping[str, object], parents: Mapping[str, str]) -> Organisation:
    division = division_of(str(row["sector_scheme"]), str(row["sector_code"]))
    sector = (str(row["sector_fr"]), str(row["sector_en"]))
    places = tuple(_above(str(row["municipality_id"]), parents))
    return Organisation(str(row["company_id"]), str(row["group_id"]), sector, division, places)


def _above(place: str, parents: Mapping[str, str]) -> Iterable[str]:
    seen: set[str] = set()
    while place and place not in seen:
        seen.add(place)
        yield place
        place = parents.get(place, "")


def _told(
    label: SharedLabel,
    members: pd.DataFrame,
    names: Mapping[str, str],
    points: Mapping[str, tuple[float, float]],
    lang: str,
) -> Told:
    french, english = label.sector
    sector = english if lang == "en" else french
    name = sector if label.place is None else f"{sector}, {names[label.place]}"
    sizes: dict[Band, set[str]] = defaultdict(set)
    for employees, group in zip(members["employees"], members["group_id"], strict=True):
        band = None if pd.isna(employees) else limit_band(float(employees), EMPLOYEE_LIMITS)
        if band is not None:
            sizes[band].add(group)
    return Told(
        name=name,
        sector_code=_same(members["sector_code"], ""),
        sector_fr=french,
        sector_en=english,
        kind=_same(members["kind"], "company"),
        place_id=label.place or f"{ANYWHERE}{members['programme_id'].iloc[0]}",
        point=points.get(label.place or "", NOWHERE),
        sizes=frozenset(band for band, groups in sizes.items() if len(groups) >= LEAST_SHARING),
    )


def _same(values: pd.Series, otherwise: str) -> str:
    return str(values.iloc[0]) if values.nunique() == 1 else otherwise


def _points(territories: pd.DataFrame, parents: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """The point of each territory [degrees]: its own, else the middle of those below it that have one."""
    below: dict[str, list[tuple[float, float]]] = defaultdict(list)
    own: dict[str, tuple[float, float]] = {}
    for key, kind, latitude, longitude in zip(
        territories.index, territories["kind"], territories["latitude"], territories["longitude"], strict=True
    ):
        if pd.isna(latitude) or kind == "park":
            continue
        own[key] = (float(latitude), float(longitude))
        for place in list(_above(key, parents))[1:]:
            below[place].append(own[key])
    middles = {
        key: (sum(one[0] for one in some) / len(some), sum(one[1] for one in some) / len(some))
        for key, some in below.items()
    }
    return middles | own
