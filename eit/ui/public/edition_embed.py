"""Embedding a map of the edition: one map alone, the code that shows it elsewhere, and what is said instead."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from eit.publish.reading import PublicEdition
from eit.ui.public.edition_answers import drawing, edition_now, kept, programme_names, told
from eit.ui.public.edition_head import known_language
from eit.views.public.edition_map import NARROW, WIDE
from eit.views.public.embed import Dress, data_address, embed_code, embed_html, embed_sentence_html
from eit.views.public.page import INDICATORS
from eit.views.static_files import css_text
from eit.views.texts import texts
from eit.web.public_routes import embed_address, page_address
from eit.web.public_settings import site_address

UP = "../../.."
"""From the address of a map alone to the root of the site."""


def style() -> str:
    """The style sheet of a map alone."""
    return str(css_text("edition.css", "sheet.css", "site.css"))


def embedded_now(programme: str, lang: str, indicator: str, family: str) -> str | None:
    """The page of one map; None for a programme or figure that is not in the edition. Raises DataError."""
    edition, lang = edition_now(), known_language(lang)
    if programme not in programme_names(edition, lang):
        return None
    what = told(edition, programme)
    if indicator not in INDICATORS:
        return None
    if indicator not in what.indicators:  # another edition tells it: its address stays valid
        return instead("public.embed_gone", {}, programme, lang)
    return embedded(edition, programme, lang, indicator, family if family in what.families(indicator) else "")


@kept
def embedded(edition: PublicEdition, programme_id: str, lang: str, indicator: str, family: str) -> Markup:
    """One map alone, with its pictures in it; without `family`, that of all of them."""
    what = told(edition, programme_id)
    family = family or what.whole(indicator)
    drawn = [drawing(edition, programme_id, lang, indicator, family, None, frame) for frame in (WIDE, NARROW)]
    pictures = (data_address(drawn[0]), data_address(drawn[1])) if all(drawn) else None
    dress = _dress(programme_id, lang, indicator=indicator, family=family)
    return embed_html(what, indicator, family, lang, pictures, dress)


def instead(key: str, values: Mapping[str, str], programme: str, lang: str) -> str:
    """A page that says why no map stands there."""
    lang = known_language(lang)
    return str(embed_sentence_html(texts(lang)(key, **values), lang, _dress(programme, lang)))


def code(programme_id: str, lang: str, indicator: str, family: str) -> str:
    """The HTML that shows a map in a page of a site that may."""
    seen = urlsplit(str(st.context.url or ""))
    root = site_address() or f"{seen.scheme}://{seen.netloc}"
    return embed_code(
        f"{root}{embed_address(programme_id, lang, indicator, family)}", indicator, family, lang
    )


def _dress(programme_id: str, lang: str, **shown: str) -> Dress:
    return Dress("../../style.css", f"{UP}{page_address(programme_id, lang, **shown)}")
