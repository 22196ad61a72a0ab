"""Make the gazetteer: every place of Québec and France, and every spelling that stands for it.

    python data/geo/build_places.py

Reads gazetteer/*.csv and territories.csv beside this file; writes places.parquet and place_names.parquet beside it.
The same inputs give the same files. Origins, licences and gaps: SOURCES.md.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
from eit.domain.place_names import bare_key, place_key  # noqa: E402

MAMH_2026 = "MAMH Répertoire des municipalités 2026; MRNF; GeoNames"
INSEE = "INSEE/DGCL in @etalab/decoupage-administratif 6.0; IGN in france-geojson 2018"
PLACES = pa.schema(
    [
        *(
            (name, pa.string())
            for name in (
                "place_id",
                "kind",
                "code",
                "name",
                "designation",
                "parent_id",
                "department_id",
                "country",
            )
        ),
        *(("population", pa.int64()), ("population_year", pa.string())),
        *((name, pa.float64()) for name in ("area_km2", "latitude", "longitude")),
        *(
            (name, pa.string())
            for name in ("point_quality", "postal_codes", "former", "valid_from", "source", "note", "members")
        ),
    ]
)
NAMES = pa.schema(
    [
        ("key", pa.string()),
        ("place", pa.int32()),
        ("how", pa.dictionary(pa.int8(), pa.string())),
        ("label", pa.string()),
    ]
)
TYPE_OF_EPCI = r"^(?:CC|CA|CU|Métropole|Eurométropole)\s+"


def read(name: str) -> pd.DataFrame:
    """One file of facts, every cell a text."""
    return pd.read_csv(HERE / "gazetteer" / name, dtype=str, keep_default_na=False)


def quebec() -> pd.DataFrame:
    """Regions, MRC, municipalities and boroughs."""
    rows = read("places_qc.csv").rename(
        columns={"office_postal_code": "postal_codes", "point_kind": "point_quality"}
    )
    prefix = {"region": "region-", "mrc": "mrc-", "municipality": "mun-", "borough": "borough-"}
    above = {"region": "", "mrc": "region-", "municipality": "mrc-", "borough": "mun-"}
    rows["place_id"] = rows["kind"].map(prefix) + rows["code"].str.lower()
    rows["parent_id"] = [
        above[kind] + parent if parent else "" for kind, parent in rows[["kind", "parent_code"]].values
    ]
    rows["place_id"] = rows["place_id"].replace({"borough-rem15": "borough-saint-laurent"})
    return rows.assign(country="CA", population_year="2026", source=MAMH_2026)


def france() -> pd.DataFrame:
    """Regions, departments, EPCI, communes and municipal districts."""
    admin = read("admin_fr.csv")
    admin["place_id"] = admin["kind"].map({"region": "region-fr-", "departement": "dept-"}) + admin["code"]
    admin["parent_id"] = ["region-fr-" + code if code else "" for code in admin["parent_code"]]
    admin["designation"] = admin["kind"].map({"region": "Région", "departement": "Département"})
    admin["kind"] = admin["kind"].replace({"departement": "department"})
    epci = read("epci_fr.csv").rename(columns={"kind": "designation"})
    epci = epci.assign(
        kind="epci", place_id="epci-" + epci["code"], parent_id="dept-" + epci["departement_code"]
    )
    ept = read("ept_fr.csv")
    members = ("commune-" + ept["commune_code"]).groupby(ept["ept_code"]).agg("|".join)
    epci["members"] = epci["code"].map(members).fillna("")
    epci["point_quality"] = epci["latitude"].map(lambda value: "mean of the communes" if value else "")
    communes = read("places_fr.csv").rename(columns={"point_source": "point_quality"})
    part = communes["parent_code"] != ""
    communes["kind"] = part.map({True: "borough", False: "commune"})
    communes["designation"] = part.map({True: "Arrondissement municipal", False: "Commune"})
    communes["place_id"] = communes["kind"] + "-" + communes["code"]
    communes["parent_id"] = [
        "commune-" + parent if parent else "epci-" + epci_code if epci_code else "dept-" + dept
        for parent, epci_code, dept in communes[["parent_code", "epci_code", "departement_code"]].values
    ]
    communes["department_id"] = "dept-" + communes["departement_code"]
    former = read("former_fr.csv")
    told = (former["code"] + " " + former["name"]).groupby(former["commune_code"]).agg("|".join)
    communes["former"] = communes["code"].map(told).fillna("")
    return pd.concat([admin, epci, communes], ignore_index=True).assign(country="FR", source=INSEE)


def with_known_points(rows: pd.DataFrame) -> pd.DataFrame:
    """A place without a point takes the one that territories.csv has for it."""
    known = pd.read_csv(HERE / "territories.csv", dtype=str, keep_default_na=False).set_index("territory_id")
    lacking = (rows["latitude"] == "") & rows["place_id"].isin(known.index[known["latitude"] != ""])
    for column, other in (
        ("latitude", "latitude"),
        ("longitude", "longitude"),
        ("point_quality", "precision"),
    ):
        rows.loc[lacking, column] = rows.loc[lacking, "place_id"].map(known[other])
    return rows


def with_mean_points(rows: pd.DataFrame) -> pd.DataFrame:
    """A French department or region takes the population-weighted mean of its communes' points: for a label."""
    communes = rows[(rows["kind"] == "commune") & (rows["latitude"] != "")]
    weights = pd.to_numeric(communes["population"]).clip(lower=1)
    department = communes["department_id"]
    region = department.map(rows.set_index("place_id")["parent_id"])
    for above in (department, region):
        people = weights.groupby(above).sum()
        for column in ("latitude", "longitude"):
            mean = (pd.to_numeric(communes[column]) * weights).groupby(above).sum() / people
            own = rows["place_id"].isin(mean.index) & (rows["country"] == "FR")
            rows.loc[own, column] = rows.loc[own, "place_id"].map(mean).round(5).astype(str)
            rows.loc[own, "point_quality"] = "mean of the communes"
    return rows


def make_places() -> pd.DataFrame:
    """All places, the larger of two of one name first, with every column of the file."""
    rows = pd.concat([quebec(), france()], ignore_index=True)
    for column in PLACES.names:
        rows[column] = rows[column].fillna("") if column in rows else ""
    rows = with_mean_points(with_known_points(rows))
    for column in ("population", "area_km2", "latitude", "longitude"):
        rows[column] = pd.to_numeric(rows[column].replace("", None))
    rows["population"] = rows["population"].astype("Int64")
    if not rows["place_id"].is_unique or set(rows["parent_id"]) - set(rows["place_id"]) - {""}:
        raise SystemExit(
            "build_places.py: a place is doubled or lies in one that does not exist; nothing was written."
        )
    return rows.sort_values("place_id", ignore_index=True)[PLACES.names]


def spellings(places: pd.DataFrame) -> pd.DataFrame:
    """One row per spelling and place; `how`: name, bare, short, former, locality, usual, code, postal, office."""
    at = dict(zip(places["place_id"], places.index, strict=True))
    rows: list[tuple[str, int, str, str]] = []
    for number, place in enumerate(places.itertuples(index=False)):
        rows.append((place_key(place.name), number, "name", place.name))
        rows.extend((place_key(short), number, "short", place.name) for short in short_names(place))
        how = "office" if place.country == "CA" else "postal"
        rows.extend((code.casefold(), number, how, code) for code in place.postal_codes.split("|") if code)
    for former in read("former_fr.csv").itertuples():
        number = at["commune-" + former.commune_code]
        rows.append((place_key(former.name), number, "former", former.name))
        if former.code != former.commune_code:
            rows.append((former.code.casefold(), number, "code", former.name))
    for alias in read("aliases_qc.csv").itertuples():
        how = "locality" if alias.kind == "locality" else "former" if "code" in alias.kind else "usual"
        number = at["mun-" + alias.municipality_code]
        rows.append((place_key(alias.alias), number, how, alias.alias))
        rows.extend(
            (code, number, "code", alias.alias) for code in re.findall(r"MAMH code (\d{5})", alias.kind)
        )
    for usual in read("usual_names.csv").itertuples():
        rows.append((place_key(usual.name), at[usual.place_id], usual.kind, usual.name))
    for place in places[(places["country"] == "CA") & (places["former"] != "")].itertuples():
        rows.extend((place_key(name), place.Index, "former", name) for name in former_names(place.former))
    bare = {"name": "bare", "former": "usual"}
    rows += [(bare_key(key), *rest, bare[how], label) for key, *rest, how, label in rows if how in bare]
    frame = pd.DataFrame(rows, columns=["key", "place", "how", "label"])
    frame = frame[frame["key"] != ""]
    frame["how"] = pd.Categorical(frame["how"], ORDER, ordered=True)
    frame = frame.sort_values(["key", "place", "how"], ignore_index=True).drop_duplicates(["key", "place"])
    return frame.astype({"how": str})


ORDER = ["name", "bare", "short", "usual", "former", "locality", "code", "postal", "office"]
"""The reading that says most first: a place whose former name is its name today has its name."""


def short_names(place: object) -> list[str]:
    """An EPCI without its type, a district of a French city by its number, the other names that a note gives."""
    name = str(place.name)  # type: ignore[attr-defined]
    if place.kind == "epci":  # type: ignore[attr-defined]
        plain, _, sigle = name.partition(" (")
        short = re.sub(TYPE_OF_EPCI, "", plain)
        return [plain, short, bare_key(place_key(short)).removesuffix(" metropole"), sigle.rstrip(")")]
    if place.designation == "Arrondissement municipal":  # type: ignore[attr-defined]
        city, ordinal, *_ = name.split()
        number = int(ordinal.rstrip("er"))
        forms = (f"{number}", f"{number:02d}", ordinal, f"{number}eme", f"{number}eme arrondissement")
        return [f"{city} {form}" for form in (*forms, f"{number} arrondissement")]
    notes = str(place.note).split("; ")  # type: ignore[attr-defined]
    return [part.removeprefix("also: ") for part in notes if part.startswith("also: ")]


def former_names(text: str) -> list[str]:
    """`09020 Sainte-Jeanne-d'Arc (until 2026)|Matane (recalled)` → the two names."""
    return [part.split(" (")[0].lstrip("0123456789 ") for part in text.split("|")]


def write(frame: pd.DataFrame, schema: pa.Schema, path: Path) -> None:
    """Write one parquet file and say what is in it."""
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", compression_level=19, write_page_checksum=True)
    print(f"{path.name}: {len(frame)} rows, {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Build both files or refuse."""
    places = make_places()
    names = spellings(places)
    write(places, PLACES, HERE / "places.parquet")
    write(names, NAMES, HERE / "place_names.parquet")
    print(places.groupby(["country", "kind"]).size().to_string())
    print("without a position:", int(places["latitude"].isna().sum()))


if __name__ == "__main__":
    main()
