"""The picture at the address of a figure that an edition tells no map of: its title, why, and where to read on.

An address outlives the edition that first had a picture there: whoever shows it in a page shows a sentence then, not a
broken image. Drawn for every figure that an edition may tell, so that no address depends on what one edition tells.
"""

from __future__ import annotations

from eit.views import palette
from eit.views.drawing.shapes import Drawing, Polygon, Words, box
from eit.views.public.edition_map import NARROW, Frame
from eit.views.public.edition_png import wrapped
from eit.views.public.page import EMPTY, EditionView
from eit.views.public.sentences import says_something, total_sentence
from eit.views.public.titles import map_title, source_line
from eit.views.texts import texts

MARGIN, LEADING, BAR = 24.0, 1.5, 8.0


def kept_sentences(told: EditionView, indicator: str, lang: str) -> list[str]:
    """What is said where a map would stand: protected, not declared, not of this edition; the whole where it is."""
    t = texts(lang)
    if indicator not in told.indicators:
        return [t("public.embed_gone")]
    if set(told.chosen(indicator)["state"]) <= {EMPTY}:
        return [t("public.kept_empty")]
    if not says_something(told, indicator):
        return [t("public.kept_hidden"), t("public.nothing_told")]
    return [t("public.kept_hidden"), total_sentence(told, indicator, t)]


def kept_drawing(told: EditionView, indicator: str, lang: str, frame: Frame) -> Drawing:
    """The picture, as wide as a map of the frame and as tall as its words."""
    title, letters = map_title(indicator, told.whole(indicator), lang), frame.letters
    most = frame.width - 2 * MARGIN
    lines = [(line, letters + 3, True) for line in wrapped(title, letters + 3, most, True)]
    for sentence in kept_sentences(told, indicator, lang):
        lines += [(line, letters, False) for line in wrapped(sentence, letters, most)]
    lines += [(line, letters - 1, False) for line in wrapped(source_line(told, lang), letters - 1, most)]
    tall = 2 * MARGIN + sum(size * LEADING for _, size, _ in lines)
    drawing = Drawing(frame.width, tall, title)
    drawing.add(Polygon(box(0, 0, BAR if frame != NARROW else BAR / 2, tall), palette.QUIET_INK))
    at = MARGIN
    for line, size, bold in lines:
        at += size * LEADING
        drawing.add(Words((MARGIN, at - size * (LEADING - 1)), line, size, palette.INK, bold=bold))
    return drawing
