"""A public edition as a folder of plain files: pages, maps, tables. Any host serves it, no server runs, no script.

Addresses hold the programme and the figure, never the edition: a link stays valid when the next edition replaces this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.brand import sign_svg
from eit.views.drawing.pixels import drawing_png
from eit.views.drawing.svg import drawing_svg
from eit.views.public.edition_map import NARROW, WIDE, Frame
from eit.views.public.embed import Dress, embed_code, embed_html, embed_sentence_html
from eit.views.public.head import banner, head_html, page_description, page_title, preview, published
from eit.views.public.kept import kept_drawing, kept_sentences
from eit.views.public.open_data import LANGUAGES, data_files, name_of
from eit.views.public.page import (
    INDICATORS,
    EditionView,
    csv_bytes,
    family_name,
    method_html,
    synergies_html,
    table_html,
)
from eit.views.public.sentences import in_short_html, says_something, shades_something
from eit.views.public.years import years_csv, years_html, years_of
from eit.views.static_files import css_text
from eit.views.templates import render
from eit.views.texts import Texts, texts

STYLE, ICON, PREVIEW, YEARS = "style.css", "icon.svg", "preview.png", "years"


@dataclass(frozen=True)
class ProgrammeSite:
    """One programme of an edition, how to draw a figure of it, and whom the map is to be credited to, per language."""

    told: EditionView
    draw: Callable[[str, str, Frame], str]
    """(indicator, language, size) → SVG, empty when no boundary is known."""
    credits: dict[str, Markup]
    paint: Callable[[str, str], bytes]
    """(indicator, language) → the same map as a PNG."""

    @property
    def name(self) -> str:
        """The id that its addresses hold."""
        return name_of(self.told)


def site_files(
    programmes: Sequence[ProgrammeSite], hosts: Sequence[str] = (), address: str = ""
) -> dict[str, bytes]:
    """Path within the folder → content: the whole public edition, in both languages, with its open data.

    `address`: where the folder will be served, for the picture that others show beside a link; they read no relative
    address.

    `hosts`: the sites that may show a map in their pages; none by default. A browser keeps to it where the host of the
    folder sends the headers of `_headers`.
    """
    files = {STYLE: css_text("edition.css", "sheet.css", "site.css").encode()}
    for lang in LANGUAGES:
        files[f"{lang}/index.html"] = _index(programmes, lang)
        files[f"{lang}/lire.html"] = _reading(programmes, lang)
        for one in programmes:
            files |= _programme(one, lang, hosts, address)
    files[ICON] = sign_svg().encode()
    files["index.html"] = _index(programmes, LANGUAGES[0], root="")
    files["_headers"] = _headers(hosts)
    return files | data_files([one.told for one in programmes])


def _programme(one: ProgrammeSite, lang: str, hosts: Sequence[str], address: str = "") -> dict[str, bytes]:
    t, told = texts(lang), one.told
    files: dict[str, bytes] = {}
    figures = []
    for indicator in INDICATORS:
        drawn = one.draw(indicator, lang, WIDE) if shades_something(told, indicator) else ""
        files |= _pictures(one, indicator, lang, drawn)
        figure = _figure(told, indicator, bool(drawn), t)
        if hosts:
            alone = f"{lang}/{one.name}/embed/{indicator}.html"
            files[alone] = _embedded(told, indicator, lang, bool(drawn))
            code = embed_code(f"{address or '…'}/{alone}", indicator, told.whole(indicator), lang)
            figure |= {"embed": code, "hosts": ", ".join(hosts)} if drawn else {}
        files[f"data/{one.name}-{lang}-{indicator}.csv"] = csv_bytes(told, lang, indicator)
        figures += [figure] if indicator in told.indicators else []
    picture = f"{lang}/{one.name}/{PREVIEW}"
    files[picture] = preview(told, lang)
    years = years_of(told, t)
    files[f"data/{one.name}-{lang}-{YEARS}.csv"] = years_csv(years)
    page = _page(
        t,
        title=page_title(told, lang),
        description=page_description(told, lang),
        here=f"{one.name}/index.html",
        picture=f"{address}/{picture}" if address else PREVIEW,
        years=years_html(years),
        years_table=f"../../data/{one.name}-{lang}-{YEARS}.csv",
        root="../../",
        template="public/site_programme.html",
        banner=banner(told, lang),
        published=published(told, lang),
        in_short=in_short_html(told, lang),
        figures=figures,
        synergies=synergies_html(told, lang),
        method=method_html(told, lang),
        credits=one.credits[lang],
        table=f"../../data/{one.name}-{lang}.csv",
        record=f"../../data/{one.name}.json",
    )
    return files | {
        f"{lang}/{one.name}/index.html": page,
        f"data/{one.name}-{lang}.csv": csv_bytes(told, lang),
    }


def _pictures(one: ProgrammeSite, indicator: str, lang: str, drawn: str) -> dict[str, bytes]:
    """The pictures of a figure, at addresses that every edition has: of one without a map, what is said instead."""
    stem, told = f"{lang}/{one.name}/{indicator}", one.told
    if drawn:
        narrow, painted = one.draw(indicator, lang, NARROW), one.paint(indicator, lang)
    else:
        wide = kept_drawing(told, indicator, lang, WIDE)
        drawn, narrow = (
            str(drawing_svg(kept_drawing(told, indicator, lang, frame), lang)) for frame in (WIDE, NARROW)
        )
        painted = drawing_png(wide)
    return {f"{stem}.svg": drawn.encode(), f"{stem}-narrow.svg": narrow.encode(), f"{stem}.png": painted}


def _figure(told: EditionView, indicator: str, drawn: bool, t: Texts) -> dict[str, Any]:
    """One figure: its anchor, its map as an image of its own, and a folded table per family that tells something."""
    heading = t(f"public_indicator.{indicator}")
    tables = []
    for family in told.families(indicator):
        if not says_something(told, indicator, family):
            continue
        caption = fmt.labelled(heading, family_name(family, t), t.lang)
        tables.append(
            (caption, table_html(told, told.chosen(indicator, family), "territory", caption, t.lang))
        )
    return {
        "anchor": indicator,
        "heading": heading,
        "image": f"{indicator}.svg" if drawn else "",
        "alt": t("public.map_title", indicator=heading, family=family_name(told.whole(indicator), t)),
        "tables": tables,
        "nothing": "" if tables else " ".join(kept_sentences(told, indicator, t.lang)),
        "csv": f"../../data/{name_of(told)}-{t.lang}-{indicator}.csv" if tables else "",
        "embed": "",
    }


def _embedded(told: EditionView, indicator: str, lang: str, drawn: bool) -> bytes:
    """One map alone: its pictures are those of the page of its programme; what is told no more keeps its address."""
    pictures = (f"../{indicator}.svg", f"../{indicator}-narrow.svg") if drawn else None
    dress = Dress(f"../../../{STYLE}", f"../index.html#{indicator}", f"../../../{ICON}")
    if indicator not in told.indicators:
        return embed_sentence_html(texts(lang)("public.embed_gone"), lang, dress).encode()
    return embed_html(told, indicator, told.whole(indicator), lang, pictures, dress).encode()


def _headers(hosts: Sequence[str]) -> bytes:
    """Who may show what in a frame, as hosts of static files read it: nobody, and the maps by those on the list."""
    nobody = "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    rows = [nobody + "  Content-Security-Policy: frame-ancestors 'self'\n"]
    if hosts:
        rows += [
            f"/{lang}/*/embed/*\n  ! Content-Security-Policy\n"
            f"  Content-Security-Policy: frame-ancestors {' '.join(hosts)}\n"
            for lang in LANGUAGES
        ]
    return "".join(rows).encode()


def _index(programmes: Sequence[ProgrammeSite], lang: str, root: str = "../") -> bytes:
    t = texts(lang)
    rows = [
        {
            "address": f"{root}{lang}/{one.name}/index.html",
            "name": str(one.told.programme[f"name_{lang}"]),
            "published": published(one.told, lang),
            "banner": banner(one.told, lang),
        }
        for one in programmes
    ]
    return _page(
        t,
        **{"title": t("public.title"), "description": t("public.lead"), "here": "", "root": root},
        template="public/site_index.html",
        lead=t("public.lead"),
        rows=rows,
    )


def _reading(programmes: Sequence[ProgrammeSite], lang: str) -> bytes:
    t = texts(lang)
    keys = (
        "read_bands",
        "read_together",
        "read_order",
        "why_hidden",
        "read_carried",
        "read_declared",
        "read_withdrawn",
        "read_free",
    )
    return _page(
        t,
        **{
            "title": t("public.how_to_read"),
            "description": t("public.lead"),
            "here": "lire.html",
            "root": "../",
        },
        template="public/site_reading.html",
        sentences=[t(f"public.{key}") for key in keys],
        method=method_html(programmes[0].told, lang),
    )


def _page(
    t: Texts,
    template: str,
    title: str,
    description: str,
    here: str,
    root: str,
    picture: str = "",
    **content: Any,
) -> bytes:
    other = next(lang for lang in LANGUAGES if lang != t.lang)
    pages = {lang: f"{root}{lang}/{here or 'index.html'}" for lang in LANGUAGES}
    body = render(template, say=t, **content)
    return render(
        "public/site.html",
        **{
            "say": t,
            "title": title,
            "body": body,
            "root": root,
        },
        head=head_html(title, description, picture, pages),
        home=f"{root}{t.lang}/index.html",
        reading=f"{root}{t.lang}/lire.html",
        other={
            "lang": other,
            "name": texts(other)("public.this_language"),
            "address": pages[other],
        },
    ).encode()
