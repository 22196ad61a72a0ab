"""Silent companies under names of their own, typed into every text that people type: what a room must never read."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from eit.domain.names.finder import words_of
from eit.store import column_privacy as privacy

SECRET = {
    "quorvax": ("Béton Quorvax Itée (fictif)", ["Béton Quorvax", "BETON  QUORVAX", "quorvax", "beton-quorvax.xlsx"]),
    "zorblax": ("Scierie Kanari-Zorblax inc. (fictive)", ["Kanari Zorblax", "ZORBLAX", "la scierie kanari-zorblax"]),
    "plimsoule": ("Fonderie Plimsoule & Fils (fictive)", ["Plimsoule", "fonderie plimsoule et fils", "chez PLIMSOULE"]),
    "tesselune": ("L’Atelier Tesselune (fictif)", ["l'atelier tesselune", "Tesse\u00adlune", "tesselune@exemple.org"]),
    "bois nord": ("Bois Nord (fictif)", ["BOIS  NORD", "bois-nord", "Bois du Nord inc."]),
}  # fmt: skip
"""Key of a secret → the name, and how people type it."""
REGISTERED = ("38230918200013", "1142233445")
"""Register keys (SIRET, NEQ) that were taken for ids of two of them."""


def plant(source: Path, path: Path) -> Path:
    """Write `path` from the demonstration: more than fifty texts say the names, in every way."""
    shutil.copy(source, path)
    with duckdb.connect(str(path)) as connection:
        _rename(connection)
        ways, number = [way for _, typed in SECRET.values() for way in typed], 0
        for table, kinds in privacy.TEXTS.items():
            typed = (privacy.PROSE, privacy.NAME, privacy.LINK, privacy.REMOVED)
            for column in (column for kind in typed for column in kinds.get(kind, ()) if table != "meta"):
                for (row,) in connection.execute(
                    f"SELECT rowid FROM {table} ORDER BY rowid LIMIT 8"
                ).fetchall():
                    text = f"Suite de la visite à {ways[number % len(ways)]}, en mai"
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [text, row])
                    number += 1
    assert number > 50
    return path


def _rename(connection: duckdb.DuckDBPyConnection) -> None:
    silent = connection.execute(
        "SELECT company_id FROM company WHERE NOT consent_name AND programme_id = 'abitibi' ORDER BY ALL LIMIT 5"
    ).fetchall()
    ids = [f"ree-{key.replace(' ', '-')}-itee" for key in SECRET][: -len(REGISTERED)] + list(REGISTERED)
    for (old,), new, (key, (name, _)) in zip(silent, ids, SECRET.items(), strict=True):
        for table, columns in {
            "company": ("company_id", "group_id"),
            "flow": ("company_id",),
            "synergy_party": ("company_id",),
            "consortium_member": ("company_id", "member_id"),
            "attendance": ("member_id",),
        }.items():
            for column in columns:
                own = "member_id" if column == "member_id" else "company_id"
                of = (
                    "(SELECT member_id FROM consortium_member WHERE company_id = ?)"
                    if own == "member_id"
                    else "(?)"
                )
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} IN {of}", [new, old])
        connection.execute(
            "UPDATE company SET name = ?, consent_name = false WHERE company_id = ?", [name, new]
        )
        address = f"/carte?programme=abitibi&company={new}&scenario={key}"
        connection.execute("UPDATE scene SET address = ? WHERE rank = 2", [address])


def keys_of(text: str) -> str:
    """A text as its words are compared, so that no way to write a name passes unseen."""
    return " ".join(word.key for word in words_of(text))
