"""The part of the page Données that brings a file in: what was understood, what would change, what is refused."""

from __future__ import annotations

import streamlit as st

from eit.actions.edit import EditContext
from eit.ingest.cells import FileRefused, SeveralSheets
from eit.ingest.columns import KINDS
from eit.ingest.preview import Plan
from eit.ingest.template import template_bytes
from eit.ui import data_file
from eit.ui.choice_key import choice_key
from eit.ui.data_page import uploaded_file
from eit.ui.data_page.import_choices import given, read_choices, sheet_choice, show_columns
from eit.ui.data_page.import_material import new_material
from eit.ui.data_page.import_memory import answers_of_file, show_memory
from eit.ui.data_page.import_preview import show_grid
from eit.ui.data_page.import_progress import is_stopped, progress_of
from eit.ui.data_page.import_questions import show_answered, show_questions
from eit.ui.data_page.import_register import KIND, show_register
from eit.ui.data_page.import_words import vocabulary
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, run_button
from eit.ui.markup import show_html
from eit.ui.notices import INFO, WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.importing.grid import change_words
from eit.views.records import reading_html, refusal_table

FORM, FILE = "import a file", "import file"
TYPES = [
    "csv",
    "txt",
    "tsv",
    "xlsx",
    "xlsm",
    "ods",
    "gpkg",
    "zip",
    "json",
    "geojson",
    "xls",
    "xlsb",
    "numbers",
]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bring_in(frame: PageContext) -> None:
    """Kind and template, then the file, then its preview and the two ways to save it."""
    say = frame.say
    left, right = st.columns([2, 3], gap="large")
    with left:
        kind = st.selectbox(
            say("records.kind"),
            KINDS,
            format_func=lambda one: say(f"export.kind.{one}"),
            key=choice_key(KIND, say.lang),
        )
        st.caption(say(f"records.about.{kind}"))
        _template(frame, str(kind))
    with right:
        upload = _brought(frame)
    if upload is None:
        notice(say("records.choose_file"))
        show_memory(frame, str(kind))
    elif not is_stopped(frame, upload):
        _file(frame, str(kind), upload)


def _brought(frame: PageContext) -> Upload | None:
    """What is brought in: a file, or a table pasted from the clipboard; None while there is nothing."""
    say = frame.say
    ways = ("file", "pasted")
    way = st.radio(
        say("records.way"),
        ways,
        format_func=lambda one: say(f"records.way_{one}"),
        horizontal=True,
        key=choice_key("import way", say.lang),
    )
    if way == "file":
        sent = st.file_uploader(say("records.file"), type=TYPES, key=FILE, help=say("records.file_help"))
        return None if sent is None else Upload(sent.name, sent.getvalue())
    text = st.text_area(say("records.paste"), key="import pasted", height=180, help=say("records.paste_help"))
    return Upload(f"{say('records.pasted_name')}.txt", text.encode()) if text.strip() else None


def _template(frame: PageContext, kind: str) -> None:
    programme_id = frame.selection.programme_id
    st.download_button(
        frame.say("records.template"),
        lambda: template_bytes(data_file.database(frame.version), programme_id, kind, frame.lang),
        file_name=f"{programme_id}-{kind}.xlsx",
        mime=WORKBOOK,
        icon=":material/table_view:",
        key="import template",
    )


def _file(frame: PageContext, kind: str, upload: Upload) -> None:
    seen = uploaded_file.shown_plan()
    answers = given(upload, kind)
    try:
        plan = uploaded_file.preview(
            upload,
            frame.version,
            kind,
            frame.selection.programme_id,
            answers,
            lambda: progress_of(frame, upload),
        )
    except FileRefused as refused:
        st.session_state.pop(uploaded_file.SHOWN, None)
        notice(frame.say(f"refusal.{refused.key}", value=refused.value), WARNING)
        several = refused if isinstance(refused, SeveralSheets) else SeveralSheets({})
        sheet_choice(frame, upload, kind, several.sheets, several.alike)
        show_register(frame, upload, kind, None)
        show_answered(frame, upload, kind, vocabulary(frame, kind))
        read_choices(frame, upload, kind)
        show_columns(frame, upload, kind, None)
        return
    sheet_choice(frame, upload, kind, plan.choices.get("sheets", {}))  # type: ignore[arg-type]
    show_register(frame, upload, kind, plan)
    show_questions(frame, upload, kind, plan)
    new_material(frame, upload, kind, plan)
    st.subheader(frame.say("records.preview"), anchor=False)
    show_grid(frame, upload, kind, plan)
    _save(frame, upload, seen, plan)
    answers_of_file(frame, upload, kind, plan)
    show_html(reading_html(plan.choices, plan.notices, frame.lang))
    with st.expander(frame.say("records.understood"), icon=":material/tune:", key="import reading"):
        read_choices(frame, upload, kind)
        show_columns(frame, upload, kind, plan)
    if plan.refused_rows:
        with st.expander(frame.say("records.refused", n=len(plan.refused_rows)), key="import refused"):
            _refused(frame, plan)


def _refused(frame: PageContext, plan: Plan) -> None:
    st.caption(frame.say("records.refused_how"))
    show_table(refusal_table(plan.refusals, frame.lang), "import refusals")
    st.download_button(
        frame.say("records.refused_download"),
        lambda: uploaded_file.rejects(plan, frame.lang),
        file_name=f"{frame.selection.programme_id}-{plan.kind}-refus.csv",
        mime="text/csv",
        icon=":material/download:",
        key="import rejects",
    )


def _save(frame: PageContext, upload: Upload, seen: Plan | None, plan: Plan) -> None:
    say = frame.say
    if not plan.records:
        notice(say("records.nothing_to_save"), INFO if not plan.refused_rows else WARNING)
        return
    if read_only():
        notice(say("records.demonstration"), WARNING)
        return
    partial = bool(plan.refusals)
    will = change_words(plan.kind, plan.new, plan.changed, say, len(plan.organisations))
    label = say("records.save", what=will)
    if plan.refused_rows:
        st.caption(say("records.left_behind", n=len(plan.refused_rows)))
    if plan.later:
        st.caption(say("records.left_empty", n=plan.later))
    done = say(
        "records.saved",
        **plan.counts,
        kind=say(f"export.kind.{plan.kind}"),
        page=say(f"records.where.{plan.kind}"),
    )

    def save(door: EditContext) -> None:
        with st.spinner(say("records.saving")):
            uploaded_file.save(door, upload, seen, plan, partial)
        st.session_state.pop(uploaded_file.SHOWN, None)

    run_button(
        frame,
        FORM,
        Filled(save, done),
        label,
        type="primary",
        icon=":material/save:",
        key="import save",
    )
