"""Link preview: what stands before any script of a page of an edition, and what others show beside a link to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.escape import contact_link
from eit.views.public.edition_png import preview_png
from eit.views.public.page import EditionView
from eit.views.public.sentences import headlines
from eit.views.templates import render
from eit.views.texts import texts


def page_title(told: EditionView, lang: str) -> str:
    """The title of the page of a programme."""
    return texts(lang)("public.site_title", programme=str(told.programme[f"name_{lang}"]))


def page_description(told: EditionView, lang: str) -> str:
    """One sentence on what the page of a programme tells, and since when."""
    name = str(told.programme[f"name_{lang}"])
    return texts(lang)("public.site_description", programme=name, date=_date(told, lang))


def published(told: EditionView, lang: str) -> str:
    """When the edition came out, as a sentence."""
    return texts(lang)("public.published_on", date=_date(told, lang))


def banner(told: EditionView, lang: str) -> str:
    """That the organisations are fictitious; nothing for a real programme."""
    return texts(lang)("app.demo_banner") if bool(told.programme["fictitious"]) else ""


def preview(told: EditionView, lang: str) -> bytes:
    """The picture beside a link: the name of the programme, what its page says first, and when."""
    name, foot = str(told.programme[f"name_{lang}"]), [published(told, lang), banner(told, lang)]
    return preview_png(name, headlines(told, texts(lang)), " ".join(filter(None, foot)))


def title_html(title: str) -> Markup:
    """The title of a page alone."""
    return render("public/title.html", title=title)


def head_html(
    title: str, description: str, picture: str = "", alternates: Mapping[str, str] | None = None
) -> Markup:
    """Title, description and picture of a page (`picture`: its address), and its address per language."""
    return render(
        "public/head.html",
        **{"title": title, "description": description, "picture": picture},
        alternates=(alternates or {}).items(),
    )


def no_script_html(told: EditionView, lang: str) -> Markup:
    """A page of an edition for a browser without scripts: what it is, its first figures, whom to write to."""
    t, contact = texts(lang), told.presentation.get("public_contact")
    link = "" if fmt.is_missing(contact) else contact_link(str(contact))
    about = told.presentation.get(f"description_{lang}")
    sentences = [
        banner(told, lang),
        page_description(told, lang),
        "" if fmt.is_missing(about) else str(about),
    ]
    return plain_html(
        page_title(told, lang),
        [sentence for sentence in sentences if sentence],
        lang,
        headlines(told, t),
        [{"address": link, "words": t("public.take_part")}] if link else [],
    )


def plain_html(
    title: str,
    sentences: Sequence[str],
    lang: str,
    lines: Sequence[str] = (),
    links: Sequence[Mapping[str, str]] = (),
) -> Markup:
    """What a page says to a browser without scripts: sentences, then `lines`, then that it needs them."""
    return render(
        "public/no_script.html",
        **{"title": title, "sentences": sentences, "lines": lines, "links": links, "say": texts(lang)},
    )


def _date(told: EditionView, lang: str) -> str:
    return fmt.date(str(told.edition["published_on"]), lang)
