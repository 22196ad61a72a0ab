"""The files that the page Données makes when they are asked for."""

from __future__ import annotations

from datetime import date

from eit.analysis import exports
from eit.domain.selection import Selection
from eit.locations import GEO
from eit.store.database import FileVersion
from eit.ui.data_file import database
from eit.views.export.about import about_lines
from eit.views.export.files import WITH_LAYERS, file_bytes
from eit.views.export.tables import as_text
from eit.views.texts import texts

ALL = "all"


def export_file(
    version: FileVersion, selection: Selection, as_of: date, lang: str, what: str, suffix: str
) -> tuple[bytes, bytes]:
    """One file of what the programme holds, and what it says of itself as a text; built when it is asked for.

    Filters of the screen do not count, except the radius: an export is the whole programme.
    """
    whole = Selection(selection.programme_id, radius_km=selection.radius_km, level=selection.level)
    asked = exports.Asked(whole, as_of, lang, GEO, texts(lang)("date.year_round"))
    kinds = exports.KINDS if what == ALL else (what,)
    door = database(version)
    tables = {
        kind: exports.export_layer(door, kind, asked)
        if suffix in WITH_LAYERS and kind in exports.GEOMETRIES
        else exports.export_table(door, kind, asked)
        for kind in kinds
    }
    rows = {kind: len(table) for kind, table in tables.items()}
    about = about_lines(exports.export_facts(door, asked, rows), lang)
    return file_bytes(suffix, tables, about, lang), as_text(about)
