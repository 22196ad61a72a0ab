"""The board whose cards move, by their menu or dragged to a later column: there today, its new questions open below."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from eit.actions import synergies as actions
from eit.analysis.synergies.evidence import answered
from eit.domain.stage import STAGES
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.views.synergies.board import COLUMNS, card_html

CHOSEN, MOVED = "synergy chosen", "synergy moved"
"""The synergy that is shown below the board, and the last one that a card moved."""
MOST_CARDS = 12
"""Cards of a stage that are drawn with their menu; the list has them all."""


def show_moving_board(frame: PageContext, rows: pd.DataFrame) -> None:
    """A column per stage, empty ones too: a card can be dragged there."""
    st.caption(frame.say("pipeline.drag"))
    ready = ask(answered, frame.version, frame.selection.programme_id)
    counts = rows["stage"].value_counts().to_dict()
    cards: dict[str, list[Any]] = {}
    for row in rows.groupby("stage").head(MOST_CARDS).itertuples(index=False):
        cards.setdefault(str(row.stage), []).append(row)
    held = [stage for stage in COLUMNS if stage in STAGES or stage in cards]
    for place, stage in zip(st.columns(len(held), gap="small"), held, strict=True):
        count = counts.get(stage, 0)
        with place, st.container(key=f"stage {stage}"):
            st.markdown(f"**{frame.say(f'stage.{stage}').capitalize()}** {count}")
            for row in cards.get(stage, ()):
                _card(frame, row, ready.get((str(row.synergy_id), stage), 0) if stage in STAGES else None)
            if count > MOST_CARDS:
                st.caption(frame.say("pipeline.more_cards", n=count - MOST_CARDS))


def _card(frame: PageContext, row: Any, ready: int | None) -> None:
    later = STAGES[STAGES.index(row.stage) + 1 :] if row.stage in STAGES else ()
    show_html(card_html(row, frame.lang, ready, later))
    if not later:
        return
    chosen = st.menu_button(
        frame.say("pipeline.move"), later, format_func=lambda name: frame.say(f"stage.{name}"),
        key=f"move {row.synergy_id}", type="tertiary", icon=":material/arrow_forward:",
    )  # fmt: skip
    edit_form.show_form_start(f"move {row.synergy_id}", frame)
    if chosen:
        st.session_state[CHOSEN] = st.session_state[MOVED] = str(row.synergy_id)
        title = str(getattr(row, frame.local("title")))
        do = partial(actions.advance, synergy_id=str(row.synergy_id), stage=chosen, on=frame.as_of, note="")
        edit_form.send(frame, f"move {row.synergy_id}", Filled(do, frame.say("pipeline.saved", title=title)))
