"""The commons of cases: the cards that may leave, those of others, and « Ici aussi » in one click."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from eit.actions.programme.parts import add_item
from eit.analysis.synergies import commons
from eit.domain.errors import Refusal
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.edit_form import Filled
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.views.escape import markdown_text
from eit.views.refusals import refusal_sentence
from eit.views.synergies.commons import card_lines, card_title, item_of
from eit.views.texts import texts

SHOWN = 20


def show_commons(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """What this programme may share, then what others shared; a server for reading has none of it."""
    if not edit_form.can_edit():
        notice(frame.say("commons.reading"))
        return
    _to_share(frame, day)
    _of_others(frame)


def _to_share(frame: PageContext, day: date) -> None:
    say = frame.say
    st.caption(say("commons.told"))
    found = ask(commons.cards_to_share, frame.version, frame.selection.programme_id, day)
    for card in found.cards:
        _card(frame, card)
    if found.kept_back:
        notice(say("commons.kept_back", n=found.kept_back))
    if found.cards:
        st.download_button(
            say("commons.export", n=len(found.cards)), lambda: commons.cards_file(found.cards),
            f"cas-{frame.selection.programme_id}.json", "application/json", icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip


def _of_others(frame: PageContext) -> None:
    say = frame.say
    st.subheader(say("commons.of_others"), anchor=False)
    sent = st.file_uploader(say("commons.file"), type=["json"], key="file of cards")
    if sent is None:
        return
    try:
        cards = commons.read_cards(sent.getvalue())
    except Refusal as refusal:
        notice(refusal_sentence(refusal, say), WARNING)
        return
    if len(cards) > SHOWN:
        notice(say("commons.more", shown=SHOWN, n=len(cards)))
    for card in cards[:SHOWN]:
        _card(frame, card)
        found = commons.here(database(frame.version), frame.selection.programme_id, card)
        do = partial(
            add_item, programme_id=frame.selection.programme_id, row=item_of(card, texts("fr"), texts("en"))
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            offers, demands = say("commons.offers", n=found.offers), say("commons.demands", n=found.demands)
            st.text(say("commons.here", offers=offers, demands=demands), width="stretch")
            key = f"here too {card['card_id']}"
            edit_form.run_button(
                frame, key, Filled(do, say("commons.taken")), say("commons.here_too"), icon=":material/add_task:",
                key=key,
            )  # fmt: skip


def _card(frame: PageContext, card: commons.Card) -> None:
    with st.container(border=True):
        st.text(card_title(card, frame.say))
        for line in card_lines(card, frame.say):
            st.caption(markdown_text(line))
