"""Head of the public page: what it says before its script has run, made once per edition, programme and language."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from eit.domain.errors import DataError
from eit.publish.reading import PublicEdition
from eit.ui.public.edition_answers import edition_now, kept, programme_names, told
from eit.views.public.head import head_html, no_script_html, page_description, page_title, plain_html, preview
from eit.views.texts import LANGUAGES, texts
from eit.web.page_shell import PageHead
from eit.web.public_routes import page_address, preview_address


@dataclass(frozen=True)
class _Said:
    """What the edition says of a programme in one language, wherever the page is seen."""

    title: str
    description: str
    no_script: Markup
    digest: str


@kept
def _said(edition: PublicEdition, programme_id: str, lang: str) -> _Said:
    what = told(edition, programme_id)
    said = no_script_html(what, lang)
    return _Said(page_title(what, lang), page_description(what, lang), said, what.digest)


@kept
def preview_png(edition: PublicEdition, programme_id: str, lang: str) -> bytes:
    """The picture that others show beside a link to the page of a programme."""
    return preview(told(edition, programme_id), lang)


def preview_now(programme: str, lang: str) -> bytes:
    """That picture for the edition that stands there now; an unknown programme is the first. Raises DataError."""
    edition = edition_now()
    return preview_png(edition, known_programme(edition, programme), known_language(lang))


def known_language(asked: str) -> str:
    """The language that an address asks for; French when nobody knows it."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def known_programme(edition: PublicEdition, asked: str) -> str:
    """The programme that an address asks for; the first of the edition when nobody knows it."""
    names = programme_names(edition, LANGUAGES[0])
    return asked if asked in names else next(iter(names))


def head(programme: str, lang: str, address: str) -> PageHead:
    """What the page of a programme says before its script; why there is no edition, where none can be read."""
    try:
        edition = edition_now()
        programme_id = known_programme(edition, programme)
        said = _said(edition, programme_id, lang)
    except DataError as error:
        t = texts(lang)
        nothing = plain_html(t("public.title"), [t(f"problem.{error.code}", **error.values)], lang)
        return PageHead(lang, head_html(t("public.title"), t("public.lead")), nothing)
    picture = f"{address}{preview_address(programme_id, lang, said.digest)}" if address else ""
    pages = {one: f"{address or '.'}{page_address(programme_id, one)}" for one in LANGUAGES}
    return PageHead(lang, head_html(said.title, said.description, picture, pages), said.no_script)
