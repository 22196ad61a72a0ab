"""A register that was recognised by its headings is proposed by name: read it as such, or as any other table."""

from __future__ import annotations

import streamlit as st

from eit.domain.question import Answer
from eit.ingest.preview import Plan
from eit.ingest.registers.recognising import Register, registers
from eit.ui.data_page.import_choices import given, tell
from eit.ui.data_page.uploaded_file import Upload, kind_of, register_of
from eit.ui.notices import notice
from eit.ui.page_context import PageContext

KIND = "import kind"
ORDINARY = Answer("file", "register", "", "")
"""The answer that a file is not the register that its headings are those of."""


def show_register(frame: PageContext, upload: Upload, kind: str, plan: Plan | None) -> None:
    """Which register the file is read as, by name; or that it is one, of another kind of rows."""
    key = str(plan.choices.get("register", "")) if plan else ""
    register = next((one for one in registers() if one.key == key), None)
    if register is not None:
        _said(frame, register, "read" if register.verified else "unverified")
        if st.button(frame.say("records.register.ordinary"), key="import ordinary"):
            tell(upload, kind, [ORDINARY])
            st.rerun()
    elif plan and not plan.refused_rows:
        return
    other = register_of(upload, kind, given(upload, kind))
    if other is not None and register is None:
        _said(frame, other, "other_kind")
    better = other.kind if other else kind_of(upload, kind, given(upload, kind)) if not register else None
    if better is None:
        return
    name = frame.say(f"export.kind.{better}")
    if other is None:
        notice(frame.say("records.register.looks_like", kind=name))
    st.button(
        frame.say("records.register.switch", kind=name),
        key="import switch",
        on_click=switch_kind,
        args=(better,),
    )


def switch_kind(kind: str) -> None:
    """Read the file in hand as rows of another kind."""
    st.session_state[KIND] = kind


def _said(frame: PageContext, register: Register, how: str) -> None:
    kind = frame.say(f"export.kind.{register.kind}")
    notice(frame.say(f"records.register.{how}", name=register.names[frame.lang], kind=kind))
