"""Embedding: one map alone, with whom it comes from, to stand in the page of somebody else."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from markupsafe import Markup

from eit.views.public.head import banner
from eit.views.public.page import EMPTY, EditionView
from eit.views.public.sentences import says_something, total_sentence
from eit.views.public.titles import map_title, source_line
from eit.views.templates import render
from eit.views.texts import texts


@dataclass(frozen=True)
class Dress:
    """Addresses that a map alone needs, seen from where it stands: its style, its icon, the page that it is of."""

    style: str
    page: str
    icon: str = ""


def embed_html(
    told: EditionView, indicator: str, family: str, lang: str, pictures: tuple[str, str] | None, dress: Dress
) -> Markup:
    """`pictures`: the addresses of the map for a wide and for a narrow frame; none where nothing can be told."""
    shown, t = pictures or ("", ""), texts(lang)
    sentences = [banner(told, lang)]
    if set(told.chosen(indicator, family)["state"]) <= {EMPTY}:
        sentences.append(t("public.kept_empty"))
    elif not says_something(told, indicator, family):
        sentences += [t("public.kept_hidden"), t("public.nothing_told")]
    elif pictures is None:
        sentences.append(total_sentence(told, indicator, t))
    return _page(
        lang,
        dress,
        title=map_title(indicator, family, lang),
        **{"wide": shown[0], "narrow": shown[1], "source": source_line(told, lang)},
        sentences=[sentence for sentence in sentences if sentence],
    )


def embed_sentence_html(sentence: str, lang: str, dress: Dress) -> Markup:
    """A sentence where a map would stand, and the way to the page."""
    t = texts(lang)
    return _page(
        lang,
        dress,
        title=t("public.title"),
        **{"wide": "", "narrow": "", "source": t("public.embed_page"), "sentences": [sentence]},
    )


def embed_code(address: str, indicator: str, family: str, lang: str) -> str:
    """The HTML that shows the map at `address` in a page."""
    return str(render("public/embed_code.html", address=address, title=map_title(indicator, family, lang)))


def data_address(svg: str) -> str:
    """A drawing as the address of an image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _page(lang: str, dress: Dress, title: str, **content: object) -> Markup:
    return render(
        "public/site_embed.html",
        **{"say": texts(lang), "title": title, "heading": title},
        **{"style": dress.style, "icon": dress.icon, "page": dress.page},
        **content,
    )
