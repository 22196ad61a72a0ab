"""A scene of a meeting: the address of a view, with a title and a sentence; nonsense is refused before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from eit.domain.address import Choices, read_address
from eit.domain.errors import InvalidSelection
from eit.domain.own_words import own_wording
from eit.domain.selection import Selection

PAGES = ("accueil", "carte", "echanges", "indicateurs", "consortium")
"""The pages that a scene can show: headline, map, best exchanges, progress to targets, decisions."""
LONGEST_ADDRESS = 2000
NOTES = "\n\n"
"""What parts the sentence that a room reads from the notes of who speaks."""
SHARED_WORDS = (
    "programme",
    "radius",
    "level",
    "figure",
    "territory",
    "categories",
    "bases",
    "synergies",
    "lang",
)
"""Words of an address that name no organisation."""


@dataclass(frozen=True)
class Scene:
    """What is shown, and what is said about it; `scene_id` is empty for one that is not kept in the data."""

    title: str
    sentence: str
    address: str
    scene_id: str = ""
    title_en: str = ""
    sentence_en: str = ""

    def said(self, lang: str) -> tuple[str, str]:
        """Title and sentence in a language, the French where there is no other."""
        return own_wording(self.title, self.title_en, lang), self._told(lang)[0]

    def notes(self, lang: str) -> str:
        """What only the person who speaks reads."""
        return self._told(lang)[1]

    def _told(self, lang: str) -> tuple[str, str]:
        french, english = parted(self.sentence), parted(self.sentence_en)
        return (
            own_wording(french[0], english[0], lang),
            own_wording(french[1], english[1], lang),
        )


def parted(text: str) -> tuple[str, str]:
    """The sentence of a scene, and the notes after its empty line: one text, and whoever reads texts reads both."""
    sentence, _, notes = f"{text}".partition(NOTES)
    return sentence.strip(), notes.strip()


def joined(sentence: str, notes: str) -> str:
    """The text of which `parted` makes these two; a sentence is one line."""
    line = " ".join(sentence.split())
    return f"{line}{NOTES}{notes.strip()}" if notes.strip() else line


def read_scene_address(address: str) -> tuple[str, dict[str, str]]:
    """Page and words of an address, as typed or pasted with its server.

    Raises InvalidSelection("scene-address" or "scene-page-unknown").
    """
    text = address.strip()
    if not text or len(text) > LONGEST_ADDRESS:
        raise InvalidSelection("scene-address", value=text[:60])
    try:
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, strict_parsing=bool(parts.query), max_num_fields=40)
    except ValueError:
        raise InvalidSelection("scene-address", value=text[:60]) from None
    page = parts.path.strip("/").rsplit("/", 1)[-1]
    if not page and parts.netloc:
        page = PAGES[0]
    if page not in PAGES:
        raise InvalidSelection("scene-page-unknown", value=page or text[:60])
    return page, dict(pairs)


def checked_address(address: str, programme_id: str, choices: Choices) -> str:
    """The address without its server, when every word of it means something in the programme.

    Raises InvalidSelection: also "scene-word-unknown" (the word and its value) and "scene-programme".
    """
    page, words = read_scene_address(address)
    if words.get("programme", programme_id) != programme_id:
        raise InvalidSelection("scene-programme", value=words["programme"])
    _, problems = read_address(words, choices)
    if problems:
        raise InvalidSelection("scene-word-unknown", value=problems[0].value, row_id=problems[0].key)
    return f"/{page}?{urlencode({'programme': programme_id, **words})}"


def anonymous_address(address: str, opaque: Callable[[str], str]) -> str:
    """The address with another id for its company, without the words that hold names or whole scenarios.

    Raises InvalidSelection as `read_scene_address`.
    """
    page, words = read_scene_address(address)
    kept = {key: text for key, text in words.items() if key in SHARED_WORDS}
    if words.get("company"):
        kept["company"] = opaque(words["company"])
    return f"/{page}?{urlencode(kept)}"


def scene_controls(words: Mapping[str, str], choices: Choices) -> dict[str, object]:
    """The controls that the words of a scene give; what the data no longer knows is left out."""
    values, _ = read_address(words, choices)
    return values


def scene_selection(programme_id: str, values: Mapping[str, object], choices: Choices) -> Selection:
    """The selection of a scene: what its address says, else what the programme starts with."""
    given = {
        "level": values.get("level", choices.levels[0]),
        "territory_id": values.get("territory"),
        "category_ids": tuple(values.get("categories", ())),  # type: ignore[arg-type]
        "company_id": values.get("company"),
    }
    if values.get("bases"):
        given["bases"] = tuple(values["bases"])  # type: ignore[arg-type]
    radius = float(str(values.get("radius", choices.default_radius_km)))
    return Selection(programme_id, radius_km=radius, **given)  # type: ignore[arg-type]
