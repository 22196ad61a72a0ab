"""An edition as one HTML file: no script, nothing fetched, readable for as long as HTML is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.map.attribution import Credit
from eit.views.public.head import banner, published
from eit.views.public.page import TOTAL, EditionView, family_name, method_html, synergies_html, table_html
from eit.views.static_files import css_text
from eit.views.templates import render
from eit.views.texts import Texts, texts


def credits_html(credits: Sequence[Credit], lang: str) -> Markup:
    """Whom the boundaries are to be credited to, with the links that their licences ask for."""
    return render("public/credits.html", before=texts(lang)("legend.source", credits=""), credits=credits)


def page_html(told: EditionView, draw: Callable[[str], Markup], credits: Markup, lang: str) -> Markup:
    """The whole edition of one programme; `draw` gives the map of the total of an indicator, `credits` its sources."""
    t = texts(lang)
    programme = str(told.programme[f"name_{lang}"])
    return render(
        "public/edition.html",
        **{"lang": lang, "say": t, "css": css_text("edition.css", "sheet.css")},
        title=t("public.file_title", programme=programme, edition=told.edition["name"]),
        banner=banner(told, lang),
        published=published(told, lang),
        indicators=[_indicator(told, indicator, draw, t) for indicator in told.indicators],
        synergies=synergies_html(told, lang),
        method=method_html(told, lang),
        credits=credits,
    )


def _indicator(
    told: EditionView, indicator: str, draw: Callable[[str], Markup], t: Texts
) -> dict[str, object]:
    """One figure: its name, its map, and a table per family."""
    heading = t(f"public_indicator.{indicator}")
    families = told.families(indicator)
    tables = [
        table_html(
            told,
            told.chosen(indicator, family),
            "territory",
            fmt.labelled(heading, family_name(family, t), t.lang),
            t.lang,
        )
        for family in families
    ]
    return {"heading": heading, "drawing": draw(indicator) if TOTAL in families else "", "tables": tables}
