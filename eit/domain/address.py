"""A selection as the words of an address and back: a link holds the whole question, nonsense is named and dropped.

And the address of a site as people write it in a setting: it ends in a header or a page, so nothing else passes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eit.domain.errors import Refusal
from eit.domain.exchange.compatibility import BASES
from eit.domain.selection import Selection
from eit.domain.typed_number import read_number

LANGUAGES = ("fr", "en")
LANG = "lang"
"""The word of an address that says the language, and the key of its control."""
FIX = "fix"
"""The word of an address that says what to correct: kind of row, its id, its field, parted by `|`."""
ROOM = ("scene", "panel", "view")
"""Words of the address of a meeting: its scene (1, 2…), what is written down beside it, for whom the window is."""
SAID = "said"
"""The word of an address that holds what is chosen in the lists of a live entry, until it is kept."""
CARRIED = ("scenario", "portraits", "material", "pin", FIX, SAID, *ROOM)
"""Words that one page reads itself: they travel with the address, and only that page knows what they may say."""
_NAME = r"[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?"
_HOST = re.compile(rf"https://{_NAME}|http://(localhost|127\.0\.0\.1)(:[0-9]{{1,5}})?")
"""Of a site; `http` for this machine only, where a page is tried before it is put somewhere."""
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
ECHO_SECONDS = 3.0
"""How long the browser may still repeat an address that has been overwritten (a slow page on a busy machine)."""
SMALLEST_RADIUS_KM, LARGEST_SHOWN_RADIUS_KM = 1, 200


MOST_WORDS, LONGEST_WORD, LONGEST_ECHO, MOST_PROBLEMS = 64, 4096, 80, 20
"""An address is read up to here; what it says in vain is repeated shortened, and not without end."""


@dataclass(frozen=True)
class Choices:
    """What an address may say: the ids that exist in the data, and the programme's own defaults."""

    programmes: tuple[str, ...]
    levels: tuple[str, ...]
    figures: tuple[str, ...]
    territories: Collection[str]
    categories: tuple[str, ...]
    companies: Collection[str]
    default_radius_km: float


def telling_first(levels: Sequence[str], counts: Mapping[str, int]) -> tuple[str, ...]:
    """Levels in the programme's order, those with a single territory last: it gathers everything in one place."""
    return tuple(sorted(levels, key=lambda level: counts.get(level, 0) < 2))


@dataclass(frozen=True)
class Problem:
    """A word of the address that means nothing here."""

    key: str
    value: str


def read_radius(text: str | None) -> float | None:
    """The radius [km] that an address gives, or None when it is no usable number."""
    try:
        radius = read_number(text, "en")
    except Refusal:
        return None
    return radius if radius is not None and SMALLEST_RADIUS_KM <= radius <= LARGEST_SHOWN_RADIUS_KM else None


def read_address(words: Mapping[str, str], choices: Choices) -> tuple[dict[str, object], list[Problem]]:
    """The known values that `words` give (by control key), and the words that had to be dropped."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    single: dict[str, Collection[str]] = {
        "level": choices.levels,
        "figure": choices.figures,
        "territory": choices.territories,
        "company": choices.companies,
        LANG: LANGUAGES,
    }
    many = {"categories": choices.categories, "bases": BASES}
    for key, text in bounded(words).items():
        if key in single:
            _keep(key, text, single[key], values, problems)
        elif key in many:
            parts = [part for part in text.split(",") if part]
            values[key] = [part for part in parts if part in many[key]]
            problems += [Problem(key, part) for part in parts if part not in many[key]]
        elif key == "radius":
            radius = read_radius(text)
            values.update({key: radius} if radius is not None else {})
            problems += [Problem(key, text)] if radius is None else []
        elif key not in ("programme", "embed", "synergies", *CARRIED):
            problems.append(Problem(key, text))
    if words.get("synergies") in ("0", "1"):
        values["synergies"] = words["synergies"] == "1"
    return values, [Problem(_shortened(one.key), _shortened(one.value)) for one in problems[:MOST_PROBLEMS]]


def bounded(words: Mapping[str, str]) -> dict[str, str]:
    """The first words of an address, each up to a length that no word of ours has."""
    return {key[:LONGEST_WORD]: text[:LONGEST_WORD] for key, text in list(words.items())[:MOST_WORDS]}


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[: LONGEST_ECHO - 1]}…"


def _keep(
    key: str, text: str, known: Collection[str], values: dict[str, object], problems: list[Problem]
) -> None:
    if text in known:
        values[key] = text
    else:
        problems.append(Problem(key, text))


def comes_from_elsewhere(
    words: Mapping[str, str],
    written: Sequence[Mapping[str, str]],
    control_moved: bool,
    seconds_since_write: float,
    stepped: bool = False,
) -> bool:
    """Whether an address is a link, or a step back or forward, rather than an echo of our own writing.

    `written` are the addresses that this session wrote, the latest last. The browser repeats an older one for a moment
    after a quick move of a control: such an echo must not undo the move. `stepped`: the browser says itself that the
    reader went back or forward.
    """
    if stepped:
        return bool(words) and not (written and dict(words) == dict(written[-1]))
    if not words or control_moved or (written and dict(words) == dict(written[-1])):
        return False
    return dict(words) not in [dict(item) for item in written] or seconds_since_write > ECHO_SECONDS


def write_address(
    selection: Selection, figure: str, synergies: bool, lang: str, choices: Choices
) -> dict[str, str]:
    """The shortest address that `read_address` turns back into the same controls."""
    words = {"programme": selection.programme_id}
    if selection.radius_km != choices.default_radius_km:
        words["radius"] = f"{selection.radius_km:g}"
    if selection.level != choices.levels[0]:
        words["level"] = selection.level
    if figure != choices.figures[0]:
        words["figure"] = figure
    if selection.territory_id:
        words["territory"] = selection.territory_id
    if selection.category_ids:
        words["categories"] = ",".join(selection.category_ids)
    if selection.bases != BASES:
        words["bases"] = ",".join(selection.bases)
    if selection.company_id:
        words["company"] = selection.company_id
    if not synergies:
        words["synergies"] = "0"
    if lang != LANGUAGES[0]:
        words[LANG] = lang
    return words


def is_host(typed: str) -> bool:
    """Whether this is `https://` and a name, with a port or not, and nothing else."""
    return _HOST.fullmatch(typed) is not None


def is_site_address(typed: str) -> bool:
    """Whether this is the address under which pages lie: a host, with the folder of the pages or without."""
    found = _HOST.match(typed)
    return found is not None and _PATH.fullmatch(typed, found.end()) is not None
