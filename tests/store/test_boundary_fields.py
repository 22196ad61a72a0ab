"""Layers of publishers that nobody told us of: the fields are told by what they hold, or asked."""

from __future__ import annotations

import pandas as pd

from eit.store.layers.guessing import guess_fields

LAYERS: dict[str, tuple[dict[str, list[object]], tuple[str, str] | None]] = {
    "Belgium": (
        {"nis": ["11001", "25014", "91142"], "nom_fr": ["Aartselaar", "Nivelles", "Hastière"],
         "nom_nl": ["Aartselaar", "Nijvel", "Hastière"]}, ("nis", "nom_fr"),
    ),
    "Switzerland, with figures beside": (
        {"bfs_nr": [1, 6621, 5586], "commune": ["Aeugst am Albis", "Genève", "Lausanne"],
         "canton": ["Zürich", "Genève", "Vaud"], "yes_pct": [49.2, 31.4, 28.7], "pop_2024": [1995, 209_061, 144_873]},
        ("bfs_nr", "commune"),
    ),
    "Geneva, numbers with a decimal point": (
        {"name": ["Meyrin", "Vernier", "Lancy"], "bfs_nummer": [6630.0, 6643.0, 6628.0]}, ("bfs_nummer", "name"),
    ),
    "Flanders, names in two languages": (
        {"NISCODE": ["23088", "23027", "23050"], "NAAM_NL": ["Vilvoorde", "Halle", "Meise"],
         "NAAM_FR": ["Vilvorde", "Hal", "Meise"]}, ("NISCODE", "NAAM_FR"),
    ),
    "Ontario": (
        {"FID": [1, 2, 3], "MUN_CODE": ["3520005", "3506008", "3525005"], "MUN_NAME": ["Toronto", "Ottawa", "Hamilton"],
         "TYPE": ["City", "City", "City"]}, ("MUN_CODE", "MUN_NAME"),
    ),
    "a row number is no code": (
        {"objectid": [1, 2, 3], "rang": [1, 2, 3], "nom": ["Esch", "Diekirch", "Wiltz"]}, None,
    ),
    "no code at all": ({"name": ["Habscht", "Esch", "Wiltz"]}, None),
    "no name": ({"code": ["01", "02", "03"]}, None),
    "two codes as good": (
        {"Código INE": ["001", "003", "007"], "Código Catastral": ["010", "011", "012"],
         "Nombre": ["Ábalos", "Agoncillo", "Haro"]}, None,
    ),
}  # fmt: skip


def test_the_code_and_the_name_are_told_or_asked() -> None:
    found = {said: guess_fields(pd.DataFrame(columns)) for said, (columns, _) in LAYERS.items()}
    assert found == {said: wanted for said, (_, wanted) in LAYERS.items()}
