"""What is said of a programme so large that only a part of its exchanges is looked at."""

from __future__ import annotations

from eit.analysis.exchanges import large_programmes
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.notices import notice
from eit.ui.page_context import PageContext


def say_bounded(frame: PageContext) -> None:
    """Say so when a programme is so large that only its most valuable exchanges are scored and summed."""
    shown, every = ask(answers.exchange_count, frame.version, frame.selection, frame.as_of)
    if every > shown:
        kept = ask(large_programmes.partners_kept, frame.version, frame.selection.programme_id)
        more = f" {frame.say('exchanges.partners_kept', n=kept)}" if kept else ""
        notice(frame.say("exchanges.most_valuable", shown=shown, n=every) + more)
