"""The controls that every page shares, their state, and the address that holds them."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from eit.analysis import programmes as programmes_analysis
from eit.analysis.territories import figures
from eit.analysis.territories.figures import FIGURES
from eit.domain.address import (
    CARRIED,
    LANG,
    LARGEST_SHOWN_RADIUS_KM,
    SMALLEST_RADIUS_KM,
    Choices,
    Problem,
    bounded,
    comes_from_elsewhere,
    read_address,
    telling_first,
    write_address,
)
from eit.domain.exchange.compatibility import BASES
from eit.domain.selection import Selection
from eit.store.database import FileVersion
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.notices import WARNING, notices
from eit.views.texts import Texts
from eit.web.streamlit_internals import stepped

WRITTEN, WRITTEN_AT, HELD, PROBLEMS = (
    "addresses written",
    "address written at",
    "controls held",
    "address problems",
)
REMEMBERED = 30
PROGRAMME, RADIUS, LEVEL, FIGURE = "programme", "radius", "level", "figure"
BEGUN = "programme that was just begun"
"""Set by the form that began it: the next run shows it."""
TERRITORY, CATEGORIES, BASIS, COMPANY = "territory", "categories", "bases", "company"
SYNERGIES, SCENARIO = "synergies", "scenario"
CONTROLS = (PROGRAMME, RADIUS, LEVEL, FIGURE, TERRITORY, CATEGORIES, BASIS, COMPANY, SYNERGIES)


@dataclass(frozen=True)
class Controls:
    """What the sidebar says in this run."""

    programme: pd.Series
    choices: Choices
    selection: Selection
    figure: str
    synergies: bool


def read_controls(version: FileVersion, say: Texts) -> Controls:
    """What the controls say, before they are drawn: read the address when it is new, write it.

    The page comes first and the controls after it: they stand as they were, the page is what people wait for.
    """
    programmes = ask(programmes_analysis.all_programmes, version).set_index("programme_id", drop=False)
    _follow_address(version, programmes)
    programme = programmes.loc[st.session_state[PROGRAMME]]
    choices = choices_for(version, programme, tuple(programmes.index))
    _reset_foreign(choices)
    held = st.session_state
    selection = Selection(
        programme["programme_id"],
        radius_km=held[RADIUS],
        level=held[LEVEL] or choices.levels[0],
        territory_id=held[TERRITORY],
        category_ids=tuple(held[CATEGORIES]),
        bases=tuple(basis for basis in BASES if basis in held[BASIS]) or BASES,
        company_id=held[COMPANY],
    )
    address = write_address(selection, held[FIGURE], held[SYNERGIES], say.lang, choices)
    address |= {key: held[key] for key in CARRIED if held.get(key)}
    if dict(st.query_params) != address:
        st.query_params.from_dict(address)
    if address != (held.get(WRITTEN) or ({},))[-1]:
        held[WRITTEN] = (*held.get(WRITTEN, ()), address)[-REMEMBERED:]
        held[WRITTEN_AT] = time.monotonic()
    held[HELD] = _held()
    return Controls(programme, choices, selection, held[FIGURE], held[SYNERGIES])


def draw_controls(version: FileVersion, controls: Controls, say: Texts) -> None:
    """The controls; what they say is in the state of the session."""
    with st.sidebar:
        _programme(
            ask(programmes_analysis.all_programmes, version).set_index("programme_id", drop=False), say
        )
        _filters(version, controls, say)


def _held() -> dict[str, object]:
    """What the controls hold now, to see whether one was moved since the last run."""
    return {key: st.session_state.get(key) for key in (*CONTROLS, LANG, *CARRIED)}


def choices_for(version: FileVersion, programme: pd.Series, programmes: tuple[str, ...]) -> Choices:
    """What an address may say within one programme."""
    programme_id = programme["programme_id"]
    territories = ask(figures.choices, version, programme_id, programme["levels"])
    companies = ask(programmes_analysis.company_names, version, programme_id)
    return Choices(
        programmes=programmes,
        levels=telling_first(programme["levels"], territories["level"].value_counts()),
        figures=FIGURES,
        territories=tuple(territories["territory_id"]),
        categories=tuple(ask(programmes_analysis.categories, version, programme_id)["category_id"]),
        companies=tuple(companies),
        default_radius_km=float(programme["default_radius_km"]),
    )


def _follow_address(version: FileVersion, programmes: pd.DataFrame) -> None:
    """Put an address that we did not write ourselves (a link, back, forward) into the state of the controls.

    What means nothing here is kept aside until the reader has seen it (`link_problems`).
    """
    words = bounded(dict(st.query_params))
    moved = st.session_state.get(HELD) != _held()
    waited = time.monotonic() - st.session_state.get(WRITTEN_AT, 0.0)
    written = st.session_state.get(WRITTEN, ())
    begun = st.session_state.pop(BEGUN, None)
    here = PROGRAMME in st.session_state and begun is None
    if here and not comes_from_elsewhere(words, written, moved, waited, stepped()):
        return
    problems: list[Problem] = []
    if begun is not None:
        words = {PROGRAMME: begun}
    asked = words.get(PROGRAMME)
    if asked is not None and asked not in programmes.index:
        problems.append(Problem(PROGRAMME, asked))
    programme_id = asked if asked in programmes.index else programmes.index[0]
    choices = choices_for(version, programmes.loc[programme_id], tuple(programmes.index))
    values, found = read_address(words, choices)
    st.session_state[PROGRAMME] = programme_id
    st.session_state.update({key: words.get(key, "") for key in CARRIED})
    defaults = default_values(choices)
    values.pop(LANG, None)
    for key, value in {**defaults, **values}.items():
        st.session_state[key] = value
    st.session_state[PROBLEMS] = (*problems, *found)


def link_problems(say: Texts) -> None:
    """Name what the link said and nobody knows, until the reader has seen it."""
    problems = st.session_state.get(PROBLEMS, ())
    if not problems:
        return
    lines = [
        say("problem.unknown_link_value", name=_control_name(problem.key, say), value=problem.value)
        for problem in problems
    ]
    notices(lines, WARNING)
    st.button(say("problem.seen"), on_click=lambda: st.session_state.pop(PROBLEMS, None))


def _control_name(key: str, say: Texts) -> str:
    """The name of a control as the sidebar writes it; a word that is no control stays as it is."""
    return say(f"control.{key}") if say.has(f"control.{key}") else key


def default_values(choices: Choices) -> dict[str, object]:
    """Every control as it stands when nobody has touched it."""
    return {
        RADIUS: choices.default_radius_km,
        LEVEL: choices.levels[0],
        FIGURE: choices.figures[0],
        TERRITORY: None,
        CATEGORIES: [],
        BASIS: list(BASES),
        COMPANY: None,
        SYNERGIES: True,
    }


def _reset_foreign(choices: Choices) -> None:
    """A control that holds what is not to choose (of another programme, of other data) goes back to its default."""
    known = {
        LEVEL: choices.levels,
        FIGURE: choices.figures,
        TERRITORY: choices.territories,
        COMPANY: choices.companies,
    }
    for key, values in known.items():
        held = st.session_state.get(key)
        if held is not None and held not in values:
            st.session_state[key] = default_values(choices)[key]
    kept = [category for category in st.session_state[CATEGORIES] if category in choices.categories]
    if kept != st.session_state[CATEGORIES]:
        st.session_state[CATEGORIES] = kept


def _start_over(radii: dict[str, float]) -> None:
    """A new programme starts with its own radius and without the filters of the last one."""
    st.session_state[RADIUS] = radii[st.session_state[PROGRAMME]]
    st.session_state.update({TERRITORY: None, COMPANY: None, CATEGORIES: [], **dict.fromkeys(CARRIED, "")})


def _programme(programmes: pd.DataFrame, say: Texts) -> None:
    names = programmes[f"short_{say.lang}"].to_dict()
    radii = programmes["default_radius_km"].astype(float).to_dict()
    st.selectbox(
        say("control.programme"),
        list(programmes.index),
        format_func=names.__getitem__,
        key=choice_key(PROGRAMME, names),
        help=say("control.programme_help"),
        on_change=_start_over,
        args=(radii,),
    )


def _filters(version: FileVersion, controls: Controls, say: Texts) -> None:
    st.slider(
        say("control.radius"),
        float(SMALLEST_RADIUS_KM),
        float(LARGEST_SHOWN_RADIUS_KM),
        key=RADIUS,
        step=1.0,
        format="%d km",
        help=say("control.radius_help"),
    )
    _company(version, controls.programme, say)
    st.segmented_control(
        say("control.level"),
        controls.choices.levels,
        format_func=lambda kind: say(f"level.{kind}"),
        key=LEVEL,
        required=True,
        help=say("control.level_help"),
    )
    st.selectbox(
        say("control.figure"),
        controls.choices.figures,
        format_func=lambda name: say(f"figure.{name}"),
        key=choice_key(FIGURE, say.lang),
        help=say("control.figure_help"),
    )
    _narrowing(version, controls.programme, say)


def _company(version: FileVersion, programme: pd.Series, say: Texts) -> None:
    names = ask(programmes_analysis.company_names, version, programme["programme_id"])
    st.selectbox(
        say("control.company"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=choice_key(COMPANY, names),
        placeholder=say("control.company_none"),
        help=say("control.company_help"),
    )


def _narrowing(version: FileVersion, programme: pd.Series, say: Texts) -> None:
    programme_id = programme["programme_id"]
    categories = (
        ask(programmes_analysis.categories, version, programme_id)
        .set_index("category_id")[f"name_{say.lang}"]
        .to_dict()
    )
    territories = ask(figures.choices, version, programme_id, programme["levels"])
    names = dict(zip(territories["territory_id"], territories["name"], strict=True))
    st.multiselect(
        say("control.categories"),
        list(categories),
        format_func=categories.__getitem__,
        key=choice_key(CATEGORIES, categories),
        placeholder=say("control.all"),
        help=say("control.categories_help"),
    )
    st.pills(
        say("control.bases"),
        BASES,
        selection_mode="multi",
        format_func=lambda basis: say(f"basis.{basis}"),
        key=BASIS,
        help=say("control.bases_help"),
    )
    st.selectbox(
        say("control.territory"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=choice_key(TERRITORY, names),
        placeholder=say("control.all"),
        help=say("control.territory_help"),
    )
    st.toggle(say("control.synergies"), key=SYNERGIES, help=say("control.synergies_help"))
