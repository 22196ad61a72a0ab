"""Draws one scene large, from what its address says; `frame.version` is that of a copy that a room may see."""

from __future__ import annotations

from dataclasses import replace

from eit.analysis import consortium
from eit.analysis import programmes as programmes_analysis
from eit.analysis.exchanges import potential
from eit.analysis.synergies import funnel, targets
from eit.domain.scene import Scene, read_scene_address, scene_controls, scene_selection
from eit.ui.answers import ask
from eit.ui.figures.home import POTENTIALS, RESULTS, headline_figures
from eit.ui.figures.indicator_sheet import told_sheet
from eit.ui.map.picture import bare_picture
from eit.ui.markup import show_html
from eit.ui.meeting.scene_map import show_room_map
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.cards import POTENTIAL, RESULT, cards_html
from eit.views.meeting.scene import (
    decisions_html,
    funnel_html,
    group_html,
    note_html,
    pairs_html,
    targets_html,
)

NEXT_MAP_PX = (860, 430)
PAIRS_SHOWN, DECISIONS_SHOWN, CARDS_SHOWN, FEWER_CARDS = 5, 6, 8, 4


def frame_of(frame: PageContext, scene: Scene) -> tuple[str, PageContext]:
    """Page of a scene, and the frame with the selection that its address holds. Raises InvalidSelection."""
    page, words = read_scene_address(scene.address)
    programmes = tuple(ask(programmes_analysis.all_programmes, frame.version)["programme_id"])
    choices = controls.choices_for(frame.version, frame.programme, programmes)
    values = scene_controls(words, choices)
    selection = scene_selection(frame.selection.programme_id, values, choices)
    figure = str(values.get("figure", choices.figures[0]))
    return page, replace(
        frame, selection=selection, figure=figure, show_synergies=bool(values.get("synergies", True))
    )


def show_scene(frame: PageContext, scene: Scene) -> None:
    """Draw a scene. Raises InvalidSelection when its address means nothing any more."""
    page, own = frame_of(frame, scene)
    {
        "accueil": _headline,
        "carte": _map,
        "echanges": _pairs,
        "indicateurs": _targets,
        "consortium": _decisions,
    }[page](own)


def show_next(frame: PageContext, scene: Scene) -> None:
    """Draw a scene that comes: as it will be; a map as a picture, for a window holds one that can be moved."""
    page, own = frame_of(frame, scene)
    if page == "carte":
        show_html(bare_picture(own, *NEXT_MAP_PX)[0])
    else:
        show_scene(frame, scene)


def _headline(frame: PageContext) -> None:
    """The programme's own figures by their bands, whatever the scene's address says: its brief tells the same."""
    figures = {figure.key: figure for figure in headline_figures(frame)}
    for title, keys, kind in (("results", RESULTS, RESULT), ("potential", POTENTIALS, POTENTIAL)):
        known = [figures[key] for key in keys]
        shown = [figure for figure in known if figure.value != 0 or figure.target] or known[:1]
        cards = cards_html(shown[:FEWER_CARDS], frame.lang, kind, room=True, own=True)
        show_html(group_html(_banded(frame, title), cards))


def _banded(frame: PageContext, title: str) -> str:
    """The title of figures of a room: they are told by bands, so they are not written as on the page Accueil."""
    return frame.say("meeting.in_bands", title=frame.say(f"home.{title}"))


def _map(frame: PageContext) -> None:
    show_room_map(frame)
    show_html(note_html(frame.say("meeting.map_names")))


def _pairs(frame: PageContext) -> None:
    pairs = ask(potential.potential_exchanges, frame.version, frame.selection, frame.as_of)
    if pairs.empty:
        notice(frame.say("meeting.no_pair"))
        return
    show_html(pairs_html(pairs, frame.lang, PAIRS_SHOWN))
    show_html(note_html(frame.say("meeting.names")))


def _targets(frame: PageContext) -> None:
    programme_id = frame.selection.programme_id
    indicators = told_sheet(frame)
    counts = ask(funnel.stage_counts, frame.version, programme_id, frame.as_of)
    has_funnel = any(counts.values())
    show_html(targets_html(indicators, frame.lang, FEWER_CARDS if has_funnel else CARDS_SHOWN))
    if has_funnel:
        aims = ask(targets.step_targets, frame.version, programme_id, frame.as_of)
        show_html(funnel_html(counts, aims, frame.lang))


def _decisions(frame: PageContext) -> None:
    programme_id = frame.selection.programme_id
    rows = ask(consortium.decisions, frame.version, programme_id, frame.as_of)
    if rows.empty:
        notice(frame.say("meeting.no_decision"))
        return
    show_html(decisions_html(rows, frame.lang, DECISIONS_SHOWN))
