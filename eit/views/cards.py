"""Figures as cards: the number, its unit, its range, its target; a state is a word, never a 0."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from markupsafe import Markup

from eit.domain.bands import round_band, sum_ends
from eit.domain.figures.coverage import ENOUGH
from eit.domain.figures.figure import COVERAGE, KNOWN, NOT_ESTIMATED, Figure
from eit.domain.figures.ranges import Range
from eit.views import format as fmt
from eit.views.templates import render
from eit.views.texts import Texts, texts
from eit.views.typography import NO_BREAK

RESULT, POTENTIAL, PLAIN = "result", "potential", ""
SUMS = frozenset({"substituted_mass", "diverted_mass", "avoided_ghg", "attributed_ghg"})
"""Figures that grow with each quantity that they are summed from; see `sum_ends`."""
COUNTED_WITH_THEM = frozenset({"potential_exchanges", "pilot_sme_count"})
"""Counts that change with positions and numbers of employees."""
EXPECTED = ("expected_low", "expected_central", "expected_high", "decided")


def cards_html(
    figures: Iterable[Figure],
    lang: str,
    kind: str = PLAIN,
    room: bool = False,
    banded: bool = False,
    own: bool = False,
) -> Markup:
    """A row of cards; `kind` tells results (solid edge) from potential (dashed edge), by shape and not by colour.

    A `room` reads from afar: what is expected is said without where the rate comes from. `banded`: quantities are
    known in bands, so a sum of them stands as the two figures that it lies between, never as one that looks exact, and
    what is no sum is left out, which a note says. `own`: the figures are the programme's own, each told by its band.
    """
    t, figures = texts(lang), list(figures)
    shown = [figure for figure in figures if own or not banded or follows_from_bands(figure)]
    cards = [
        _card(figure, t, room) | (_between(figure, t, room, own) if banded or own else {}) for figure in shown
    ]
    left_out = t("card.not_from_bands") if len(shown) < len(figures) else ""
    return render("cards.html", cards=cards, kind=kind, left_out=left_out)


def follows_from_bands(figure: Figure) -> bool:
    """Whether bands of quantities and of positions tell a figure: what is counted without them, or a sum of them.

    What the best plan carries does not: commitments are taken off it, and who is within a radius changes with the
    positions; nor does money, whose declared amounts are told in bands of their own.
    """
    counted = figure.unit == "count" and figure.key not in COUNTED_WITH_THEM
    return counted or figure.key in SUMS


def _between(figure: Figure, t: Texts, room: bool, own: bool) -> dict[str, Any]:
    """`410 à 2 100 t/an` in place of a sum of bands, `500 à 1 000 t/an` of an own figure; a count stays as it is."""
    if figure.state != KNOWN or not figure.value or figure.unit == "count":
        return {}
    held = figure.interval or Range.point(figure.value)
    band = round_band(figure.value)
    low, high = (band.low, band.high) if own and band and band.high else sum_ends(held.low, held.high)
    ends = fmt.ends(Range(low, figure.value, high), figure.unit, t.lang)
    bare = replace(
        figure, interval=None, detail={k: v for k, v in figure.detail.items() if k not in EXPECTED}
    )
    high_number = ends["high"].removesuffix(figure_text(figure, t.lang)[1].partition("/")[0]).rstrip(NO_BREAK)
    return {
        "number": t("range.span", low=ends["low"], high=high_number),
        "notes": figure_notes(bare, t, room),
    }


def told_figure(figure: Figure, t: Texts, own: bool) -> tuple[str, str, list[str]]:
    """The number, the unit and the reserves of a figure; `own`: told by its band."""
    number, unit = figure_text(figure, t.lang)
    told = _between(figure, t, False, own) if own else {}
    return told.get("number", number), unit, told.get("notes", figure_notes(figure, t))


class Fact(NamedTuple):
    """A card that is no indicator: its label, its quantity as written (`24,3 t/an`) and what limits it."""

    label: str
    quantity: str
    notes: tuple[str, ...] = ()


def fact_cards_html(facts: Iterable[Fact]) -> Markup:
    """A row of cards of plain facts, the number large and its unit small."""
    cards = []
    for fact in facts:
        number, _, unit = fact.quantity.partition(NO_BREAK)
        shown = {"help": "", "label": fact.label, "number": number, "unit": unit, "notes": fact.notes}
        cards.append({**shown, "share": None})
    return render("cards.html", cards=cards, kind=PLAIN, left_out="")


def small_table_html(heads: list[str], rows: Iterable[list[str]], caption: str) -> Markup:
    """A compact table for a narrow column: the first cell is the name of the row, the others align to the right."""
    return render("small_table.html", heads=heads, rows=list(rows), caption=caption)


def figure_text(figure: Figure, lang: str) -> tuple[str, str]:
    """The number (or its state) and the unit of a figure, as written on a screen."""
    if figure.state != KNOWN or figure.value is None:
        return _state(figure, lang), ""
    if figure.unit == "count":
        return fmt.number(figure.value, lang, decimals=0), ""
    if figure.unit == "t CO2e/yr":
        return fmt.number(figure.value, lang, significant=3), texts(lang)("unit.tCO2e_per_year")
    per_year, unit = figure.unit.endswith("/yr"), figure.unit.removesuffix("/yr")
    value = figure.value if unit in fmt.SCALES else fmt.round_significant(figure.value, 3)
    number, _, unit = fmt.quantity(value, unit, lang, per_year).partition(NO_BREAK)
    return number, unit


def _coverage(figure: Figure) -> dict[str, float]:
    """Share [0..1] estimated, by unit, of a figure that says it."""
    return {
        name.removeprefix(COVERAGE): float(share)
        for name, share in figure.detail.items()
        if name.startswith(COVERAGE)
    }


def _state(figure: Figure, lang: str) -> str:
    """« non estimé (11 %) » : the share is that of the only unit; of several, the notes tell each."""
    word, shares = fmt.state_word(figure.state, lang), list(_coverage(figure).values())
    part = len(shares) == 1 and shares[0] > 0 and figure.state == NOT_ESTIMATED
    return f"{word} ({fmt.percent(shares[0], lang)})" if part else word


def _card(figure: Figure, t: Texts, room: bool) -> dict[str, Any]:
    number, unit = figure_text(figure, t.lang)
    share, target = _target(figure, t)
    return {
        **{"help": t(f"kpi.{figure.key}.help"), "label": t(f"kpi.{figure.key}.label")},
        **{
            "number": number,
            "unit": unit,
            "notes": figure_notes(figure, t, room),
            "share": share,
            "target": target,
        },
    }


def figure_notes(figure: Figure, t: Texts, room: bool = False) -> list[str]:
    """The range of a figure and every reserve about it, one sentence each; a `room` gets the short ones."""
    notes = []
    if figure.interval and not figure.interval.is_point:
        notes.append(t("range.span", **fmt.ends(figure.interval, figure.unit, t.lang)))
    if part := {unit: share for unit, share in _coverage(figure).items() if share < 1}:
        said = ", ".join(
            t(f"card.covered.{unit}", share=fmt.percent(share, t.lang)) for unit, share in part.items()
        )
        left = [t(f"card.left_out.{unit}") for unit, share in part.items() if share < ENOUGH]
        notes.append(t("card.coverage", parts=said))
        if left and figure.state == KNOWN:
            notes.append(t("card.without", parts=", ".join(left)))
    if figure.provisional:
        share = fmt.percent(float(figure.detail.get("provisional_share", 1)), t.lang)
        notes.append(t("card.provisional_share", share=share))
    left_out = int(float(figure.detail.get("not_estimated", 0)))
    if left_out and figure.state == KNOWN:
        notes.append(t("card.not_estimated", n=left_out))
    stale = int(float(figure.detail.get("stale", 0)))
    if stale:
        notes.append(t("card.stale", n=stale))
    if held := int(float(figure.detail.get("held", 0))):
        notes.append(t("card.held", n=held))
    if "expected_central" in figure.detail and figure.value:
        notes.append(_expected(figure, t, room))
    return notes


def _expected(figure: Figure, t: Texts, room: bool) -> str:
    """What is expected of a potential, by the part of leads that is usually made, with its range."""
    unit = figure.unit.removesuffix("/yr")
    said = {
        end: fmt.quantity(fmt.round_significant(float(figure.detail[f"expected_{end}"]), 2), unit, t.lang)
        for end in ("low", "central", "high")
    }
    decided = str(int(float(figure.detail["decided"])))
    if room:
        return t("card.expected_room", value=said["central"], low=said["low"], high=said["high"])
    return t("card.expected", value=said["central"], low=said["low"], high=said["high"], decided=decided)


def _target(figure: Figure, t: Texts) -> tuple[float | None, str]:
    """The part of its target that a figure reached, 0 to 1, and the target in words; None without one."""
    if not figure.target or figure.value is None:
        return None, ""
    share = max(0.0, min(1.0, figure.value / figure.target))
    return share, t("card.target", target=fmt.number(figure.target, t.lang, decimals=0))


def tag_html(text: str) -> Markup:
    """A short remark in an outline."""
    return render("tag.html", text=text)


def page_head(title: str, programme: str, banner: str | None) -> Markup:
    """The head of a page: its title, the programme, and the banner of the demonstration when there is one."""
    return render("page_head.html", title=title, programme=programme, banner=banner)


def picture_html(svg: str, title: str, kind: str = "eit-picture") -> Markup:
    """A drawing as an image (a page's own HTML is not allowed to hold drawings); nothing when there is none."""
    if not svg:
        return Markup("")
    return render("picture.html", title=title, kind=kind, data=base64.b64encode(svg.encode()).decode())


def notice_html(sentences: list[str], kind: str) -> Markup:
    """A box with one or more sentences; `kind` (info, warning, error) chooses its edge and how it is announced."""
    return render("notice.html", lines=sentences, kind=kind, role="alert" if kind == "error" else "status")


def facts_html(lines: Iterable[str]) -> Markup:
    """Sentences as a list; nothing when there is none."""
    said = [line for line in lines if line]
    return render("facts.html", lines=said) if said else Markup("")


def paragraphs_html(lines: Iterable[str]) -> Markup:
    """Sentences one under the other."""
    return render("paragraphs.html", lines=list(lines))


def lead_html(text: str) -> Markup:
    """The sentence that opens a page."""
    return render("lead.html", text=text)


def named_html(name: str, lead: str | None = None) -> Markup:
    """The name of a thing as a heading, with what it is under it."""
    return render("named.html", name=name, lead=lead)


def figure_line_html(figure: Figure, lang: str) -> Markup:
    """One figure on a line: its meaning, its value and every reserve about it."""
    t = texts(lang)
    number, unit = figure_text(figure, lang)
    meaning = t(f"kpi.{figure.key}.help")
    return render(
        "figure_line.html", number=number, unit=unit, notes=figure_notes(figure, t), meaning=meaning
    )
