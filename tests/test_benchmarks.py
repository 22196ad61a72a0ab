"""Each benchmark still runs, on a size of seconds; its figures are not judged here."""

from __future__ import annotations

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from benchmarks import (
    allocation,
    browser,
    browser_size,
    candidates,
    curves,
    distance,
    engine,
    growth,
    ingest,
    install,
    limit,
    matching,
    mutate,
    refresh,
    report,
    rivals,
    slider,
    spark,
    timing,
)

ROOT = Path(__file__).resolve().parents[1]
DATABASE = ROOT / "data" / "flows.duckdb"


def test_the_engine_finds_the_pairs_that_its_rivals_find():
    table = engine.measure(DATABASE, radii=2)
    assert len(table.rows) == 6 and "n. d." not in table.text()


def test_the_candidates_of_a_made_up_programme():
    (table,) = candidates.measure(DATABASE, flows=300, radii_km=(100,), runs=1)
    assert len(table.rows) >= 3


def test_a_pair_that_no_error_of_distance_explains_is_refused():
    import pandas as pd

    ours = pd.DataFrame([["a", "b", 10.0]], columns=rivals.COLUMNS)
    none = ours.iloc[:0]
    assert rivals.differing(ours, none, [10.05]) == 1
    with pytest.raises(ValueError, match="no known reason"):
        rivals.differing(ours, none, [20.0])


def test_the_distance_is_within_its_target():
    assert "NON" not in distance.measure(points=2000).text()


def test_every_solver_answers_in_its_own_process():
    table = allocation.measure({300: (allocation.OURS, allocation.GREEDY, allocation.SCIPY)}, runs=1)
    shares = {row[1]: float(row[4].rstrip(" %")) for row in table.rows}
    assert shares[allocation.NAMES[allocation.OURS]] == pytest.approx(100, abs=0.01)
    assert shares[allocation.NAMES[allocation.GREEDY]] <= 100


def test_an_import_is_timed_beside_a_loop():
    table = ingest.measure(DATABASE, rows=50, runs=1)
    assert len(table.rows) == 4 and "n. d." not in table.text()


def test_greedy_promises_no_tonne_twice():
    offers, demands, supply, demand, value, far = allocation.instance(400)
    tonnes = allocation.greedy(offers, demands, supply, demand, value, far)
    assert (np.bincount(offers, tonnes, len(supply)) <= supply + 1e-9).all()
    assert (np.bincount(demands, tonnes, len(demand)) <= demand + 1e-9).all()


@pytest.mark.browser
def test_the_page_is_timed():
    if browser.chromium() is None:
        pytest.skip("NAVIGATEUR ABSENT")
    with ThreadPoolExecutor(1) as apart:  # the browser tests may hold this thread's event loop
        table = apart.submit(browser.measure, DATABASE, 1).result()
    assert len(table.rows) == 5


def test_a_large_map_is_judged_against_its_targets_and_an_empty_page():
    seen = browser_size.Waits(
        [1.5], [1.2], [0.4], [1.3], [0.02], [0.1], {"lines": 3, "sites": 2, "nodes": 9, "page": 8}, 0.2
    )
    text = browser_size._table("T", browser_size.SIZES[0], seen, 42, 1).text()
    assert [row for row in text.splitlines() if "NON" in row] == [
        row for row in text.splitlines() if "catégorie" in row
    ]
    assert "42 échanges" in text and "0.30 s après une page Streamlit" in text


def test_the_report_names_the_machine(tmp_path):
    report.write([report.Table("T", ("a",), [("b",)], ["c"])], tmp_path / "r.md", "0.1")
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "Python" in text and "| b |" in text and "- c" in text


def test_an_unknown_part_is_refused():
    done = subprocess.run(
        [sys.executable, "benchmarks/run.py", "nonsense"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "engine" in done.stderr


def test_sizes_and_percentiles(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1000)
    assert install.megabytes(tmp_path.rglob("*")) == pytest.approx(0.001)
    assert timing.p95(list(range(100))) == 95 and math.isnan(timing.median([]))
    assert (report.duration(0.0123), report.duration(2), report.ratio(2, 1)) == ("12.3 ms", "2 s", "2 ×")


def test_every_road_finds_the_same_pairs_at_the_size_of_a_test():
    table = matching.all_pairs(DATABASE, (300,), runs=1, with_postgis=False)
    assert {row[2] for row in table.rows} >= {"**notre SQL** (ours)", "geopandas `sjoin` + `merge`"}
    nearest = matching.nearest(DATABASE, {600: (50.0,)}, runs=1, with_postgis=False)
    assert all(row[6] in ("—", "0") for row in nearest.rows)


def test_the_growth_is_measured_and_its_exponent_is_that_of_a_power(monkeypatch, tmp_path):
    monkeypatch.setattr(growth, "apart", lambda flows, radius: matching.one(flows, radius, 10))
    monkeypatch.setattr(growth, "all_apart", growth.all_pairs)
    monkeypatch.setattr(curves, "FITTED_FROM", 150)
    monkeypatch.setattr(growth, "RUNS", 1)
    assert curves.exponent([1, 10, 100], [3, 300, 30000]) == pytest.approx(2)
    sizes = {curves.ALL: (150, 300), curves.BEST: (150, 300)}
    table = growth.measure(sizes, (10.0, 50.0), largest=None, plot=tmp_path / "growth.svg")
    assert len(table.rows) == 8 and "Exposants" in table.text() and "(50 km)" in table.text()


def test_pairs_that_only_one_side_keeps_are_told_from_those_as_good_as_the_last():
    import pandas as pd

    ours, theirs = (
        pd.DataFrame(rows, columns=["offer_id", "demand_id", "value"])
        for rows in ([("a", "b", 2.0), ("a", "c", 1.0)], [("a", "b", 2.0), ("a", "d", 1.0), ("a", "e", 0.5)])
    )
    assert spark.differing(ours, theirs) == 1  # e; c and d are as good as each other


def test_the_limit_the_refresh_and_the_slider_are_measured():
    assert len(limit.measure(DATABASE, flows=300, runs=1).rows) == 3
    assert len(refresh.measure(DATABASE, flows=300, come=5, runs=1).rows) == 2
    assert len(slider.measure(DATABASE, {300: (10, 300.0, 20.0)}, moves=2).rows) == 4


def test_a_line_is_changed_in_one_place_and_stays_python() -> None:
    text = (
        'def f(a: int = 3) -> bool:\n    """Five."""\n'
        '    é = "é" if a <= 2 and not a else a + 1\n    return é in (1, 2)\n'
    )
    found = list(mutate.mutants("f.py", text))
    assert {one.before for one in found} == {
        *("3", "a <= 2 and not a", "a <= 2", "2", "not a", "a + 1", "1", "return é in (1, 2)", "é in (1, 2)"),
    }
    for mutant in found:
        changed = mutate.apply(mutant, text)
        compile(changed, "f.py", "exec")
        different = [
            n
            for n, (old, new) in enumerate(zip(text.splitlines(), changed.splitlines(), strict=True), 1)
            if old != new
        ]
        assert different == [mutant.line], mutant.told()
