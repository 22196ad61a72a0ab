"""What a figure of an edition is called, and whose it is, for whoever sees it without its page."""

from __future__ import annotations

from eit.views import format as fmt
from eit.views.public.page import EditionView, family_name
from eit.views.texts import texts


def map_title(indicator: str, family: str, lang: str) -> str:
    """What a map shows, for whoever sees it without its page."""
    t = texts(lang)
    return t("public.map_title", indicator=t(f"public_indicator.{indicator}"), family=family_name(family, t))


def source_line(told: EditionView, lang: str) -> str:
    """Whose figures these are, of which day, under which licence."""
    date = fmt.date(str(told.edition["published_on"]), lang)
    return texts(lang)("public.source_line", programme=str(told.programme[f"name_{lang}"]), date=date)
