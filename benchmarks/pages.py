"""What each page costs the server at every size: the first visit, the next, and the one after somebody wrote a note."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import duckdb

from benchmarks.candidates import PROGRAMME as MADE_UP
from benchmarks.candidates import made_up
from benchmarks.report import Table, duration
from benchmarks.timing import median

ROOT = Path(__file__).resolve().parents[1]
PROGRAMME, COMPANIES, FLOWS, SYNERGIES, VISITS = "quebec", 500, 5_000, 300, 3
SIZES, TARGET_S = (5_000, 20_000, 50_000, 100_000), 4.0
TARGETS_S = {5_000: 1.0, 20_000: 2.0}
"""Seconds of the first visit, by flows; beyond, `TARGET_S`."""
SHARED_OUT = f"""
UPDATE flow SET company_id = '{MADE_UP}-' || (CAST(split_part(company_id, '-', 2) AS INTEGER) % {{companies}});
DELETE FROM company WHERE CAST(split_part(company_id, '-', 2) AS INTEGER) >= {{companies}};
DELETE FROM flow WHERE CAST(substr(split_part(flow_id, '-', 2), 2) AS INTEGER) >= {{flows}};
"""
FILLED = f"""
UPDATE flow SET programme_id = '{PROGRAMME}';
UPDATE company SET programme_id = '{PROGRAMME}';
DELETE FROM decision; DELETE FROM attendance; DELETE FROM consortium_member;
DELETE FROM synergy_party; DELETE FROM synergy_event; DELETE FROM synergy;
"""
SYNERGIES_SQL = f"""
CREATE TEMP TABLE chosen AS
SELECT 's' || row_number() OVER () AS synergy_id, candidate.offer_id, candidate.demand_id, offer.material_id,
    least(offer.quantity_per_year, demand.quantity_per_year) / 20 AS quantity,
    offer.company_id AS giver, demand.company_id AS taker
FROM candidate JOIN flow AS offer ON offer.flow_id = offer_id JOIN flow AS demand ON demand.flow_id = demand_id
ORDER BY hash(candidate.offer_id || candidate.demand_id) LIMIT {{synergies}};
INSERT INTO synergy (synergy_id, programme_id, title_fr, title_en, type, offer_flow_id, demand_flow_id, material_id,
    quantity_typed, unit_typed, quantity_per_year, unit, mass_t_per_year, share_refused, former_destination)
SELECT synergy_id, '{PROGRAMME}', synergy_id, synergy_id, 'substitution', offer_id, demand_id, material_id,
    CAST(quantity AS VARCHAR), 't/year', quantity, 't', quantity, 0, 'landfill' FROM chosen;
INSERT INTO synergy_party (synergy_id, company_id, role) SELECT synergy_id, giver, 'giver' FROM chosen
UNION ALL SELECT synergy_id, taker, 'taker' FROM chosen WHERE giver <> taker;
INSERT INTO synergy_event (event_id, synergy_id, rank, stage, occurred_on)
SELECT synergy_id || '-' || rank, synergy_id, rank,
    list_extract(['identified', 'proposed', 'pilot', 'realised'], CAST(rank AS BIGINT)),
    current_date - CAST((5 - rank) * 60 AS INTEGER)
FROM chosen CROSS JOIN (SELECT CAST(unnest([1, 2, 3, 4]) AS INTEGER) AS rank)
WHERE rank = 1 OR hash(synergy_id) % 5 >= rank;
"""


def large_programme(
    source: Path, target: Path, companies: int = COMPANIES, flows: int = FLOWS, synergies: int = SYNERGIES
) -> None:
    """A copy of the demonstration whose programme has that many companies, flows and synergies."""
    from eit.store.database import Database
    from eit.store.derived.company_territories import derive_territories

    target.write_bytes(source.read_bytes())
    with duckdb.connect(str(target)) as connection:
        made_up(connection, max(flows, 5 * companies))
        connection.execute(SHARED_OUT.format(companies=companies, flows=flows))
        connection.execute(FILLED)
        derive_territories(connection)
    with Database(target, passing=True) as database:
        pairs = database.rows("candidate")
    with duckdb.connect(str(target)) as connection:
        connection.register("candidate", pairs)
        connection.execute(SYNERGIES_SQL.format(synergies=synergies))


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """The data file that the pages read."""
    before = os.environ.get("EIT_DATABASE")
    os.environ["EIT_DATABASE"] = str(path)
    try:
        yield
    finally:
        os.environ.pop("EIT_DATABASE") if before is None else os.environ.update(EIT_DATABASE=before)


def visit(page: Path) -> float:
    """Processor seconds of one run of a page's script: the test harness around it only waits."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.testing.v1 import AppTest

    whole, taken = ScriptRunner._run_script, []

    def timed(runner: ScriptRunner, *asked: object) -> None:
        start = time.process_time()
        whole(runner, *asked)
        taken.append(time.process_time() - start)

    app = AppTest.from_file(str(ROOT / "eit" / "ui" / "main.py"), default_timeout=600)
    app.query_params["programme"] = PROGRAMME
    app.switch_page(str(page))
    with patch.object(ScriptRunner, "_run_script", timed):
        app.run()
    assert not app.exception, app.exception
    return sum(taken)


def fresh(page: Path) -> float:
    """The same with nothing kept but the code."""
    from streamlit import cache_data, cache_resource

    cache_data.clear()
    cache_resource.clear()
    return visit(page)


def take_note(path: Path, number: int) -> None:
    """What somebody writes during a meeting: what was said with an organisation."""
    from eit.store.database import file_version
    from eit.store.version.edit import edited_version
    from eit.store.version.journal import Act

    values = (f"banc-{number}", PROGRAMME, f"{MADE_UP}-0", "note", date.today(), "à rappeler")
    columns = "follow_up_id, programme_id, company_id, kind, happened_on, wording"
    with edited_version(path, file_version(path), Act("banc", "note", PROGRAMME)) as connection:
        connection.execute(f"INSERT INTO follow_up ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)


def measure(path: Path, sizes: Sequence[int] = SIZES, visits: int = VISITS) -> Table:
    """Processor seconds of the server per page: nothing in its memory; the next visitors; the first after a note."""
    table = Table(
        "Pages d'un grand programme / Pages of a large programme",
        (
            "flux (flows)",
            "page",
            "première (first)",
            "suivantes (next)",
            "après une note (after a note)",
            "cible",
        ),
    )
    pages, numbers = sorted((ROOT / "pages").glob("*.py")), count()
    with TemporaryDirectory() as folder:
        for size in sizes:
            file = Path(folder) / f"{size}.duckdb"
            large_programme(path, file, size // 10, size)
            with in_use(file):
                for page in pages:  # what a server loads once, on its first visitor
                    visit(page)
                for page in pages:
                    first, later, noted = [], [], []
                    for _ in range(visits):
                        first.append(fresh(page))
                        later.append(visit(page))
                        take_note(file, next(numbers))
                        noted.append(visit(page))
                    found = [median(times) for times in (first, later, noted)]
                    table.rows.append(
                        (
                            str(size),
                            page.stem,
                            *map(duration, found),
                            f"< {TARGETS_S.get(size, TARGET_S):g} s",
                        )
                    )
            file.unlink()
    table.notes = [
        f"Une organisation pour dix flux, {SYNERGIES} synergies ; médianes de {visits} exécutions du script, en "
        "secondes de processeur (runs of the script, seconds of processor). La première : en mémoire, rien que le code "
        "(nothing is kept but the code). Cible : de la première (target: of the first)."
    ]
    return table
