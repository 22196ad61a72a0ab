"""What a person decides where a file can be read in several ways: encoding, signs, sheet, and each column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from eit.domain.address import LANG
from eit.domain.question import Answer
from eit.ingest.cells import Row, as_text, column_letters
from eit.ingest.columns import COLUMNS, column_of
from eit.ingest.formats.encodings import ENCODINGS
from eit.ingest.formats.sheets import ALL_SHEETS
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.ui.choice_key import choice_key
from eit.ui.data_page import uploaded_file
from eit.ui.data_page.import_words import field_names
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.views.records import column_html

SEPARATORS = (";", ",", "\t", "|")
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe", ".": "point"}
DECIMALS, ORDERS = (",", "."), ("dmy", "mdy")
CHOICES = {"encoding": ENCODINGS, "separator": SEPARATORS, "decimal": DECIMALS, "dates": ORDERS}
LEFT_ASIDE = ""
PER_ROW = 3


def key_of(upload: Upload, kind: str, name: str) -> str:
    """Where the session keeps what was said of one file, brought in as one kind of rows."""
    return f"import {kind} {upload.digest[:12]} {name}"


def given(upload: Upload, kind: str) -> Answers:
    """The answers given so far for this very file; None leaves the choice to the reader."""
    encoding, separator, decimal, dates, sheet = (
        st.session_state.get(key_of(upload, kind, name)) for name in (*CHOICES, "sheet")
    )
    columns = dict(st.session_state.get(key_of(upload, kind, "columns"), {}))
    lang = "en" if st.session_state.get(LANG) == "en" else "fr"
    return Answers(encoding, separator, decimal, dates, sheet, columns, lang=lang, given=told(upload, kind))


def told(upload: Upload, kind: str) -> tuple[Answer, ...]:
    """What was answered to the questions of this very file so far."""
    return tuple(st.session_state.get(key_of(upload, kind, "told"), ()))


def tell(upload: Upload, kind: str, answers: Iterable[Answer]) -> None:
    """Keep answers to questions of this file; of two to one question the later holds."""
    kept = {answer.key: answer for answer in (*told(upload, kind), *answers)}
    st.session_state[key_of(upload, kind, "told")] = tuple(kept.values())


def take_back(upload: Upload, kind: str, answers: Iterable[Answer]) -> None:
    """Forget answers that were given to questions of this file."""
    gone = {answer.key for answer in answers}
    kept = tuple(one for one in told(upload, kind) if one.key not in gone)
    st.session_state[key_of(upload, kind, "told")] = kept


def sheet_choice(
    frame: PageContext, upload: Upload, kind: str, found: Mapping[str, int], alike: bool = False
) -> None:
    """The sheets or layers of a file with their rows, to choose one from; remembered from when they were all read."""
    sheets = st.session_state.setdefault(key_of(upload, kind, "sheets"), {})
    sheets |= ({ALL_SHEETS: sum(found.values())} if alike else {}) | dict(found)
    if not sheets:
        return
    say = frame.say
    st.selectbox(
        say("records.choice.sheet"),
        tuple(sheets),
        index=None,
        placeholder=say("records.choice.sheet_how" if found else "records.choice.automatic"),
        format_func=lambda one: (
            f"{say('records.all_sheets') if one == ALL_SHEETS else one} ({say('records.sheet_rows', n=sheets[one])})"
        ),
        key=choice_key(key_of(upload, kind, "sheet"), frame.lang),
    )


def read_choices(frame: PageContext, upload: Upload, kind: str) -> None:
    """One list per thing that can be read in two ways."""
    say = frame.say
    workbook = upload.data.startswith(b"PK")
    names = ("decimal", "dates") if workbook else tuple(CHOICES)
    lists: dict[str, tuple[str, ...]] = {name: tuple(CHOICES[name]) for name in names}
    for column, (name, options) in zip(st.columns(len(lists)), lists.items(), strict=True):
        column.selectbox(
            say(f"records.choice.{name}"),
            options,
            index=None,
            placeholder=say("records.choice.automatic"),
            format_func=lambda one, name=name: _named(frame, name, one),  # type: ignore[misc]
            key=choice_key(key_of(upload, kind, name), frame.lang),
        )


def _named(frame: PageContext, name: str, option: str) -> str:
    if name == "encoding":
        return option
    return frame.say(f"records.{name}.{NAMES.get(option, option)}")


def show_columns(frame: PageContext, upload: Upload, kind: str, plan: Plan | None) -> None:
    """Each column of the file with what it was taken for; another choice is an answer for this file."""
    found = uploaded_file.headings(upload, kind, given(upload, kind))
    if found is None:
        return
    header, below = found
    taken = _taken(header, kind, given(upload, kind), plan)
    st.caption(frame.say("records.columns"))
    titles = [as_text(cell).strip() for cell in header.cells]
    for start in range(0, len(titles), PER_ROW):
        for place, slot in zip(
            range(start, min(start + PER_ROW, len(titles))), st.columns(PER_ROW), strict=False
        ):
            sample = as_text(below.cells[place]).strip() if below and place < len(below.cells) else ""
            with slot:
                show_html(column_html(column_letters(place), titles[place], sample, frame.lang))
                _column(frame, upload, kind, place, titles[place], taken)


def _taken(header: Row, kind: str, answers: Answers, plan: Plan | None) -> dict[int, str]:
    """What each column is taken for: by the plan, else by its heading and the answers."""
    if plan is not None:
        return {place: name for name, place in plan.header.positions.items()}
    titles = [as_text(cell).strip() for cell in header.cells]
    named = {place: answers.columns.get(title, column_of(title, kind)) for place, title in enumerate(titles)}
    return {place: name for place, name in named.items() if name}


def _column(
    frame: PageContext, upload: Upload, kind: str, place: int, title: str, taken: dict[int, str]
) -> None:
    key = key_of(upload, kind, f"column {place}")
    st.session_state[key] = taken.get(place, LEFT_ASIDE)
    fields = [LEFT_ASIDE, *(name for name, column in COLUMNS[kind].items() if not column.map_only)]
    st.selectbox(
        frame.say("records.column", letter=column_letters(place)),
        fields,
        format_func=lambda name: _field(frame, kind, name),
        key=choice_key(key, frame.lang),
        label_visibility="collapsed",
        disabled=not title,
        on_change=_answer,
        args=(key_of(upload, kind, "columns"), title, key),
    )


def _field(frame: PageContext, kind: str, name: str) -> str:
    return field_names(frame, kind)[name] if name else frame.say("records.left_aside")


def _answer(where: str, title: str, key: str) -> None:
    """Keep what the person chose for a heading; a column that another heading had is given up by it."""
    said = st.session_state.setdefault(where, {})
    said[title] = st.session_state[key] or None
