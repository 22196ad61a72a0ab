"""Tags: read as people write them, each once, and too much is refused."""

from __future__ import annotations

import pytest

from eit.domain.errors import InvalidSelection
from eit.domain.forms.tags import LONGEST, MOST, read_tags, tags_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("carton, à revoir", "carton, à revoir"),
        ("#Carton ;  carton|CARTON\n à  revoir ", "Carton, à revoir"),
        (" ,; # ", None),
        ("", None),
        (None, None),
    ],
)
def test_tags_are_read_as_people_write_them(typed: object, kept: str | None) -> None:
    assert read_tags(typed) == kept
    assert read_tags(kept) == kept


def test_a_text_that_is_no_tag_is_refused_and_never_cut() -> None:
    for typed, key in (
        ("x" * (LONGEST + 1), "text-too-long"),
        (",".join(f"tag {n}" for n in range(MOST + 1)), "tags-too-many"),
    ):
        with pytest.raises(InvalidSelection) as told:
            read_tags(typed)
        assert told.value.key == key
    assert len(tags_of(",".join(f"tag {n}" for n in range(MOST)))) == MOST
