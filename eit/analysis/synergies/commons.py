"""The commons of cases: cards that leave under CC BY 4.0, those of others read back, and what answers to one here.

A card leaves when each party agreed in public, on a day, by a consent whose note names the licence; the others are
told by three of a kind. The rule is that of the public edition (`public_cases`), and the form is a published schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from eit.analysis.programmes import programme, programme_is_fictitious
from eit.analysis.synergies.public_cases import NAMED, told_cases
from eit.domain.errors import InvalidSelection
from eit.domain.stage import HEADLINE_STAGES
from eit.store.database import Database

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

FORMAT, VERSION, LICENCE = "maillage-case-cards", 1, "CC-BY-4.0"
LICENCE_NAME = "CC BY"
"""What the note of a consent must say; a hyphen or small letters do too."""
SCHEMA = Path(__file__).with_name("case_cards.schema.json")
LARGEST = 2_000_000
"""Bytes of a file of cards: a thousand of them have less."""

Card = Mapping[str, Any]


@dataclass(frozen=True)
class Shared:
    """The cards that may leave, and how many realised synergies stay because a party did not agree."""

    cards: tuple[Card, ...]
    kept_back: int


@dataclass(frozen=True)
class Here:
    """What answers to a card in a programme: offers and demands of its material or category."""

    offers: int
    demands: int


def cards_to_share(database: Database, programme_id: str, as_of: date) -> Shared:
    """The cards of a programme that may leave on a day. Raises InvalidSelection("programme-unknown")."""
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    synergies = database.query("synergies", {"programme_id": programme_id, "as_of": as_of})
    known = synergies.set_index("synergy_id")
    told = told_cases(database, programme_id, as_of, LICENCE_NAME)
    common = {
        "licence": LICENCE,
        "attribution": str(row["name_fr"]),
        "jurisdiction": str(row["jurisdiction"]),
        "made_on": as_of.isoformat(),
        "fictitious": programme_is_fictitious(database, programme_id),
    }
    cards = tuple({**common, **_card(database, programme_id, one, known)} for one in told)
    named = sum(card["kind"] == NAMED for card in cards)
    return Shared(cards, int(synergies["stage"].isin(HEADLINE_STAGES).sum()) - named)


def _card(
    database: Database, programme_id: str, told: Mapping[str, Any], known: pd.DataFrame
) -> dict[str, Any]:
    named = told["kind"] == NAMED
    source = f"{programme_id}|{told['synergy_id'] if named else told['subject_id']}"
    use = _use(database, str(told["subject_id"])) if named else None
    return {
        "card_id": sha256(source.encode()).hexdigest()[:16],
        "kind": told["kind"],
        "subject_id": told["subject_id"],
        "subject": {"fr": told["subject_fr"], "en": told["subject_en"]},
        "type": str(known.at[told["synergy_id"], "type"]) if named else None,
        "use": None if use is None else {"fr": use["use_fr"], "en": use["use_en"]},
        "use_source": None if use is None else str(use["source"]),
        "sectors": _sectors(database, programme_id, str(told["synergy_id"])) if named else [],
        "since_year": told["year"],
        "parties": list(told["parties"]),
        "count_band": told["count_band"],
    }


def _use(database: Database, material_id: str) -> dict[str, Any] | None:
    """What the library says that the material serves, a case that was made first."""
    rows = database.query("library")
    rows = rows[(rows["offer_material_id"] == material_id) & rows["use_fr"].notna() & rows["use_en"].notna()]
    if rows.empty:
        return None
    best = rows.assign(_later=rows["status"] != "implemented").sort_values(["_later", "library_row"]).iloc[0]
    return {str(name): value for name, value in best.items()}


def _sectors(database: Database, programme_id: str, synergy_id: str) -> list[dict[str, str]]:
    parties = database.query("synergy_parties", {"programme_id": programme_id})
    own = set(parties.loc[parties["synergy_id"] == synergy_id, "company_id"])
    rows = database.rows("company")
    rows = rows[rows["company_id"].isin(own)].drop_duplicates("sector_fr").sort_values("sector_fr")
    return [{"fr": str(row.sector_fr), "en": str(row.sector_en)} for row in rows.itertuples()]


def cards_file(cards: tuple[Card, ...]) -> bytes:
    """The cards as a file of the published form."""
    whole = {"format": FORMAT, "version": VERSION, "cards": list(cards)}
    _validator().validate(whole)
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def read_cards(content: bytes) -> tuple[Card, ...]:
    """The cards of a file that somebody sends, each once.

    Raises InvalidSelection: "cards-too-large", "cards-unreadable" (no JSON, or another form; `value`: where).
    """
    if len(content) > LARGEST:
        raise InvalidSelection("cards-too-large", value=LARGEST // 1_000_000)
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InvalidSelection("cards-unreadable", value="JSON") from None
    fault = next(
        iter(sorted(_validator().iter_errors(whole), key=lambda one: list(map(str, one.path)))), None
    )
    if fault is not None:
        raise InvalidSelection(
            "cards-unreadable", value="/".join(map(str, fault.absolute_path)) or fault.validator
        )
    return tuple({str(card["card_id"]): card for card in whole["cards"]}.values())


def here(database: Database, programme_id: str, card: Card) -> Here:
    """What answers to a card in a programme."""
    column = "material_id" if card["kind"] == NAMED else "category_id"
    flows = database.query("all_flows").merge(
        database.query("materials")[["material_id", "category_id", "parent_id"]], on="material_id", how="left"
    )
    own = flows[flows["programme_id"] == programme_id]
    own = own[(own[column] == card["subject_id"]) | (own["parent_id"] == card["subject_id"])]
    counts = own["direction"].value_counts()
    return Here(int(counts.get("offer", 0)), int(counts.get("demand", 0)))


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # only now: read by the page of synergies it takes 0.3 s

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
