"""The saved views of a programme: the page as it is set is kept under a name, and opens again in one click."""

from __future__ import annotations

import streamlit as st

from eit.actions.programme.saved_views import keep_view, remove_view
from eit.analysis.find import Found
from eit.analysis.saved_views import saved_views
from eit.domain.programme.saved_view import LONGEST_NAME, NOT_OF_A_VIEW, SavedView
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.notices import INFO, notice
from eit.ui.page_context import NAVIGATION, PageContext
from eit.ui.sidebar.find import open_later
from eit.views.escape import markdown_text

KEEP, REMOVE, OPENED = "keep view", "remove view", "saved views"
NOT_KEPT = "meeting"
"""A room has its scenes."""


def offer_views(frame: PageContext, page: str) -> None:
    """The views by name; below, the form that keeps this one, and what takes one away. `page`: its key."""
    if page == NOT_KEPT:
        return
    views = ask(saved_views, frame.version, frame.selection.programme_id)
    if not views and not edit_form.can_edit():
        return
    with st.expander(frame.say("views.title"), key=OPENED, on_change="rerun") as drawn:
        if not drawn.open:
            return
        if said := st.session_state.pop(edit_form.SAID, None):  # a page without forms does not say it
            notice(said, INFO)
        for view in views:
            st.button(
                markdown_text(view.name), key=f"view {view.view_id}", type="tertiary",
                on_click=open_later, args=(Found("view", view.view_id, view.name),),
            )  # fmt: skip
        if not views:
            notice(frame.say("views.none"))
        edit_form.run_form(
            frame, KEEP, lambda: _keeping(frame, page), frame.say("views.keep"), ":material/bookmark_add:"
        )
        if views:
            _removing(frame, views)


def _keeping(frame: PageContext, page: str) -> Filled:
    """The name; the words are those of the address as this run wrote it."""
    turn, slug = edit_form.round_of(KEEP), NAVIGATION[page][0].removesuffix(".py")
    words = {key: text for key, text in st.query_params.to_dict().items() if key not in NOT_OF_A_VIEW}
    name = st.text_input(frame.say("views.name"), max_chars=LONGEST_NAME, key=f"{KEEP} name {turn}").strip()
    again = st.checkbox(frame.say("views.again"), key=f"{KEEP} again {turn}")
    return Filled(
        lambda door: keep_view(door, frame.selection.programme_id, name, slug, words, again),
        frame.say("views.kept", name=name),
    )


def _removing(frame: PageContext, views: tuple[SavedView, ...]) -> None:
    names = {view.view_id: view.name for view in views}
    chosen = st.selectbox(
        frame.say("views.which"), list(names), index=None, format_func=names.__getitem__,
        key=choice_key(f"{REMOVE} of {len(views)}", names), placeholder=frame.say("control.search"),
    )  # fmt: skip
    if chosen is None:
        return
    edit_form.run_button(
        frame, f"{REMOVE} {chosen}",
        Filled(
            lambda door: remove_view(door, frame.selection.programme_id, chosen),
            frame.say("views.removed", name=names[chosen]),
        ),
        frame.say("views.remove", name=markdown_text(names[chosen])), icon=":material/delete:",
        key=f"{REMOVE} {chosen}",
    )  # fmt: skip
