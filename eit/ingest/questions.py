"""Which refusals of cells are questions that a person can answer, put together so that each is asked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from eit.domain.question import LEFT_OUT, NOTHING, Choice, Place, Question
from eit.domain.text_key import plain_words
from eit.ingest.answers import OTHER, REST, Given
from eit.ingest.cells import RowRefusal
from eit.ingest.columns import COLUMNS, NEEDED
from eit.ingest.headers import Header

FEW = 10
"""Texts of one column that are asked one by one; beyond, they can be answered together too."""
NAMED = 5
"""Texts that a question about several of them names."""
QUANTITY_SUBJECTS = ("quantity", "unit", "quantity_unit", "frequency", "period", "decimal")
SHOWN_PLACES = 20
"""Cells that a question names; it says how many rows it is about."""
FILE_QUESTIONS = {
    "number-ambiguous": ("decimal", (",", ".")),
    "date-ambiguous": ("dates", ("dmy", "mdy")),
    "months-incomplete": ("part_year", ("year", "prorata")),
    "period-missing": ("period", ("year", "quarter", "month", "two-weeks", "week", "day", "once")),
    "encoding-doubtful": ("encoding", ()),
    "instant-near-midnight": ("zone", ()),
    "projection-unknown": ("crs", ()),
    "territory-holds-others": ("within", (LEFT_OUT, "keep")),
    "row-struck": ("struck", ("keep", LEFT_OUT)),
    "place-from-position": ("positions", ("nearest", LEFT_OUT)),
    "place-unknown-at-point": ("positions", ("nearest", LEFT_OUT)),
    "position-far": ("far", ("keep", "place", LEFT_OUT)),
}
"""Rule → what of the file it asks, with the possible answers."""
CREATE, EACH, BY_NAME, UNKNOWN_YET = "create", "each", "name", "later"
ONCE_FOR_ALL = {
    "company-unknown": ("organisations", "organisations-unknown", (CREATE, EACH, LEFT_OUT), 2),
    "id-twice": ("twice", "twice-several", (LEFT_OUT, OTHER, EACH), 2),
    "coordinates-outside": ("abroad", "positions-abroad", (LEFT_OUT, "place", EACH), 2),
    "coordinates-swapped": ("swapped", "positions-swapped", ("turned", "place", EACH), 2),
    "coordinates-sign": ("signs", "positions-signs", ("turned", "place", EACH), 2),
    "place-conflict": ("places", "places-conflict", (BY_NAME, EACH), 3),
}
"""Rule → what is asked once when so many texts of a file raise it; `each` asks them one by one."""
UNCLEAR_QUANTITY = {
    *(
        "container-size",
        "unit-missing",
        "unit-unknown",
        "density-missing",
        "unit-does-not-fit-kind",
        "range-open",
    ),
    *(
        "not-a-number",
        "remainder-unknown",
        "period-missing",
        "period-unknown",
        "period-twice",
        "range-backwards",
    ),
    *("number-ambiguous", "excel-error", "formula-not-calculated", "heading-unknown", "number-scientific"),
}
"""Why a quantity is asked: all of them may be left for later, the words of the file kept beside."""
MOST_ALIKE = 2
"""Headings without a role that are proposed for one column: of forty with `établissement`, the likeliest."""
FEWEST_ALIKE = 2
"""From how many questions of one kind on they are asked once."""
CONTACT = {"mail", "email", "courriel", "telephone", "phone", "tel"}
"""Words of a heading about a person, whose data are no column of an import: `Adresse e-mail` is no address."""
NO_QUESTION = {
    *("cells-extra", "cells-missing", "programme-differs", "id-of-another-programme"),
    *("parties-same", "size-overlaps", "text-invisible", "text-too-long"),
}
"""Refusals that no answer takes away: the file itself must be corrected."""
ENTRIES = {
    "material_id": "material",
    **dict.fromkeys(("municipality_id", "park_id", "territory_id"), "place"),
    **dict.fromkeys(("company_id", "giver", "taker", "partners"), "organisation"),
    "unit": "unit",
    **dict.fromkeys(("observed_on", "joined_on", "stage_on", "next_step_due"), "date"),
    "months": "months",
    **dict.fromkeys(("quantity", "employees", "disposal_cost_per_t", "latitude", "longitude"), "number"),
    **dict.fromkeys(
        ("temperature_c", "pressure_bar", "hours_per_year", "moisture_share", "purity_share"), "number"
    ),
}


@dataclass
class _Group:
    question: Question
    rows: set[int] = field(default_factory=set)
    blocks: bool = False
    places: list[Place] = field(default_factory=list)


def is_question(refusal: RowRefusal) -> bool:
    """Whether an answer can settle a refusal."""
    return refusal.rule not in NO_QUESTION


def questions_of(
    refusals: Iterable[RowRefusal], kind: str, given: Given | None = None, otherwise: str = ""
) -> list[Question]:
    """One question per fact, whatever the number of its rows; the one that frees most rows first.

    Many texts of one column that nobody knows can be answered together; `otherwise`: a material to propose for them.
    """
    groups: dict[tuple[str, str, str], _Group] = {}
    for refusal in refusals:
        if not is_question(refusal):
            continue
        asked = _question(refusal, kind)
        group = groups.setdefault(asked.key, _Group(asked))
        group.rows.add(refusal.row)
        group.blocks |= refusal.blocks
        if len(group.places) < SHOWN_PLACES:
            group.places.append(Place(refusal.row, refusal.cell))
    found = _asked_once([_counted(group) for group in groups.values()], given or Given())
    found += _together(found, otherwise)
    return sorted(found, key=lambda one: (not one.blocks, one.topic != "file", -one.rows))


def _asked_once(found: list[Question], given: Given) -> list[Question]:
    """The questions of one kind as one about the file, unless they are to be asked one by one."""
    for rule, (subject, whole, options, fewest) in ONCE_FOR_ALL.items():
        alike = [one for one in found if one.rule == rule and one.topic in ("value", "identity")]
        if len(alike) >= fewest and given.file(subject) is None:
            found = [one for one in found if one not in alike]
            found.append(_whole(subject, whole, options, alike))
    unclear = [one for one in found if one.rule in UNCLEAR_QUANTITY and one.subject in QUANTITY_SUBJECTS]
    if len(unclear) >= FEWEST_ALIKE and given.file("quantities") is None:
        found.append(_whole("quantities", "quantities-unclear", (UNKNOWN_YET,), unclear))
    return found


def _together(asked: Iterable[Question], otherwise: str) -> list[Question]:
    """For a column with many texts that nobody knows: one answer for all of them. No row waits for it alone."""
    by_column: dict[str, list[Question]] = {}
    for one in asked:
        if one.topic == "value" and not one.subject.endswith("_unit"):
            by_column.setdefault(one.subject, []).append(one)
    found = []
    for column, several in by_column.items():
        if len(several) > FEW:
            more = (otherwise,) if otherwise and column == "material_id" else ()
            whole = _whole(REST + column, "many-unknown", (*more, LEFT_OUT), several)
            values = {**whole.values, "column": column}
            found.append(replace(whole, values=values, blocks=False))
    return found


def _whole(subject: str, rule: str, options: Iterable[str], alike: list[Question]) -> Question:
    """One question about the file for several about its texts."""
    texts = [one.asked or one.values["value"] for one in alike]
    values = {
        "proposal": ", ".join(texts[:NAMED]) + ("…" if len(texts) > NAMED else ""),
        "count": str(len(texts)),
    }
    places = tuple(place for one in alike for place in one.places)[:SHOWN_PLACES]
    rows = sum(one.rows for one in alike)
    choices = tuple(map(Choice, options))
    return Question("file", subject, "", rule, rows=rows, places=places, choices=choices, values=values)


def roles_of(header: Header, kind: str) -> list[Question]:
    """The columns of a file that have no role, with the roles that their words suggest; no row waits for them."""
    free = [
        name for name in COLUMNS[kind] if name not in header.positions and not COLUMNS[kind][name].map_only
    ]
    found: list[tuple[float, Question]] = []
    told: Counter[str] = Counter()
    for title in () if header.map.source else header.ignored:
        shared = {name: shared_words(title, name, kind) for name in free}
        most = max(shared.values(), default=0)
        names = [name for name, words in shared.items() if words and words == most]
        if names:
            choices = (*map(Choice, names), Choice(NOTHING))
            asked = Question(
                "heading", "", title, "column-role", choices=choices, entry="heading", blocks=False
            )
            found.append((most / len(plain_words(title).split()), asked))
    likely = []
    for _, asked in sorted(found, key=lambda pair: -pair[0]):
        names = [one.value for one in asked.choices if one.value]
        if any(told[name] < MOST_ALIKE for name in names):
            likely.append(asked.asked)
        told.update(names)
    return [asked for _, asked in found if asked.asked in likely]


def likely_first(titles: Iterable[str], names: Iterable[str], kind: str) -> list[str]:
    """Headings in the order of what they share with the names of columns."""
    return sorted(titles, key=lambda title: -max(shared_words(title, name, kind) for name in names))


def shared_words(title: str, name: str, kind: str) -> float:
    """How many words of a name of a column stand together in a heading: `…le nom de votre entreprise ?`."""
    words = set(plain_words(title).split())
    if words & CONTACT:
        return 0.0
    words |= {word.rstrip("s") for word in words}
    column = COLUMNS[kind][name]
    spellings = (plain_words(text).split() for text in (*column.titles.values(), *column.also))
    wholes = [
        len(spelling)
        for spelling in spellings
        if {w.rstrip("s") for w in spelling} <= words and len("".join(spelling)) > 2
    ]
    return float(max(wholes, default=0))


def _counted(group: _Group) -> Question:
    asked = group.question
    return Question(
        **{name: getattr(asked, name) for name in ("topic", "subject", "asked", "rule", "choices", "entry")},
        rows=len(group.rows),
        places=tuple(group.places),
        who=asked.who,
        blocks=group.blocks,
        values=asked.values,
    )


def _question(refusal: RowRefusal, kind: str) -> Question:
    column, rule = refusal.subject, refusal.rule
    values = {"value": refusal.value, "proposal": refusal.proposal, "title": refusal.column}
    values |= {"part": refusal.asked} if refusal.asked else {}
    if rule in FILE_QUESTIONS:
        subject, options = FILE_QUESTIONS[rule]
        choices = refusal.choices or tuple(Choice(option) for option in options)
        return Question("file", subject, "", rule, choices=choices, values=values)
    if rule == "column-missing":
        return Question("column", column, "", rule, choices=refusal.choices, entry="heading", values=values)
    if rule in ("identity-doubtful", "id-twice"):
        return Question("identity", "", refusal.asked or "", rule, choices=refusal.choices, values=values)
    optional = column in COLUMNS[kind] and not any(column in names for names in NEEDED[kind])
    choices = (*refusal.choices, *((Choice(NOTHING),) if optional else ()), Choice(LEFT_OUT))
    asked = refusal.value if refusal.asked is None else refusal.asked
    if rule in ("remainder-unknown", "heading-unknown", "heading-without-unit"):
        column = f"{column}_unit"
    return Question(
        "value", column, asked, rule, choices=choices, entry=entry_of("value", column), values=values
    )


def entry_of(topic: str, column: str) -> str:
    """What a person may type as an answer about a column, or about a heading."""
    return "heading" if topic in ("heading", "column") else ENTRIES.get(column, "text")
