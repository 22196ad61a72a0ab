"""A consent that ends takes its named cases out of the public edition at once: nobody has to remember it."""

from __future__ import annotations

from collections.abc import Callable

from eit.actions.edit import EditContext
from eit.analysis.programmes import today_of_file
from eit.publish.public_cases.withdrawing import withdraw_cases
from eit.store.database import Database
from eit.ui.edit_form import refusal_of
from eit.ui.page_context import PageContext
from eit.views.texts import Texts
from eit.web import modes

Taken = int | str | None
"""How many cases were taken out, or the sentence that says why none could be; None where there is no edition."""


def ending(frame: PageContext, end: Callable[[EditContext], object]) -> Callable[[EditContext], Taken]:
    """The end of a consent, then the cases of the edition that stands here."""

    def do(door: EditContext) -> Taken:
        end(door)
        return take_out(frame, door)

    return do


def take_out(frame: PageContext, door: EditContext) -> Taken:
    """Take the named cases that may not be told any more out of the edition; the consent has ended all the same."""
    out = modes.edition_path()
    if not out.is_file():
        return None
    taken: list[int] = []

    def attempt() -> None:
        with Database(door.path) as database:
            now = today_of_file(database)
        taken.append(withdraw_cases(door.path, out, now))

    return refusal_of(frame, attempt) or sum(taken)


def ended(say: Texts) -> Callable[[Taken], str]:
    """What is said once a consent has ended, and of the edition."""

    def said(taken: Taken) -> str:
        kept = say("privacy.consent_withdrawn")
        if isinstance(taken, str):
            return f"{kept} {say('privacy.cases_left', reason=taken)}"
        return f"{kept} {say('privacy.cases_taken', n=taken)}" if taken else kept

    return said
