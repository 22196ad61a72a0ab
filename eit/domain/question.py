"""The question: a fact that is missing, doubtful or contradictory, one value everywhere.

Who finds such a fact says what is asked, about which cells, why it matters, and which answers are possible; an answer
given once is remembered for all like cases (`answer` in the data file). How a screen uses it:

    for question in plan.questions:              # those that wait first, the ones that free most rows before
        question.asked, question.places          # the text as it was written, and where: D17, D18…
        question.rule                            # names the sentence that says why it is asked
        question.choices                         # possible answers; `reading` says what each would make of it
        question.entry                           # what else may be typed: a material, a place, a number…
    answer = question.answered(choice.value)     # or with a text that a person typed
    plan = make_plan(…, Answers(given=(*given, answer)))   # the same preview, one question less
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

TOPICS = ("value", "column", "heading", "constant", "file", "identity")
"""What an answer decides: the meaning of a text in one of our columns, which heading holds a column of ours, what a
heading stands for, one value for the whole file, how the file is read, which row on record a row of the file is."""
NOTHING = ""
"""The answer that a text says nothing: as if its cell were empty, or its column not there."""
LEFT_OUT = "left-out"
"""The answer that the rows with this text are not brought in."""
ABOVE = "above"
"""The answer that an empty cell means what stands above it."""
NEW = "new"
"""The answer that a row is another one than the one on record."""
ENTRIES = (
    "",
    "material",
    "place",
    "organisation",
    "unit",
    "number",
    "date",
    "months",
    "word",
    "heading",
    "text",
)
"""What a person may type instead of a choice; empty: the choices are all there is."""
COORDINATOR, ORGANISATION = "coordinator", "organisation"


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A text as questions compare it: case and spaces aside; signs stay, `1,5` is not `1.5`."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@dataclass(frozen=True)
class Place:
    """A cell that a question is about: its row, and its address as a spreadsheet says it (`D17`)."""

    row: int
    cell: str


@dataclass(frozen=True)
class Choice:
    """One possible answer. `reading`: what the fact becomes with it, as a person reads it; empty: the value says it.

    `topic`: when this answer decides something else than its question asks (a constant instead of a column).
    """

    value: str
    reading: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Answer:
    """What was decided once, by whom and when; `source` is empty when it holds for every source of the programme."""

    topic: str
    subject: str
    asked: str
    value: str
    source: str = ""
    author: str = ""
    given_on: date | None = None
    for_programme: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What it answers: two answers with one key are about the same fact."""
        return self.topic, self.subject, folded(self.asked)


@dataclass(frozen=True)
class Question:
    """What is asked (`topic`, `subject`, the text `asked` about) and why (`rule`, filled by `values`).

    `places`: the first cells concerned, of `rows` in all. `blocks`: whether these rows wait for the answer.
    """

    topic: str
    subject: str
    asked: str
    rule: str
    rows: int = 0
    places: tuple[Place, ...] = ()
    choices: tuple[Choice, ...] = ()
    entry: str = ""
    who: str = COORDINATOR
    blocks: bool = True
    values: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The key that its answer has."""
        return self.topic, self.subject, folded(self.asked)

    def answered(self, value: str, for_programme: bool = False) -> Answer:
        """The answer `value`; a choice that decides something else than the question asks is that answer."""
        topic = next((one.topic for one in self.choices if one.value == value and one.topic), self.topic)
        return Answer(topic, self.subject, self.asked, value, for_programme=for_programme)
