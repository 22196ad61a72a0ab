"""A field that two people wrote shows both values as its form does, never as the file holds them."""

from __future__ import annotations

import pytest

from eit.domain.errors import InvalidSelection
from eit.domain.organisation.fields import FLOW
from eit.views.programme import clash_words

NAMES = {"material": {"sawdust": "Sciures"}}


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "shown"),
    [
        ("quantity", "4100.0", "4200.5", ("4 100", "4 200,5")),
        ("direction", "offer", "demand", ("offre", "demande")),
        ("material_id", "sawdust", "gone", ("Sciures", "gone")),
        ("observed_on", "2026-02-03", "—", ("3 février 2026", "—")),
        ("label", "offer", "4100.0", ("offer", "4100.0")),
    ],
)
def test_both_values_are_in_words(name: str, theirs: str, mine: str, shown: tuple[str, str]) -> None:
    told = InvalidSelection("changed-by-other", value=theirs, unit=mine, row_id=name)
    said = clash_words(FLOW, FLOW.field(name), told, NAMES, "fr")
    assert tuple(str(one).replace("\u202f", " ") for one in (said.value, said.unit)) == shown
    assert (said.key, said.row_id) == (told.key, name)
