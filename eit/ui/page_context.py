"""The frame around every page: language, navigation, sidebar, banner; and what is said when something fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from eit.analysis import privacy, programmes
from eit.domain.address import ROOM, SAID
from eit.domain.errors import DataError, Refusal
from eit.domain.selection import Selection
from eit.locations import PAGES
from eit.store.database import FileVersion
from eit.ui import answers, data_file, sign_in_gate
from eit.ui.answers import ask
from eit.ui.author import author_field
from eit.ui.markup import show_html
from eit.ui.notices import ERROR, WARNING, notice
from eit.ui.page_style import dress_page
from eit.ui.sidebar import controls as sidebar
from eit.ui.sidebar.find import offer_find
from eit.ui.sidebar.glossary import offer_glossary
from eit.ui.sidebar.language import language
from eit.ui.sidebar.tour import show_tour
from eit.views.cards import page_head
from eit.views.texts import Texts
from eit.web import modes, sign_in

NAVIGATION = {
    "home": ("accueil.py", ":material/home:"),
    "map": ("carte.py", ":material/map:"),
    "organisation": ("organisation.py", ":material/factory:"),
    "exchanges": ("echanges.py", ":material/swap_horiz:"),
    "territories": ("territoires.py", ":material/location_city:"),
    "materials": ("matieres.py", ":material/inventory_2:"),
    "grouping": ("regrouper.py", ":material/group_work:"),
    "synergies": ("synergies.py", ":material/handshake:"),
    "records": ("donnees.py", ":material/database:"),
    "indicators": ("indicateurs.py", ":material/fact_check:"),
    "consortium": ("consortium.py", ":material/groups:"),
    "meeting": ("rencontre.py", ":material/cast:"),
    "programme": ("programme.py", ":material/tune:"),
    "method": ("methode.py", ":material/menu_book:"),
}
HOME = "home"
"""The first page: its address has no name."""
EDITING = ("records",)
"""Pages that a server for reading does not have."""
KEY = "frame"


def navigation() -> dict[str, tuple[str, str]]:
    """The pages of this server."""
    return {key: page for key, page in NAVIGATION.items() if modes.can_edit() or key not in EDITING}


def page_names() -> list[str]:
    """What the addresses of the pages of this server end with; a public one has a single page, without a name."""
    return [] if modes.is_public() else [file[:-3] for key, (file, _) in navigation().items() if key != HOME]


@dataclass(frozen=True)
class PageContext:
    """What a page needs to know: the words, the version of the data, the question, the day."""

    say: Texts
    version: FileVersion
    programme: pd.Series
    selection: Selection
    figure: str
    show_synergies: bool
    as_of: date
    fictitious: bool

    @property
    def lang(self) -> str:
        """`fr` or `en`."""
        return self.say.lang

    @property
    def banded(self) -> bool:
        """Whether the page reads a copy for a room, whose sums are not those of the programme."""
        return data_file.is_copy(self.version)

    @property
    def own(self) -> FileVersion:
        """The programme's own file, which only `analysis.own_bands` may be asked of where the page reads a copy."""
        return data_file.own_version(self.version)

    @property
    def dark(self) -> bool:
        """True when the screen is dark."""
        return st.context.theme.type == "dark"

    def page(self, key: str) -> Path:
        """The script of a page of the navigation."""
        return PAGES / NAVIGATION[key][0]

    def local(self, name: str) -> str:
        """The name of a column in the language of the screen."""
        return f"{name}_{self.lang}"


def current() -> PageContext:
    """The frame of the run that is under way."""
    return st.session_state[KEY]


def show_title(frame: PageContext, key: str) -> None:
    """The title of a page, the programme it is about, and that the companies are fictitious."""
    name, banner = str(frame.programme[frame.local("name")]), frame.say("app.demo_banner")
    show_html(page_head(frame.say(f"nav.{key}"), name, banner if frame.fictitious else None))
    if modes.names_by_consent():
        st.caption(frame.say("app.bands"))


def left_out(frame: PageContext) -> bool:
    """Say, on a copy for a room, that what a part sums does not follow from bands; False: the part may be drawn."""
    if frame.banded:
        notice(frame.say("card.not_from_bands"))
    return frame.banded


def run(beside: Sequence[Callable[[PageContext, str], None]] = ()) -> None:
    """Draw the page in its frame; a problem becomes a sentence that says what to do, never a trace.

    `beside`: what else stands in the sidebar, given the frame and the key of the page.
    """
    say = language()
    dress_page(say.lang)
    if not sign_in_gate.passed(say):
        return
    if _nothing_begun():
        _begin(say)
        return
    pages = {
        key: st.Page(
            PAGES / file, title=say(f"nav.{key}"), icon=icon, url_path=file[:-3], default=key == HOME
        )
        for key, (file, icon) in navigation().items()
    }
    page = st.navigation(list(pages.values()), expanded=True)
    shared_screen = page.url_path == pages["meeting"].url_path
    if not shared_screen:  # its address holds nothing of a meeting
        st.session_state.update(dict.fromkeys((SAID, *ROOM), ""))
    with _as_notice(say, page.title):
        version = data_file.room_version() if shared_screen else data_file.current_version()
        controls = sidebar.read_controls(version, say)
        if not ask(privacy.may_read, version, controls.selection.programme_id, sign_in.identity()):
            notice(say("signing.no_role", programme=str(controls.programme[f"name_{say.lang}"])), WARNING)
            sidebar.draw_controls(version, controls, say)
            return
        _prepare(say, version, controls)
        with _as_notice(say, page.title):
            page.run()
        scripts = {key: PAGES / file for key, (file, _) in navigation().items()}
        with st.sidebar:
            offer_find(say, version, controls.programme, scripts)
            key = next(name for name, one in pages.items() if one.url_path == page.url_path)
            for offer in beside:
                offer(current(), key)
        sidebar.draw_controls(version, controls, say)
        if not shared_screen:  # the room signs where it writes: its screen has no sidebar
            with st.sidebar:
                author_field(say)
        offer_glossary(say)


def _nothing_begun() -> bool:
    """Whether the file has no programme at all: every page would have nothing to be about."""
    try:
        return bool(ask(programmes.all_programmes, data_file.current_version()).empty)
    except DataError:  # said where the pages are drawn
        return False


def _begin(say: Texts) -> None:
    """A file without a programme has one page, on which the first one begins, whatever address is asked."""
    script, icon = NAVIGATION["programme"]
    title = say("programme.new")
    pages = [
        st.Page(PAGES / script, title=title, icon=icon, url_path=file[:-3], default=key == HOME)
        for key, (file, _) in navigation().items()
    ]
    page = st.navigation(pages, position="hidden")
    with _as_notice(say, page.title):
        version = data_file.current_version()
        row = pd.Series({"jurisdiction": ask(programmes.first_jurisdiction, version)})
        day = answers.today(version, row["jurisdiction"])
        st.session_state[KEY] = PageContext(say, version, row, Selection(""), "", False, day, False)
        page.run()
    with st.sidebar:
        author_field(say)
    offer_glossary(say)


@contextmanager
def _as_notice(say: Texts, title: str) -> Iterator[None]:
    """A problem becomes a sentence."""
    try:
        yield
    except DataError as error:
        notice(say(f"problem.{error.code}", **error.values), ERROR)
    except Refusal as error:
        notice(
            say(f"refusal.{error.key}", value=error.value, unit=error.unit or "", row=error.row_id or "—"),
            WARNING,
        )
    except Exception:
        logging.getLogger(__name__).exception("page %s", title)
        notice(say("problem.unexpected"), ERROR)


def _prepare(say: Texts, version: FileVersion, controls: sidebar.Controls) -> None:
    st.session_state[KEY] = PageContext(
        say,
        version,
        controls.programme,
        controls.selection,
        controls.figure,
        controls.synergies,
        answers.today(version, controls.programme["jurisdiction"]),
        ask(programmes.is_fictitious, version),
    )
    sidebar.link_problems(say)
    show_tour(say, {key: PAGES / file for key, (file, _) in navigation().items()})
