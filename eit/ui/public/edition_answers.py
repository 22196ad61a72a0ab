"""The edition that the public pages read: opened once per version, and each part of a page made once for everyone.

What is kept belongs to one edition and goes with it: a reader never gets a part of another one.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from markupsafe import Markup

from eit.analysis.territories.outlines import context_boundaries, context_credits, outlines
from eit.analysis.territories.outlines import ground as ground_under
from eit.domain.errors import DataError
from eit.locations import GEO
from eit.publish.reading import PublicEdition, open_current
from eit.store.database import FileVersion, file_version
from eit.views import format as fmt
from eit.views.cards import picture_html
from eit.views.map.attribution import credits as boundary_credits
from eit.views.public.edition_map import COLUMN, NARROW, WIDE, BaseMap, Frame, edition_scene, ground, map_svg
from eit.views.public.edition_png import map_png
from eit.views.public.html_file import credits_html, page_html
from eit.views.public.page import (
    HIDDEN,
    TOTAL,
    EditionView,
    csv_bytes,
    edition_view,
    family_name,
    framed_method_html,
    synergies_html,
    table_html,
)
from eit.views.public.sentences import in_short_html, shades_something
from eit.views.public.titles import map_title, source_line
from eit.views.public.years import years_html, years_of
from eit.views.texts import texts
from eit.web import modes

KEPT = 256
"""Parts of a kind that an edition keeps: maps of about 40 kB, so 10 MB at most."""
Asked = ParamSpec("Asked")
Part = TypeVar("Part")
_opening, _making = threading.Lock(), threading.RLock()
"""What many readers ask for at once is made by the first of them; the others wait for it."""


def kept(
    make: Callable[Concatenate[PublicEdition, Asked], Part],
) -> Callable[Concatenate[PublicEdition, Asked], Part]:
    """Make each part once per edition; all of them are forgotten with the edition."""
    of_edition: weakref.WeakKeyDictionary[PublicEdition, dict[tuple, Part]] = weakref.WeakKeyDictionary()

    @wraps(make)
    def shared(edition: PublicEdition, *asked: Asked.args, **named: Asked.kwargs) -> Part:
        key = (asked, tuple(named.items()))
        found = of_edition.get(edition, {}).get(key)
        if found is not None:
            return found
        with _making:
            parts = of_edition.setdefault(edition, {})
            if key not in parts:
                made = make(edition, *asked, **named)
                if len(parts) >= KEPT:
                    parts.pop(next(iter(parts)))
                parts[key] = made
            return parts[key]

    return shared


@lru_cache(maxsize=2)
def _opened(version: FileVersion) -> PublicEdition:
    return open_current(Path(version.path), key=modes.edition_key())


def edition_now() -> PublicEdition:
    """The edition that stands there now; a page asks once and keeps it. Raises DataError."""
    path = modes.edition_path()
    try:
        with _opening:
            return _opened(file_version(path))
    except DataError as error:
        missing = error.code == "no_data_file"
        raise (
            DataError("no_edition", path=path.name) if missing else DataError(error.code, path=path.name)
        ) from error


@kept
def programme_names(edition: PublicEdition, lang: str) -> dict[str, str]:
    """programme_id → name, in the order of the edition."""
    programmes = edition.programmes()
    return dict(zip(programmes["programme_id"], programmes[f"name_{lang}"], strict=True))


@kept
def told(edition: PublicEdition, programme_id: str) -> EditionView:
    """What the edition says of one programme; each question stays within the limits of the door."""
    return edition_view(edition, programme_id)


@lru_cache(maxsize=32)
def _ground(territory_ids: tuple[str, ...], jurisdiction_id: str, frame: Frame) -> BaseMap:
    scene = edition_scene(outlines(GEO, territory_ids), ground_under(jurisdiction_id))
    return ground(scene, _behind(jurisdiction_id), frame)


@lru_cache(maxsize=4)
def _behind(jurisdiction_id: str) -> tuple:
    return tuple(context_boundaries(GEO, jurisdiction_id).geometry)


@kept
def credits(edition: PublicEdition, programme_id: str, lang: str) -> Markup:
    """Whom the boundaries of the map are to be credited to, as HTML."""
    what = told(edition, programme_id)
    keys = context_credits(str(what.programme["jurisdiction"]))
    drawn = outlines(GEO, tuple(what.territories["territory_id"]))
    named = boundary_credits(texts(lang), keys, approximate=bool(drawn["approximate"].any()))
    return credits_html(named, lang)


@kept
def drawing(
    edition: PublicEdition,
    programme_id: str,
    lang: str,
    indicator: str,
    family: str,
    chosen: str | None = None,
    frame: Frame = WIDE,
) -> Markup:
    """The map of one indicator and family, empty when no boundary is known."""
    what = told(edition, programme_id)
    rows, title = what.chosen(indicator, family), map_title(indicator, family, lang)
    return map_svg(what, rows, _ground_of(what, frame), lang, title, chosen)


def _ground_of(what: EditionView, frame: Frame = WIDE) -> BaseMap:
    return _ground(tuple(what.territories["territory_id"]), str(what.programme["jurisdiction"]), frame)


@kept
def as_png(edition: PublicEdition, programme_id: str, lang: str, indicator: str, family: str) -> bytes:
    """The map of one indicator and family, to take along; empty when no boundary is known."""
    what = told(edition, programme_id)
    rows, title = what.chosen(indicator, family), map_title(indicator, family, lang)
    return map_png(what, rows, _ground_of(what), lang, title, source_line(what, lang))


def picture(
    edition: PublicEdition, programme_id: str, lang: str, indicator: str, family: str, chosen: str | None
) -> Markup:
    """The map as an image of the page, drawn for a screen and for a telephone: the page shows the one that fits."""
    title = _title(lang, indicator, family)
    asked = (edition, programme_id, lang, indicator, family, chosen)
    wide = picture_html(drawing(*asked, COLUMN), title, "eit-public-map")
    return wide + picture_html(drawing(*asked, NARROW), title, "eit-public-map-narrow")


def _title(lang: str, indicator: str, family: str) -> str:
    t = texts(lang)
    return fmt.labelled(t(f"public_indicator.{indicator}"), family_name(family, t), lang)


@kept
def hides(edition: PublicEdition, programme_id: str, indicator: str, family: str) -> bool:
    """Whether a figure of this indicator and family is protected somewhere."""
    return bool((told(edition, programme_id).chosen(indicator, family)["state"] == HIDDEN).any())


@kept
def by_territory(edition: PublicEdition, programme_id: str, lang: str, indicator: str, family: str) -> Markup:
    """One indicator and family as a table, a row per territory."""
    what, title = told(edition, programme_id), _title(lang, indicator, family)
    return table_html(what, what.chosen(indicator, family), "territory", title, lang)


@kept
def by_family(edition: PublicEdition, programme_id: str, lang: str, indicator: str, territory: str) -> Markup:
    """One indicator in one territory as a table, a row per family."""
    t, what = texts(lang), told(edition, programme_id)
    title = t(
        "public.all_families",
        territory=what.place(territory, t),
        indicator=t(f"public_indicator.{indicator}"),
    )
    return table_html(what, what.chosen(indicator, territory=territory), "family", title, lang)


@kept
def in_short(edition: PublicEdition, programme_id: str, lang: str) -> Markup:
    """The whole programme in sentences."""
    return in_short_html(told(edition, programme_id), lang, linked=False)


@kept
def years(edition: PublicEdition, programme_id: str, lang: str) -> Markup:
    """The results that were announced for two years at least, year by year."""
    return years_html(years_of(told(edition, programme_id), texts(lang)))


@kept
def first_told(edition: PublicEdition, programme_id: str) -> str:
    """The indicator that a page shows first: the first whose map holds a value, else the first of all."""
    what = told(edition, programme_id)
    return next((one for one in what.indicators if shades_something(what, one)), what.indicators[0])


@kept
def synergies(edition: PublicEdition, programme_id: str, lang: str) -> Markup:
    """The numbers of synergies as a table."""
    return synergies_html(told(edition, programme_id), lang)


@kept
def method(edition: PublicEdition, programme_id: str, lang: str) -> Markup:
    """The rules, the factors and the audit."""
    return framed_method_html(told(edition, programme_id), lang)


@kept
def as_page(edition: PublicEdition, programme_id: str, lang: str) -> bytes:
    """The edition of a programme as one HTML file."""

    def draw(indicator: str) -> Markup:
        return drawing(edition, programme_id, lang, indicator, TOTAL)

    return page_html(told(edition, programme_id), draw, credits(edition, programme_id, lang), lang).encode()


@kept
def as_csv(edition: PublicEdition, programme_id: str, lang: str, indicator: str | None = None) -> bytes:
    """Every cell of a programme, or of one indicator, for a spreadsheet."""
    return csv_bytes(told(edition, programme_id), lang, indicator)
