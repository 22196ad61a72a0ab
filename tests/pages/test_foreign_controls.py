"""A control that holds a value of another programme goes back to its default; a value of this one stays."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from eit.analysis.programmes import all_programmes
from eit.locations import DEMONSTRATION
from eit.store.database import Database, file_version
from eit.ui.sidebar import controls
from eit.ui.sidebar.controls import CATEGORIES, COMPANY, FIGURE, LEVEL, TERRITORY, default_values

HERE, ELSEWHERE = "abitibi", "hurepoix"


@pytest.fixture(scope="module")
def choices() -> dict[str, controls.Choices]:
    """What the controls of two programmes offer."""
    with Database(DEMONSTRATION) as database:
        rows = all_programmes(database).set_index("programme_id", drop=False)
    version = file_version(DEMONSTRATION)
    return {key: controls.choices_for(version, rows.loc[key], tuple(rows.index)) for key in (HERE, ELSEWHERE)}


def after(
    held: dict[str, object], of: controls.Choices, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """What the controls hold once the values that are not to choose are gone."""
    state = {**default_values(of), **held}
    monkeypatch.setattr(controls, "st", SimpleNamespace(session_state=state))
    controls._reset_foreign(of)
    return state


def held_in(of: controls.Choices) -> dict[str, object]:
    """A value of each control that is not its default."""
    return {
        LEVEL: of.levels[-1],
        FIGURE: of.figures[-1],
        TERRITORY: list(of.territories)[-1],
        COMPANY: list(of.companies)[-1],
        CATEGORIES: list(of.categories)[:2],
    }


def test_a_control_of_another_programme_goes_back_to_its_default(choices, monkeypatch) -> None:
    foreign = held_in(choices[ELSEWHERE]) | {FIGURE: "nothing", CATEGORIES: ["nothing"]}
    assert foreign[LEVEL] not in choices[HERE].levels, "the case exists"
    assert foreign[TERRITORY] not in choices[HERE].territories
    assert foreign[COMPANY] not in choices[HERE].companies
    usual = default_values(choices[HERE])
    for key, value in foreign.items():
        assert after({key: value}, choices[HERE], monkeypatch) == usual, key
    assert after(foreign, choices[HERE], monkeypatch) == usual
    own = choices[HERE].categories[0]
    assert after({CATEGORIES: ["nothing", own]}, choices[HERE], monkeypatch)[CATEGORIES] == [own]


def test_a_control_of_this_programme_stays(choices, monkeypatch) -> None:
    held = held_in(choices[HERE])
    assert after(held, choices[HERE], monkeypatch) == default_values(choices[HERE]) | held
