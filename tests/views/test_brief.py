"""The brief on paper and on slides, and the map as one picture: complete, inert, and asking nothing from elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import dist
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import shapely
from pptx import Presentation

from eit.analysis.brief import brief
from eit.domain.brief import Brief
from eit.store.database import Database
from eit.views import palette
from eit.views.brief import words
from eit.views.brief.html import brief_html
from eit.views.brief.slides import LONGEST, ROWS, brief_pptx
from eit.views.brief.style import css_string
from eit.views.map.layout import lay_out
from eit.views.map.plane import scale_bar
from eit.views.map.scene import Ground, MapContent, MapScene, make_scene
from eit.views.map.svg import bare_map_svg, static_map_svg
from eit.views.texts import LANGUAGES, texts
from tests.views import frames

DAY = date(2026, 11, 1)
BOUNDS = (-80.0, 46.5, -77.0, 49.0)
LINKS = ("http://www.w3.org/2000/svg",)


@pytest.fixture(scope="module")
def root_database() -> Iterator[Database]:
    with Database(Path(__file__).resolve().parents[2] / "data" / "flows.duckdb") as opened:
        yield opened


def made(database: Database, programme_id: str, lang: str) -> Brief:
    geo = Path(__file__).resolve().parents[2] / "data" / "geo"
    return brief(database, programme_id, DAY, lang, geo, date(2025, 1, 1))


@pytest.fixture(scope="module")
def abitibi(root_database: Database) -> Brief:
    return made(root_database, "abitibi", "fr")


def hostile(given: Brief) -> Brief:
    bad = frames.HOSTILE
    programme = {**given.programme, "name_fr": "".join(bad), "name_en": bad[0]}
    new = given.new_synergies.assign(
        title_fr=bad[0], title_en=bad[7], parties=[(bad[7],)] * len(given.new_synergies)
    )
    return replace(
        given,
        programme=programme,
        new_synergies=new,
        decisions=given.decisions.assign(wording=bad[7], owner=bad[0]),
        sites=given.sites.assign(name=bad[7]),
        territories=given.territories.assign(name=bad[0]),
        category_names=dict.fromkeys(given.category_names, bad[0]),
        boundary_sources=(bad[7],),
    )


def scene(**changes: object) -> MapScene:
    sites = frames.sites()
    given = {"territories": frames.territories(), "sites": sites, "synergies": frames.synergies(sites),
             "exchanges": frames.exchanges(sites).assign(allocated_quantity=20.0)}  # fmt: skip
    return make_scene(MapContent("fr", **(given | changes)))  # type: ignore[arg-type]


# ---- the picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1600, 1000), (900, 1150)])
def test_the_picture_holds_title_legend_scale_sources_and_date(size: tuple[int, int]) -> None:
    svg = static_map_svg(scene(), BOUNDS, "Essai", ["INSEE & IGN"], DAY, "rayon 50 km", *size)
    tree = ElementTree.fromstring(svg)
    said = "".join(tree.itertext())
    t = texts("fr")
    for word in (
        "Essai",
        t("map_screen.legend_potential"),
        t("map_screen.legend_synergy"),
        t("legend.lines"),
        "rayon 50 km",
        "lignes dessinées sur",
        "INSEE & IGN",
        "novembre",
    ):
        assert word in said
    assert re.search(r"\d+\u00a0km", said)
    assert tree.get("width") == str(size[0]) and tree.get("height") == str(size[1])


def test_the_map_alone_leaves_its_words_to_the_page_and_follows_its_theme() -> None:
    svg, drawn = bare_map_svg(scene(), BOUNDS, "Essai", (660, 560), dark=True)
    tree = ElementTree.fromstring(svg)
    said = "".join(tree.itertext())
    assert "lignes dessinées sur" in drawn and re.search(r"\d+\u00a0km", said)
    for word in ("lignes dessinées sur", texts("fr")("legend.lines"), texts("fr")("picture.made")):
        assert word not in said
    assert palette.MAP_DARK["territory"] in svg and palette.MAP_LIGHT["territory"] not in svg
    assert palette.MAP_LIGHT["territory"] in bare_map_svg(scene(), BOUNDS, "Essai", (660, 560))[0]


def test_the_picture_has_its_waters() -> None:
    west, south, east, north = BOUNDS
    land = Ground("land", shapely.box(west - 1, south - 1, east + 1, north + 1))
    lake = Ground("water", shapely.box(west, south, (west + east) / 2, (south + north) / 2))
    svg = bare_map_svg(replace(scene(), ground=(land, lake)), BOUNDS, "Essai", (660, 560))[0]
    water = palette.MAP_LIGHT["water"]
    assert svg.count(f'fill="{water}"') >= 2, "the sea behind and the lake on the land"
    assert f'fill="{water}"' not in bare_map_svg(scene(), BOUNDS, "Essai", (660, 560))[0]


def test_both_directions_have_their_own_band_and_head() -> None:
    shown = lay_out(scene(), BOUNDS, 1200, 900)
    assert {band.link.kind for band in shown.bands} == {0, 1}
    both = {(band.link.a, band.link.b) for band in shown.bands}
    assert any((b, a) in both for a, b in both)
    assert len({tuple(band.head) for band in shown.bands}) == len(shown.bands) <= shown.links
    assert len(shown.names) >= 5 and shown.share is not None and 0 < shown.share <= 1


def test_no_data_is_hatched_and_not_zero_and_nothing_is_shaded_unasked() -> None:
    emptied = frames.territories().assign(offer_mass_t_per_year=float("nan"))
    svg = static_map_svg(scene(territories=emptied, figure="offer_mass_t_per_year"), BOUNDS, "Essai", [], DAY)
    assert 'fill="url(#picture-hatch)"' in svg and texts("fr")("legend.no_data") in svg
    assert 'fill="url(#picture-hatch)"' not in static_map_svg(scene(), BOUNDS, "Essai", [], DAY)


def test_a_degree_is_as_long_on_the_picture_as_on_the_ground() -> None:
    plane = lay_out(scene(), BOUNDS, 1200, 900).plane
    (x0, y0), (x1, y1) = plane.spot(-78.5, 47.5), plane.spot(-77.5, 48.5)
    assert (y0 - y1) * plane.km_per_px == pytest.approx(111.2, abs=0.3)
    # One degree of longitude at 47.75° north: 111.2 × cos 47.75° = 74.8 km.
    assert (x1 - x0) * plane.km_per_px == pytest.approx(74.8, abs=0.3)
    length, pixels = scale_bar(plane)
    assert pixels * plane.km_per_px == pytest.approx(length) and pixels <= plane.width / 5


@pytest.mark.parametrize("bounds", [(float("nan"),) * 4, (-78.0, 48.0, -78.0, 48.0)])
def test_a_picture_without_a_place_is_still_a_picture(bounds: tuple[float, float, float, float]) -> None:
    svg = static_map_svg(make_scene(MapContent("fr")), bounds, "Essai", [], None)
    ElementTree.fromstring(svg)


def test_discs_do_not_hide_each_other() -> None:
    discs = [circle.disc for circle in lay_out(scene(), BOUNDS, 1200, 900).circles]
    near = [dist(a[:2], b[:2]) - a.r - b.r for place, a in enumerate(discs) for b in discs[place + 1 :]]
    assert near and min(near) > 0


def test_hostile_words_are_inert_in_the_picture() -> None:
    sites = frames.sites().assign(name=frames.HOSTILE[7])
    territories = frames.territories().assign(name=frames.HOSTILE[0])
    svg = static_map_svg(
        scene(sites=sites, territories=territories),
        BOUNDS,
        frames.HOSTILE[7],
        [frames.HOSTILE[0]],
        DAY,
    )
    tree = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"script", "img", "foreignObject", "a", "image"}


# ---- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("programme_id", ["quebec", "hurepoix"])
def test_the_page_is_complete_in_both_languages(
    root_database: Database, programme_id: str, lang: str
) -> None:
    given = made(root_database, programme_id, lang)
    html = brief_html(given)
    t = texts(lang)
    for key in ("figures", "new", "decisions", "map", "funnel", "cases", "method"):
        assert f"<h2>{t(f'brief.{key}')}</h2>".replace("'", "&#x27;") in html
    assert f'<html lang="{lang}">' in html
    assert t("app.demo_banner").replace("'", "&#x27;") in html


def test_every_figure_is_on_the_page_with_its_range(abitibi: Brief) -> None:
    html = brief_html(abitibi)
    figures = [figure for group in words.said_figures(abitibi).values() for figure in group]
    assert {figure.key for figure in figures} >= {
        "avoided_ghg",
        "realised_synergies",
        "potential_mass",
        "partner_count",
    }
    for figure in figures:
        assert figure.value in html
        for note in figure.notes:
            assert note in html
    assert "provisoire" in html


def test_the_page_asks_for_nothing(abitibi: Brief) -> None:
    html = brief_html(abitibi)
    assert "<script" not in html and "@import" not in html and "<link" not in html
    assert not re.search(r"\b(src|srcset|href|data|action)\s*=", html)
    assert not re.search(r"url\((?!#)", html)
    # What is left is the namespace.
    found = set(re.findall(r"https?://[^\s\"'<&)]+", html))
    assert found <= {*LINKS}


def test_the_page_is_made_for_paper(abitibi: Brief) -> None:
    html = str(brief_html(abitibi)).replace(": ", ":")
    for rule in (
        "@page",
        "size:A4",
        "@bottom-right",
        "counter(page)",
        "break-inside:avoid",
        "break-before:page",
        "@media print",
    ):
        assert rule in html


def test_hostile_words_are_inert_on_the_page(abitibi: Brief) -> None:
    html = brief_html(hostile(abitibi))
    for bad in ("<img", "<script", "onerror=alert(1)>", "${alert", "{{7"):
        assert bad not in html
    assert html.count("</style>") == 1


def test_a_css_string_cannot_be_left() -> None:
    assert css_string('a"}</style>') == '"a\\22 \\7d \\3c \\2f style\\3e "'


# ---- the slides ------------------------------------------------------------------------------------


def slide_texts(data: bytes) -> list[str]:
    deck = Presentation(io.BytesIO(data))
    found = []
    for slide in deck.slides:
        parts = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                parts.append(shape.text_frame.text)
            if shape.has_table:
                parts += [cell.text for row in shape.table.rows for cell in row.cells]
        found.append("\n".join(parts))
    return found


def expected_slides(given: Brief) -> int:
    """Title, figures, map, funnel, two tables on as many slides as they need, one per case, method."""
    rows = (len(given.new_synergies), len(given.decisions))
    return 4 + sum(max(1, -(-count // ROWS)) for count in rows) + len(given.cases) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_deck_opens_with_its_slides(root_database: Database, lang: str) -> None:
    given = made(root_database, "abitibi", lang)
    said = slide_texts(brief_pptx(given))
    assert len(said) == expected_slides(given)
    assert words.programme_name(given) in said[0] and texts(lang)("app.demo_banner") in said[0]
    for figures in words.said_figures(given).values():
        for figure in figures:
            assert figure.value in said[1] and figure.label in said[1]


def test_the_chart_and_the_map_are_native(abitibi: Brief) -> None:
    deck = Presentation(io.BytesIO(brief_pptx(abitibi)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    counts = [int(value) for value in charts[0].plots[0].series[0].values]
    assert counts == [step.reached for step in words.steps(abitibi)][3:]
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(deck.slides[2].shapes) > 50
    assert "\ufffd" not in "".join(slide_texts(brief_pptx(abitibi)))


def test_long_tables_go_on_and_nothing_leaves_its_slide(abitibi: Brief) -> None:
    many = pd.concat([abitibi.decisions] * 8, ignore_index=True).assign(wording="mot " * 200)
    given = replace(abitibi, decisions=many)
    data = brief_pptx(given)
    deck = Presentation(io.BytesIO(data))
    assert len(deck.slides) == expected_slides(given)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width + 200_000 or shape.has_text_frame
            if shape.has_table:
                assert len(shape.table.rows) <= ROWS + 1
                assert all(len(cell.text) <= LONGEST for row in shape.table.rows for cell in row.cells)


def test_hostile_words_do_not_break_the_deck(abitibi: Brief) -> None:
    given = hostile(abitibi)
    given = replace(given, programme={**given.programme, "name_fr": "a\x00b\ud800c\u202ed"})
    assert "a\ufffdb\ufffdc\ufffdd" in slide_texts(brief_pptx(given))[0]


# ---- nothing to say --------------------------------------------------------------------------------


def test_an_empty_programme_has_a_page_and_slides_that_say_so(abitibi: Brief) -> None:
    nothing = {
        name: getattr(abitibi, name).iloc[:0] for name in ("sites", "exchanges", "synergies", "territories")
    }
    given = replace(
        abitibi,
        **nothing,
        new_synergies=abitibi.new_synergies.iloc[:0],
        decisions=abitibi.decisions.iloc[:0],
        cases=(),
        counts={},
        targets={},
        newest=None,
        oldest=None,
        days_left=None,
        bounds=(float("nan"),) * 4,
    )
    html, said = brief_html(given), slide_texts(brief_pptx(given))
    for key in ("none_new", "none_decision", "none_case", "no_data"):
        assert texts("fr")(f"brief.{key}").replace("'", "&#x27;") in html
    assert len(said) == expected_slides(given) == 7
