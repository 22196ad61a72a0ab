"""Ten thousand rows brought in, beside pandas and a loop: seconds and memory, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.report import Table, duration, ratio
from benchmarks.timing import median

ROOT = Path(__file__).resolve().parents[1]
TARGET_S, TARGET_MB = 5.0, 300.0
PROGRAMME = "abitibi"
MATERIALS = ("wood-ash", "silage-film", "Cendres d’usines forestières", "forest-biomass")
HEADS = {
    "companies": "id;nom;municipalité;latitude;longitude;employés;secteur;SCIAN;date d’adhésion",
    "flows": "id;entreprise;sens;matière;quantité;unité;mois;date;destination;note",
}
NAIVE_INSERTS = {
    "companies": "INSERT INTO company (company_id, programme_id, group_id, name, kind, sector_scheme, sector_code, "
    "sector_fr, sector_en, employees, municipality_id, park_id, latitude, longitude, position_quality, x_km, y_km, "
    "z_km, consent_name, joined_on) SELECT * FROM incoming",
    "flows": "INSERT INTO flow (flow_id, programme_id, company_id, direction, kind, material_id, label, "
    "quantity_typed, unit_typed, quantity_per_year, unit, by_density, mass_t_per_year, energy_kwh_per_year, "
    "volume_m3_per_year, months, quality, observed_on, former_destination, disposal_cost_per_t, note) "
    "SELECT * FROM incoming",
}


def line(kind: str, number: int) -> str:
    """One row of a file as an office would send it: decimal commas, days first, French words."""
    day = f"{1 + number % 28:02}/{1 + number % 12:02}/2024"
    if kind == "companies":
        place = f"48,{2000 + number % 3000:04};-79,{1000 + number % 2000:04}"
        return f"zz-{number};Usine {number} (fictif);Rouyn-Noranda;{place};{number % 900};Scieries;3211;{day}"
    where = "offre;" if number % 2 else "demande;"
    known = f"zz-f{number};abi-0{1 + number % 30:02};{where}{MATERIALS[number % 4]}"
    return f"{known};{number % 1000},{5 + number % 5};t/an;5-10;{day};{'enfouissement' if number % 2 else ''};lot"


def ours(kind: str, file: Path, database: Path) -> int:
    """Preview and commit: checks, journal, derived pairs and swap included."""
    from eit.ingest.commit import commit
    from eit.ingest.plan import make_plan

    plan = make_plan(file, database, kind, PROGRAMME)
    commit(plan, database, "mesure", file)
    return plan.new


def naive(kind: str, file: Path, database: Path) -> int:
    """read_csv, a loop over the rows, one insertion in place: no check, no refusal, no journal, no pairs."""
    frame = pd.read_csv(file, sep=";", decimal=",", encoding="utf-8")
    with duckdb.connect(str(database)) as connection:
        names = connection.execute("SELECT name_fr, material_id FROM material").fetchall()
        materials = {**{one: one for _, one in names}, **dict(names)}
        make = _naive_company if kind == "companies" else _naive_flow
        connection.register("incoming", pd.DataFrame([make(row, materials) for _, row in frame.iterrows()]))
        connection.execute(NAIVE_INSERTS[kind])
    return len(frame)


def _naive_company(row: pd.Series, _: dict[str, str]) -> dict[str, object]:
    joined = pd.to_datetime(row.iloc[8], dayfirst=True).date()
    start = {"id": row.iloc[0], "programme": PROGRAMME, "group": row.iloc[0], "name": row.iloc[1]}
    sector = {
        "kind": "company",
        "scheme": "SCIAN",
        "code": str(row.iloc[7]),
        "fr": row.iloc[6],
        "en": row.iloc[6],
    }
    place = {
        "staff": row.iloc[5],
        "town": "mun-86042",
        "park": None,
        "y": row.iloc[3],
        "x": row.iloc[4],
        "q": "site",
    }
    return {
        **start,
        **sector,
        **place,
        "x_km": 0.0,
        "y_km": 0.0,
        "z_km": 0.0,
        "consent": False,
        "joined": joined,
    }


def _naive_flow(row: pd.Series, materials: dict[str, str]) -> dict[str, object]:
    tonnes = float(row.iloc[4])
    start = {"id": row.iloc[0], "programme": PROGRAMME, "company": row.iloc[1]}
    what = {"direction": "offer" if row.iloc[2] == "offre" else "demand", "kind": "matter"}
    material = {"material": materials.get(row.iloc[3], "wood-ash"), "label": None}
    amount = {
        "typed": str(tonnes),
        "unit_typed": "t/year",
        "year": tonnes,
        "unit": "t",
        "dense": False,
        "t": tonnes,
    }
    day = pd.to_datetime(row.iloc[7], dayfirst=True).date()
    rest = {
        "kwh": None,
        "m3": None,
        "months": 1008,
        "quality": "declared",
        "day": day,
        "to": None,
        "cost": None,
    }
    return {**start, **what, **material, **amount, **rest, "note": row.iloc[9]}


WAYS = {"ours": ours, "naive": naive}


def run_apart(way: str, kind: str, file: Path, database: Path) -> dict[str, float]:
    """Seconds, processor seconds and peak memory [MB] of one import in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.ingest", way, kind, str(file), str(database)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measure(path: Path, rows: int = 10_000, runs: int = 3) -> Table:
    """Both kinds of file, both ways, `runs` times in turn; medians."""
    table = Table(
        f"Import de {rows} lignes, aperçu et écriture / {rows} rows brought in, preview and commit",
        (
            "",
            "durée (time)",
            "processeur (CPU)",
            "mémoire de pointe (peak)",
            "au-dessus des bibliothèques",
            "rapport",
        ),
    )
    worst_s = worst_mb = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for kind in HEADS:
            file = Path(folder) / f"{kind}.csv"
            file.write_text("\n".join([HEADS[kind], *(line(kind, n) for n in range(rows))]), encoding="utf-8")
            found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
            for _ in range(runs):
                for way in WAYS:
                    copy = Path(shutil.copyfile(path, Path(folder) / "flows.duckdb"))
                    found[way].append(run_apart(way, kind, file, copy))
            middle = {
                way: {name: median([one[name] for one in many]) for name in many[0]}
                for way, many in found.items()
            }
            for way, label in {"ours": "**Maillage**", "naive": "pandas `read_csv` + boucle (loop)"}.items():
                one = middle[way]
                table.rows.append(
                    (
                        f"{label}, {kind}",
                        *(duration(one["seconds"]), duration(one["cpu"]), f"{one['peak']:.0f} Mo"),
                        *(f"{one['peak'] - one['base']:.0f} Mo", ratio(one["cpu"], middle["ours"]["cpu"])),
                    )
                )
            worst_s, worst_mb = max(worst_s, middle["ours"]["seconds"]), max(worst_mb, middle["ours"]["peak"])
    met = worst_s < TARGET_S and worst_mb < TARGET_MB
    said = "atteinte (met)" if met else "NON atteinte (NOT met)"
    table.notes.append(f"Cible : moins de {TARGET_S:.0f} s et de {TARGET_MB:.0f} Mo : {said}.")
    table.notes.append(
        "La boucle ne vérifie rien, ne dit rien, ne tient pas de journal et ne calcule aucune paire "
        "(the loop checks nothing, says nothing, keeps no journal and derives no pair)."
    )
    return table


def peak_mb() -> float:
    """Peak memory of this process [MB]; Linux counts in kB, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1024)


def main(way: str, kind: str, file: str, database: str) -> None:
    """One import, measured; the libraries are loaded before the clock starts."""

    base, start, before = peak_mb(), time.perf_counter(), time.process_time()
    rows = WAYS[way](kind, Path(file), Path(database))
    taken = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - before}
    sys.stdout.write(json.dumps({**taken, "base": base, "peak": peak_mb(), "rows": rows}) + os.linesep)


if __name__ == "__main__":
    main(*sys.argv[1:])
