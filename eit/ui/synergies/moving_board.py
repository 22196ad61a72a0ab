"""The board whose cards move: the menu of a card names the stages that it may go to; chosen, it is there today."""

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

MOST_CARDS = 12
"""Cards of a stage that are drawn with their menu; the list has them all."""


def show_moving_board(frame: PageContext, rows: pd.DataFrame) -> None:
    """A column per stage that holds something, and the first stage."""
    ready = ask(answered, frame.version, frame.selection.programme_id)
    held = [stage for stage in COLUMNS if stage == COLUMNS[0] or (rows["stage"] == stage).any()]
    for place, stage in zip(st.columns(len(held), gap="small"), held, strict=True):
        own = rows[rows["stage"] == stage]
        with place:
            st.markdown(f"**{frame.say(f'stage.{stage}').capitalize()}** {len(own)}")
            for row in own.head(MOST_CARDS).itertuples(index=False):
                _card(frame, row, ready.get((str(row.synergy_id), stage), 0) if stage in STAGES else None)
            if len(own) > MOST_CARDS:
                st.caption(frame.say("pipeline.more_cards", n=len(own) - MOST_CARDS))


def _card(frame: PageContext, row: Any, ready: int | None) -> None:
    show_html(card_html(row, frame.lang, ready))
    later = STAGES[STAGES.index(row.stage) + 1 :] if row.stage in STAGES else ()
    if not later:
        return
    chosen = st.menu_button(
        frame.say("pipeline.move"), later, format_func=lambda name: frame.say(f"stage.{name}"),
        key=f"move {row.synergy_id}", type="tertiary", icon=":material/arrow_forward:",
    )  # fmt: skip
    edit_form.show_form_start(f"move {row.synergy_id}", frame)
    if chosen:
        title = str(getattr(row, frame.local("title")))
        do = partial(actions.advance, synergy_id=str(row.synergy_id), stage=chosen, on=frame.as_of, note="")
        edit_form.send(frame, f"move {row.synergy_id}", Filled(do, frame.say("pipeline.saved", title=title)))
