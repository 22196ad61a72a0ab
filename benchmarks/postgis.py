"""PostGIS geography on the same flows: a server of its own for the time of the measurement, where Debian allows."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.worlds import World

PACKAGES = ("postgresql", "postgis", "postgresql-postgis")
TABLES = """
    CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS btree_gist;
    CREATE TABLE offer (row int, grp int, company int, reach float8, place geography(point));
    CREATE TABLE demand (row int, grp int, company int, place geography(point));
    CREATE TABLE link (offer_grp int, demand_grp int);
"""
INDEXES = """
    CREATE INDEX ON demand USING gist (grp, place); CREATE INDEX ON offer (grp); CREATE INDEX ON link (offer_grp);
    ANALYZE;
"""
ALL_PAIRS = """
    SELECT offer.row, demand.row, ST_Distance(offer.place, demand.place) / 1000
    FROM offer JOIN link ON offer_grp = offer.grp
    JOIN demand ON demand.grp = demand_grp AND ST_DWithin(offer.place, demand.place, {metres})
    WHERE demand.company <> offer.company AND (reach IS NULL OR ST_DWithin(offer.place, demand.place, reach * 1000))
"""
NEAREST = """
    SELECT offer.row, near.row, near.km FROM offer CROSS JOIN LATERAL (
        SELECT best.row, best.km FROM link CROSS JOIN LATERAL (
            SELECT demand.row, (demand.place <-> offer.place) / 1000 AS km FROM demand
            WHERE demand.grp = demand_grp AND demand.company <> offer.company
            ORDER BY demand.place <-> offer.place LIMIT {best}
        ) AS best WHERE offer_grp = offer.grp AND best.km <= least({metres} / 1000, reach) ORDER BY best.km LIMIT {best}
    ) AS near
"""


def folder() -> Path | None:
    """Where the programs of a PostgreSQL server with PostGIS are; None without."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        version = found.parts[-3]
        if Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            return found.parent
    return None


def install() -> Path | None:
    """Install PostGIS with Debian's packages when this is root on Debian; the folder of the programs, or None."""
    if folder() is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        command = [
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "postgresql",
            "postgis",
            "postgresql-postgis",
        ]
        subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet)
    return folder()


@contextmanager
def server() -> Iterator[Any]:
    """A connection to an empty database of a server that ends with it. Raises RuntimeError, ImportError."""
    import psycopg

    programs = install()
    if programs is None:
        raise RuntimeError("no PostGIS")
    place = Path(tempfile.mkdtemp(prefix="banc-postgis-"))
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(place, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "cwd": place, **user}
    data = place / "data"
    subprocess.run([programs / "initdb", "-D", data, "-A", "trust", "-U", "banc", "--no-sync"], **quiet)
    settings = f"-p {port} -k {place} -c shared_buffers=1GB -c work_mem=256MB -c fsync=off -c jit=off"
    command = [programs / "pg_ctl", "-D", data, "-w", "-o", settings, "-l", place / "log"]
    subprocess.run([*command, "start"], **quiet)
    try:
        with psycopg.connect(
            f"host=127.0.0.1 port={port} user=banc dbname=postgres", autocommit=True
        ) as connection:
            yield connection
    finally:
        subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(place, ignore_errors=True)


def load(connection: Any, world: World) -> None:
    """Put a world into the server, indexed (not counted in any time)."""
    connection.execute("DROP TABLE IF EXISTS offer, demand, link")
    connection.execute(TABLES)
    for table, side, reach in (("offer", world.offers, True), ("demand", world.demands, False)):
        columns = "row, grp, company, reach, place" if reach else "row, grp, company, place"
        with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row, flow in enumerate(side.itertuples()):
                far = [None if pd.isna(flow.reach_km) else flow.reach_km] if reach else []
                point = f"POINT({flow.longitude!r} {flow.latitude!r})"
                copy.write_row([row, flow.group_number, flow.company_number, *far, point])
    with connection.cursor().copy("COPY link FROM STDIN") as copy:
        for offer, demand in zip(world.links.offer_group, world.links.demand_group, strict=True):
            copy.write_row([int(offer), int(demand)])
    connection.execute(INDEXES)


def pairs(connection: Any, statement: str, radius_km: float, best: int = 0) -> pd.DataFrame:
    """Offer, demand and km of one of the two statements."""
    rows = connection.execute(statement.format(metres=radius_km * 1000.0, best=best)).fetchall()
    return pd.DataFrame(rows, columns=["offer", "demand", "km"])


def run(connection: Any, statement: str, radius_km: float, best: int = 0) -> None:
    """The same, computed and counted in the server: nothing is carried to Python."""
    asked = statement.format(metres=radius_km * 1000.0, best=best)
    connection.execute(f"SELECT count(*), sum(km) FROM ({asked}) AS found (o, d, km)").fetchone()
