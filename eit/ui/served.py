"""What the server is handed by the screens: it knows addresses and rules, they know the data and the words."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from eit.analysis.territories.official import Layers, official_layers
from eit.domain.errors import DataError, InvalidSelection
from eit.store.database import Database
from eit.ui.answers import context_map, ground_map
from eit.ui.data_file import database_path
from eit.ui.page_context import page_names
from eit.views.map.geojson import context_geojson
from eit.views.meeting.order import order_script
from eit.views.meeting.scene import room_script
from eit.views.page_script import page_script
from eit.views.public.head import plain_html, title_html
from eit.views.texts import LANGUAGES, texts
from eit.web import modes
from eit.web.page_shell import PageHead
from eit.web.public_routes import PublicAnswers
from eit.web.routes import Answers, Outlines


def sentence(key: str, **values: str) -> str:
    """A sentence in every language: whoever starts a server, or is kept out of one, has not chosen one yet."""
    return "\n\n".join(texts(lang)(key, **values) for lang in LANGUAGES)


def own_pages() -> list[str]:
    """The HTML with scripts of ours that a page of the screen holds, with those of the room and of dragged lists."""
    return [*(page_script(lang) for lang in LANGUAGES), room_script(), order_script()]


def answers() -> Answers:
    """What the routes ask of the data. A public server reads what draws its page now, before its first reader."""
    if modes.is_public():
        import_module("eit.ui.public.page")
    public = PublicAnswers(_preview, _embedded, _instead, _embed_style)
    return Answers(_of_database, _of_edition, _outlines, _head, public, page_names())


def _of_database() -> dict[str, object]:
    with Database(database_path()) as database:
        return {"programmes": len(database.query("programmes"))}


def _of_edition() -> dict[str, object]:
    from eit.ui.public.edition_answers import edition_now  # only in public mode

    edition = edition_now()
    return {"edition": str(edition.edition()["name"]), "programmes": len(edition.programmes())}


def _head(programme: str, lang: str, address: str) -> PageHead:
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    try:
        public = modes.is_public()
    except DataError:
        public = False
    if not public:  # nothing of the data: whoever is kept out reads this too
        t = texts(lang)
        return PageHead(lang, title_html(t("app.title")), plain_html(t("app.title"), [], lang))
    from eit.ui.public.edition_head import head  # only in public mode

    return head(programme, lang, address)


def _preview(programme: str, lang: str) -> bytes:
    from eit.ui.public.edition_head import preview_now  # only in public mode

    return preview_now(programme, lang)


def _embedded(programme: str, lang: str, indicator: str, family: str) -> str | None:
    from eit.ui.public.edition_embed import embedded_now  # only in public mode

    return embedded_now(programme, lang, indicator, family)


def _instead(key: str, values: Mapping[str, str], programme: str, lang: str) -> str:
    from eit.ui.public.edition_embed import instead  # only in public mode

    return instead(key, values, programme, lang)


def _embed_style() -> str:
    from eit.ui.public.edition_embed import style  # only in public mode

    return style()


def _outlines(jurisdiction_id: str) -> Outlines | None:
    try:
        return _compressed(jurisdiction_id, official_layers(database_path()))
    except InvalidSelection:
        return None


@lru_cache(maxsize=4)
def _compressed(jurisdiction_id: str, layers: Layers) -> Outlines:
    shapes = context_geojson(context_map(jurisdiction_id, layers), ground_map(jurisdiction_id, layers))
    content = shapes.encode("utf-8")
    return Outlines(content, gzip.compress(content))
