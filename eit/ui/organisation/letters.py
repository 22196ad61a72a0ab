"""What leaves about an organisation: its letter, all letters in one archive, the sheet of its waste."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from eit.actions.door.links import door_address
from eit.actions.organisation.records import note_letters
from eit.analysis import letters
from eit.analysis.door.links import standing_links
from eit.analysis.impact.outflows import DISPOSED, DIVERTED, outflows
from eit.analysis.programmes import company_names
from eit.domain.figures.cases import UNKNOWN
from eit.locations import GEO
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.views.door.queue import door_lines
from eit.views.organisation.letter import letter_html
from eit.views.organisation.outflows import outflows_html
from eit.views.texts import texts


def show_letter(frame: PageContext, company_id: str) -> None:
    """The letter in the language of the screen and in the other, made when it is asked for."""
    st.caption(frame.say("letter.caption"))
    other = "en" if frame.lang == "fr" else "fr"
    for label, lang in (("letter.download", frame.lang), ("letter.other", other)):
        st.download_button(
            frame.say(label), partial(letter_file, frame, company_id, lang), f"{company_id}-{lang}.html",
            "text/html", icon=":material/mail:", on_click="ignore", key=f"{label} {company_id}",
        )  # fmt: skip
    _note(frame, [company_id], f"letter {company_id}")


def letter_file(frame: PageContext, company_id: str, lang: str) -> bytes:
    """The letter as a file."""
    asked = (frame.selection.programme_id, company_id, frame.as_of, GEO, lang)
    made = ask(letters.letter, frame.version, *asked)
    door = _door(frame, company_id, lang)
    return letter_html(
        made.name, made.programme, made.flows, made.leads, made.missing, made.day, lang, door
    ).encode()


def _door(frame: PageContext, company_id: str, lang: str) -> Mapping[str, str] | None:
    """Where the organisation may answer by itself: only where the door has an address, and it has a link."""
    address = door_address() if edit_form.can_edit() else ""
    if not address:
        return None
    link = standing_links(database(frame.version), frame.selection.programme_id, address).get(company_id)
    return None if link is None else door_lines(link, texts(lang))


def show_letters(frame: PageContext) -> None:
    """All letters of the programme in the language of the screen, made when they are asked for."""
    st.download_button(
        frame.say("letter.every"), partial(letters_archive, frame), f"lettres-{frame.lang}.zip", "application/zip",
        icon=":material/mail:", on_click="ignore", help=frame.say("letter.every_help"),
    )  # fmt: skip
    _note(frame, list(ask(company_names, frame.version, frame.selection.programme_id)), "letters")


def _note(frame: PageContext, company_ids: Sequence[str], form: str) -> None:
    """One click that writes who was given a letter, and when: among the visits and notes of each."""
    wording, programme_id = frame.say("letter.told"), frame.selection.programme_id
    filled = Filled(
        lambda context: note_letters(context, programme_id, company_ids, wording),
        lambda count: frame.say("letter.noted", n=count),
    )
    many = len(company_ids) > 1
    edit_form.run_button(
        frame, form, filled, frame.say("letter.note_every" if many else "letter.note"), icon=":material/send:",
        key=form,
    )  # fmt: skip


def letters_archive(frame: PageContext) -> bytes:
    """One file per organisation, named by its id: a name is nobody's to read on an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for company_id in ask(company_names, frame.version, frame.selection.programme_id):
            archive.writestr(f"{company_id}-{frame.lang}.html", letter_file(frame, company_id, frame.lang))
    return packed.getvalue()


def show_outflows(frame: PageContext, company_id: str) -> None:
    """The sheet of its waste as ESRS E5-5 asks it, made when it is asked for."""
    st.download_button(
        frame.say("outflows.download"), partial(outflows_file, frame, company_id), f"esrs-e5-5-{company_id}.html",
        "text/html", icon=":material/description:", on_click="ignore", key=f"outflows {company_id}",
    )  # fmt: skip


def outflows_file(frame: PageContext, company_id: str) -> bytes:
    """The sheet as a file."""
    found = ask(outflows, frame.version, company_id)
    name = ask(company_names, frame.version, frame.selection.programme_id)[company_id]
    parts = {"diverted": DIVERTED, "disposed": DISPOSED, "other": (UNKNOWN,)}
    programme = str(frame.programme[frame.local("name")])
    return outflows_html(name, found, parts, programme, frame.as_of, frame.lang).encode()
