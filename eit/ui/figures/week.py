"""« Cette semaine »: what is to do, each task one click from done or from its page; a page to send, a calendar."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.actions.edit import EditContext
from eit.analysis import week as analysis
from eit.analysis.door.links import any_link
from eit.analysis.week import Task
from eit.domain.address import FIX
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.views.synergies.week import digest_html, task_line, week_calendar

SHOWN = 8
"""Tasks drawn at once; the page to send has them all."""
PAGE_OF = {"item": "programme", "decision": "consortium", "next-step": "synergies", "reconfirm": "synergies"}


def show_week(frame: PageContext) -> None:
    """The list, then what comes first after this week; nothing is said when nothing is to do."""
    say, programme_id = frame.say, frame.selection.programme_id
    tasks = ask(analysis.week, frame.version, programme_id, frame.as_of, frame.lang)
    later = ask(analysis.coming, frame.version, programme_id, frame.as_of, frame.lang)
    if tasks:
        _tasks(frame, tasks)
    _answers(frame)
    if later:
        st.text(say("week.then", task=task_line(later, say)))


def _answers(frame: PageContext) -> None:
    """How many answers of firms wait, and the answers themselves; nothing when none does."""
    door = database(frame.version)
    if not edit_form.can_edit() or not any_link(door):
        return
    # Only now: the first page of a programme without a door waits for nothing of it.
    from eit.analysis.door.queue import count_waiting
    from eit.ui.firm_answers import renew_sheets, show_answers

    renew_sheets(frame)
    found = count_waiting(door, frame.selection.programme_id)
    if found:
        st.text(frame.say("firm_queue.waiting", n=found))
        # A label that tells the number would close it after each answer.
        with st.expander(
            frame.say("firm_queue.read"), icon=":material/mark_email_unread:", key="answers of firms"
        ):
            show_answers(frame)


def _tasks(frame: PageContext, tasks: list[Task]) -> None:
    say = frame.say
    st.subheader(say("week.title"), anchor=False, help=say("week.help"))
    shown = tasks if st.session_state.get("whole week") else tasks[:SHOWN]
    for task in shown:
        _task(frame, task)
    if len(tasks) > SHOWN:
        st.toggle(say("week.all", n=len(tasks)), key="whole week")
    name = str(frame.programme[frame.local("name")])
    with st.container(horizontal=True):
        st.download_button(
            say("week.digest"), lambda: digest_html(tasks, name, frame.as_of, frame.lang).encode(),
            f"semaine-{frame.as_of}.html", "text/html", icon=":material/mail:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            say("week.calendar"), lambda: week_calendar(tasks, name, frame.lang),
            f"semaine-{frame.as_of}.ics", "text/calendar", icon=":material/event:", on_click="ignore",
        )  # fmt: skip


def _task(frame: PageContext, task: Task) -> None:
    """One line, its page, and the button that says it is done."""
    key = f"{task.kind} {task.row_id}"
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        said = task_line(task, frame.say)
        st.text(f"{said} · {task.phone}" if task.phone and edit_form.can_edit() else said, width="stretch")
        page = PAGE_OF.get(task.kind, "organisation")
        kind = "company" if page == "organisation" else task.kind
        words = {FIX: f"{kind}|{task.row_id}|"} | ({"company": task.company_id} if task.company_id else {})
        st.page_link(
            frame.page(page), label=frame.say("week.open"), icon=":material/open_in_new:",
            query_params={**st.query_params.to_dict(), **words},
        )  # fmt: skip
        if task.kind in ("reminder", "item", "decision"):
            filled = Filled(
                partial(_finish, programme_id=frame.selection.programme_id, task=task),
                frame.say("week.done_said"),
            )
            edit_form.run_button(
                frame,
                f"done {key}",
                filled,
                frame.say("week.done"),
                key=f"done {key}",
                icon=":material/check:",
            )


def _finish(context: EditContext, programme_id: str, task: Task) -> None:
    # Only now: no first page waits for what a click does.
    from eit.actions.consortium import close_decision
    from eit.actions.organisation.records import finish_record
    from eit.actions.programme.parts import finish_item

    if task.kind == "reminder":
        finish_record(context, task.row_id)
    elif task.kind == "item":
        finish_item(context, programme_id, task.row_id)
    else:
        close_decision(context, programme_id, task.row_id, "done")
