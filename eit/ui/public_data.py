"""The edition that the public pages read: opened once per version, and read at once for each page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from eit.analysis.outlines import neighbours, outlines
from eit.publish.reading import PublicEdition, open_current
from eit.store.connection import DataError, Stamp, stamp
from eit.ui import modes
from eit.ui.attribution import credits as boundary_credits
from eit.views.public import Told
from eit.views.public_file import credits_html, page_html
from eit.views.public_map import map_svg
from eit.views.texts import texts

GEO_FOLDER = modes.ROOT / "data" / "geo"
INDICATORS = (
    *("offer_mass", "offer_energy", "offer_water", "demand_mass", "demand_energy", "demand_water"),
    *("avoidable_ghg", "avoidable_money"),
)


@lru_cache(maxsize=2)
def _opened(version: Stamp) -> PublicEdition:
    return open_current(Path(version.path))


def edition_now() -> PublicEdition:
    """The edition that stands there now; a page asks once and keeps it. Raises DataError."""
    path = modes.edition_path()
    try:
        return _opened(stamp(path))
    except DataError as error:
        missing = error.code == "no_data_file"
        raise (
            DataError("no_edition", path=path.name) if missing else DataError(error.code, path=path.name)
        ) from error


@lru_cache(maxsize=32)
def told(edition: PublicEdition, programme_id: str) -> Told:
    """What the edition says of one programme; each question stays within the limits of the door."""
    programmes = edition.programmes()
    cells = [edition.cells(programme_id, indicator) for indicator in INDICATORS]
    return Told(
        edition.edition(),
        edition.editions(),
        edition.digest,
        programmes[programmes["programme_id"] == programme_id].iloc[0],
        edition.territories(programme_id),
        pd.concat([frame for frame in cells if len(frame)], ignore_index=True),
        edition.factors(programme_id),
        edition.synergies(programme_id),
        edition.rules(),
        edition.audit(),
    )


@lru_cache(maxsize=32)
def _shapes(territory_ids: tuple[str, ...]) -> Any:
    return outlines(GEO_FOLDER, territory_ids)


@lru_cache(maxsize=4)
def _behind(country: str) -> tuple:
    return tuple(neighbours(GEO_FOLDER, country).geometry)


def credits(told: Told, lang: str) -> str:
    """Whom the boundaries of the map are to be credited to, as HTML."""
    return credits_html(boundary_credits(texts(lang), str(told.programme["country"]), []), lang)


def drawing(told: Told, indicator: str, family: str, lang: str, chosen: str | None = None) -> str:
    """The map of one indicator and family, empty when no boundary is known."""
    t = texts(lang)
    names = {"indicator": t(f"public_indicator.{indicator}"), "family": t(f"public_family.{family}")}
    title = t("public.map_title", **names)
    shapes = _shapes(tuple(told.territories["territory_id"]))
    behind = _behind(str(told.programme["country"]))
    return map_svg(told, told.chosen(indicator, family), shapes, behind, lang, title, chosen)


def as_page(told: Told, lang: str) -> bytes:
    """The edition of a programme as one HTML file."""
    return page_html(
        told, lambda indicator: drawing(told, indicator, "total", lang), credits(told, lang), lang
    ).encode()
