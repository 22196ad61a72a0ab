"""Where the official layers are published: a short name instead of an address that nobody remembers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from eit.store.layers.refusal import InvalidBoundaries
from eit.store.tables import read_rows

FILE = "official_layers.csv"


def official_catalogue(geo: Path) -> pd.DataFrame:
    """The layers by official_id: kind, country, url, source, licence, title_fr, title_en, page."""
    return read_rows(geo / FILE, ("official_id", "kind", "url", "source", "licence")).set_index(
        "official_id", drop=False
    )


def official_layer(geo: Path, name: str) -> pd.Series:
    """One layer of the catalogue. Raises InvalidBoundaries("boundary-unknown-layer") with the known names."""
    catalogue = official_catalogue(geo)
    if name not in catalogue.index:
        raise InvalidBoundaries("boundary-unknown-layer", value=name, row_id=", ".join(catalogue.index))
    return catalogue.loc[name]
