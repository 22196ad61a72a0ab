"""The field that a remark of quality leads to: it stands in front of its form, on the page of its row."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from eit.domain.address import FIX
from eit.domain.forms.row_fields import Part
from eit.ui.edit_form import ROUNDS

SHOWN = "what is corrected"


class Fix(NamedTuple):
    """Kind of row (company, flow, synergy), its id, the field (empty: none in particular)."""

    kind: str
    row_id: str
    field: str

    def front(self, part: Part) -> tuple[str, ...]:
        """The fields of a form that stand in front; none: all of them."""
        known = {one.name for one in part.fields}
        return (self.field,) if self.field in known else ()


def asked_fix() -> tuple[Fix | None, bool]:
    """What the address asked to correct, until something was written; and whether it was asked just now."""
    edits = sum(st.session_state.get(ROUNDS, {}).values())
    words = str(st.session_state.get(FIX) or "").split("|")
    if len(words) == len(Fix._fields):
        st.session_state[FIX] = ""
        st.session_state[SHOWN] = (Fix(*words), edits)
        return Fix(*words), True
    fix, since = st.session_state.get(SHOWN, (None, edits))
    return (fix, False) if since == edits else (None, False)
