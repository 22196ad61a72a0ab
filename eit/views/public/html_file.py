"""An edition as one HTML file: no script, nothing fetched, readable for as long as HTML is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eit.views import format as fmt
from eit.views import palette
from eit.views.escape import encode, encode_url
from eit.views.indicators.style import SHEET_CSS
from eit.views.map.base import Credit
from eit.views.public.page import TOTAL, EditionView, method_html, synergies_html, table_html
from eit.views.texts import texts

CSS = f"""
body {{font-family: {palette.FONT}; color: {palette.INK}; background: #fff; max-width: 70rem; margin: 1.5rem auto;
  padding: 0 1rem; line-height: 1.5;}}
caption {{text-align: left; font-weight: 600; padding: 0.4rem 0;}}
svg {{max-width: 100%; height: auto;}}
@media print {{h2 {{break-before: page;}}}}
"""
NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'"


def credits_html(credits: Sequence[Credit], lang: str) -> str:
    """Whom the boundaries are to be credited to, with the links that their licences ask for."""
    named = [
        f'<a href="{encode_url(one.url)}" rel="noopener noreferrer">{encode(one.text)}</a>'
        if one.url
        else encode(one.text)
        for one in credits
    ]
    return f"<p><small>{texts(lang)('legend.source', credits=' · '.join(named))}</small></p>"


def page_html(told: EditionView, draw: Callable[[str], str], credits: str, lang: str) -> str:
    """The whole edition of one programme; `draw` gives the map of the total of an indicator, `credits` its sources."""
    t = texts(lang)
    name = str(told.programme[f"name_{lang}"])
    title = t("public.file_title", programme=name, edition=told.edition["name"])
    banner = (
        f"<p><strong>{encode(t('app.demo_banner'))}</strong></p>"
        if bool(told.programme["fictitious"])
        else ""
    )
    parts = []
    for indicator in told.indicators:
        heading = t(f"public_indicator.{indicator}")
        tables = "".join(
            table_html(
                told,
                told.chosen(indicator, family),
                "territory",
                fmt.labelled(heading, t(f"public_family.{family}"), t.lang),
                lang,
            )
            for family in told.families(indicator)
        )
        drawing = draw(indicator) if TOTAL in told.families(indicator) else ""
        parts.append(f"<h2>{encode(heading)}</h2>{drawing}{tables}")
    date = fmt.date(str(told.edition["published_on"]), lang)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{NO_SCRIPT}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{encode(title)}</title>'
        f"<style>{CSS}{SHEET_CSS}</style></head><body><main><h1>{encode(title)}</h1>{banner}"
        f"<p>{encode(t('public.published_on', date=date))}</p><p>{encode(t('public.why_hidden'))}</p>"
        f"{''.join(parts)}<h2>{encode(t('public.synergies'))}</h2>{synergies_html(told, lang)}"
        f"<h2>{encode(t('public.method'))}</h2>{method_html(told, lang)}{credits}</main></body></html>"
    )
