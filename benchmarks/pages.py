"""What each page costs the server with 500 companies, 5 000 flows and 300 synergies: the first visit, then the next."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import duckdb

from benchmarks.candidates import PROGRAMME as MADE_UP
from benchmarks.candidates import made_up
from benchmarks.report import Table, duration
from benchmarks.timing import median

ROOT = Path(__file__).resolve().parents[1]
PROGRAMME, COMPANIES, FLOWS, SYNERGIES, VISITS, TARGET_S = "quebec", 500, 5_000, 300, 5, 1.0
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
    from eit.store.version.build import derive

    target.write_bytes(source.read_bytes())
    with duckdb.connect(str(target)) as connection:
        made_up(connection, max(flows, 5 * companies))
        connection.execute(SHARED_OUT.format(companies=companies, flows=flows))
        connection.execute(FILLED)
        derive(connection)
        connection.execute(SYNERGIES_SQL.format(synergies=synergies))


def measure(path: Path) -> Table:
    """Seconds of the server per page: with nothing in its memory, then for the next visitors.

    Only the run of the script counts: the test harness around it waits a tenth of a second between two looks.
    """
    from streamlit import cache_data, cache_resource
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.testing.v1 import AppTest

    whole = ScriptRunner._run_script

    def fresh(page: Path) -> float:
        cache_data.clear()
        cache_resource.clear()
        return visit(page)

    def visit(page: Path) -> float:
        app = AppTest.from_file(str(ROOT / "eit" / "ui" / "main.py"), default_timeout=300)
        app.query_params["programme"] = PROGRAMME
        app.switch_page(str(page))
        taken = []

        def timed(runner: ScriptRunner, *asked: object) -> None:
            start = time.perf_counter()
            whole(runner, *asked)
            taken.append(time.perf_counter() - start)

        with patch.object(ScriptRunner, "_run_script", timed):
            app.run()
        assert not app.exception, app.exception
        return sum(taken)

    table = Table(
        "Pages d'un grand programme / Pages of a large programme",
        ("page", "première visite (first)", "visites suivantes (next)", "cible (target)"),
    )
    before = os.environ.get("EIT_DATABASE")
    with TemporaryDirectory() as folder:
        large_programme(path, Path(folder) / "banc.duckdb")
        os.environ["EIT_DATABASE"] = str(Path(folder) / "banc.duckdb")
        try:
            pages = sorted((ROOT / "pages").glob("*.py"))
            for page in pages:  # what a server loads once, on its first visitor
                visit(page)
            for page in pages:
                first = median([fresh(page) for _ in range(VISITS)])
                later = median([visit(page) for _ in range(VISITS)])
                table.rows.append((page.stem, duration(first), duration(later), f"< {TARGET_S:g} s"))
        finally:
            os.environ.pop("EIT_DATABASE") if before is None else os.environ.update(EIT_DATABASE=before)
    table.notes = [
        f"{COMPANIES} organisations, {FLOWS} flux, {SYNERGIES} synergies ; médianes de {VISITS} exécutions du script "
        "(runs of the script). La première vient après un changement des données : en mémoire, rien que le code "
        "(the first comes after a change of the data: nothing is kept but the code)."
    ]
    return table
