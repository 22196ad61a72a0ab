"""The picture beside a link: no sentence is cut in its middle, nothing runs over its edge."""

from __future__ import annotations

import pytest

from eit.views.drawing.shapes import Drawing, Words
from eit.views.public import edition_png


@pytest.mark.parametrize("title", ["Court", "mot " * 60, "x" * 400])
@pytest.mark.parametrize(
    "lines", [[], ["Un. " * 60, "court"], ["court", "l'ensemble est protégé, " * 20, "bref"]]
)
def test_what_is_written_is_whole_and_within(
    title: str, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Drawing] = []
    monkeypatch.setattr(edition_png, "drawing_png", lambda drawing, _: drawn.append(drawing) or b"")
    edition_png.preview_png(title, lines, "pied")
    words = [shape for shape in drawn[0].shapes if isinstance(shape, Words)]
    right = drawn[0].width - edition_png.MARGIN / 3
    for one in words:
        assert one.at[0] + edition_png.painted_breadth(one.text, one.size, one.bold) <= right
        assert one.at[1] <= drawn[0].height
    told = " ".join(one.text for one in words if not one.bold)
    for line in lines:
        begun = " ".join(line.split())[:20]
        assert begun not in told or " ".join(line.split()) in told or "…" in told
