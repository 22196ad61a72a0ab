"""Where the best partners cost less than all pairs: processor, file and memory of both roads, at several sizes.

`python benchmarks/crossover.py`; the limit is `LARGEST_PAIRS` of eit/store/derived/matching.py.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.candidates import PROGRAMME, made_up  # noqa: E402
from eit.store.derived import matching  # noqa: E402
from eit.store.derived.pair_catalog import make_catalog  # noqa: E402

SIZES = (2_500, 5_000, 10_000, 20_000)
PAIR_B = 24
"""Two numbers of flows, a distance and a value."""
ROADS = {"toutes (all)": 10**12, "meilleurs (best)": 0}
DATABASE = ROOT / "data" / "flows.duckdb"


def both_roads(flows: int) -> list[str]:
    """One line per road: compatible pairs, pairs kept, seconds of processor, memory."""
    found = []
    for road, limit in ROADS.items():
        matching.LARGEST_PAIRS = limit
        with TemporaryDirectory() as folder:
            path = Path(shutil.copyfile(DATABASE, Path(folder) / "flows.duckdb"))
            with duckdb.connect(str(path)) as connection:
                made_up(connection, flows)
                counted = dict(connection.execute(matching.read_sql("derive", "compatible_pairs")).fetchall())
                start = time.process_time()
                make_catalog(connection, "flows")
                matching.derive_pairs(connection)
                seconds = time.process_time() - start
                [(kept,)] = connection.execute("SELECT count(*) FROM candidate").fetchall()
        found.append(
            f"{flows} flux (flows), {counted[PROGRAMME]} compatibles, {road} : {kept} paires, {seconds:.1f} s, "
            f"{kept * PAIR_B / 1e6:.1f} Mo de mémoire (memory)"
        )
    return found


if __name__ == "__main__":
    for flows in SIZES:
        sys.stdout.write("\n".join(both_roads(flows)) + "\n")
