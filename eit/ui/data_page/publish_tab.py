"""The part of the page Données that makes a public edition: try, read in words what would be told, write, hand over."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import streamlit as st

from eit.actions.access import require_publishing
from eit.analysis import programmes
from eit.locations import HOME
from eit.ui import data_file
from eit.ui.answers import ask
from eit.ui.data_page.workspace import read_only
from eit.ui.markup import show_html
from eit.ui.notices import INFO, WARNING, notice, notices
from eit.ui.page_context import PageContext
from eit.views.cards import paragraphs_html
from eit.web import modes, sign_in

NAME, PATH, FOUND, ADOPT = "edition name", "edition path", "edition found", "edition adopted"
MINUTES = 15
SUFFIX = ".duckdb"
TOLD = ("computed", "carried")


def publishing(frame: PageContext) -> None:
    """Three steps: nothing is written before the first was read."""
    say = frame.say
    notice(say("publishing.what"))
    st.session_state.setdefault(NAME, f"{frame.as_of.year}-1")
    st.session_state.setdefault(PATH, str(modes.edition_path()))
    left, right = st.columns([1, 3])
    name = left.text_input(say("publishing.name"), key=NAME, max_chars=40, help=say("publishing.name_help"))
    path = right.text_input(say("publishing.path"), key=PATH, max_chars=300, help=say("publishing.path_help"))
    target = Path(path.strip())
    wrong = (
        target.suffix != SUFFIX or target.resolve() == data_file.database_path().resolve() or not name.strip()
    )
    if wrong:
        notice(say("publishing.path_wrong"), WARNING)
    st.checkbox(say("publishing.adopt"), key=ADOPT, help=say("publishing.adopt_help"))
    st.subheader(say("publishing.step_try"), anchor=False)
    if st.button(say("publishing.try"), icon=":material/fact_check:", disabled=wrong):
        _make(frame, name.strip(), target, write=False)
    _show_found(frame)
    st.subheader(say("publishing.step_write"), anchor=False)
    if read_only():
        notice(say("publishing.demonstration"))
    tried = (st.session_state.get(FOUND) or {}).get("edition") == name.strip()
    if st.button(
        say("publishing.write"),
        icon=":material/lock:",
        type="primary",
        disabled=wrong or read_only() or not tried,
    ) and _make(frame, name.strip(), target, write=True):
        st.subheader(say("publishing.step_send"), anchor=False)
        ledger = data_file.database_path().name + ".editions"
        digest = say("publishing.digest", digest=st.session_state[FOUND]["digest"])
        notices([say("publishing.send", ledger=ledger), digest], INFO)


def _make(frame: PageContext, name: str, target: Path, write: bool) -> bool:
    """Run the command in a process of its own: its solvers disturb no reader, and it can be stopped.

    Raises DataError("role_missing") for somebody who may not publish.
    """
    say = frame.say
    require_publishing(data_file.database_path(), sign_in.identity())
    with st.status(say("publishing.working"), expanded=False) as status:
        found, reason = _run(name, target, write, frame.lang)
        if found is None:
            said = (
                say("publishing.slow", n=MINUTES)
                if reason is None
                else say("publishing.failed", reason=reason)
            )
            status.update(label=say("publishing.step_try"), state="error")
        else:
            key = "done_write" if write else "done_try"
            said = say(f"publishing.{key}", name=name, path=str(target))
            status.update(label=said, state="complete")
    notice(said, WARNING if found is None else INFO)
    if found is not None:
        st.session_state[FOUND] = found
    return found is not None


def _run(name: str, target: Path, write: bool, lang: str) -> tuple[dict[str, Any] | None, str | None]:
    """What the command printed, or why it refused; neither when it took too long."""
    command = [sys.executable, "-m", "eit", "--lang", lang, "publish", "--db", str(data_file.database_path())]
    command += [
        "--out",
        str(target),
        f"--edition={name}",
        "--format",
        "json",
        *([] if write else ["--dry-run"]),
        *(["--adopt"] if st.session_state.get(ADOPT) else []),
    ]
    try:
        done = subprocess.run(
            command, cwd=HOME, capture_output=True, text=True, timeout=MINUTES * 60, check=False
        )
    except subprocess.TimeoutExpired:
        return None, None
    if done.returncode:
        return None, done.stderr.strip()[-600:]
    return json.loads(done.stdout), None


def _show_found(frame: PageContext) -> None:
    """What the last trial would tell, programme by programme, in words."""
    found, say = st.session_state.get(FOUND), frame.say
    if not found:
        return
    states = {key: int(found[key]) for key in ("computed", "carried", "hidden", "empty")}
    told = states["computed"] + states["carried"]
    would = say("publishing.would", told=told, hidden=states["hidden"], empty=states["empty"])
    show_html(paragraphs_html([would]))
    names = ask(programmes.all_programmes, frame.version).set_index("programme_id")[frame.local("name")]
    lines = []
    for programme_id, name in names.items():
        cells = Counter(cell["state"] for cell in found["cells"] if cell["programme_id"] == programme_id)
        told = sum(cells[state] for state in TOLD)
        key = "would_programme" if told else "nothing_told"
        lines.append(say(f"publishing.{key}", programme=name, told=told, hidden=cells["hidden"]))
    notices(lines, INFO)
