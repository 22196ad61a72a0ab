"""The commons of cases: what may leave, what is read of others, and what is made of it here."""

from __future__ import annotations

import json
from datetime import date

import duckdb
import pytest

from eit.actions.edit import EditContext
from eit.actions.programme.parts import add_item
from eit.analysis.synergies import commons
from eit.domain.errors import Refusal
from eit.store.database import Database
from eit.views.synergies.commons import card_lines, card_title, item_of
from eit.views.texts import texts

P, DAY = "quebec", date(2026, 6, 1)
FR, EN = texts("fr"), texts("en")


@pytest.fixture
def door(door: EditContext) -> EditContext:
    """A copy in which nobody has consented to anything yet."""
    with duckdb.connect(str(door.path)) as connection:
        connection.execute("DELETE FROM consent")
    return door


def shared(door: EditContext) -> commons.Shared:
    with Database(door.path) as database:
        return commons.cards_to_share(database, P, DAY)


def agree(door: EditContext, note: str | None, but_one: bool = False) -> list[str]:
    """Every party of the first realised synergy agrees in public, by a consent with this note; their names."""
    with duckdb.connect(str(door.path)) as connection:
        parties = connection.execute(
            "SELECT company_id, name FROM synergy_party JOIN company USING (company_id) WHERE synergy_id = ("
            " SELECT synergy_id FROM synergy_event JOIN synergy USING (synergy_id) WHERE programme_id = 'quebec'"
            " AND stage IN ('realised', 'verified') AND occurred_on <= '2026-06-01'"
            " ORDER BY occurred_on, synergy_id LIMIT 1) ORDER BY company_id"
        ).fetchall()
        for number, (company, _) in enumerate(parties):
            connection.execute("UPDATE company SET consent_name = true WHERE company_id = ?", [company])
            said = "public seulement" if but_one and number == 0 else note
            connection.execute(
                "INSERT INTO consent (consent_id, programme_id, company_id, scope, given_on, how, note)"
                " VALUES (?, 'quebec', ?, 'public', DATE '2026-01-05', 'letter', ?)",
                [f"c{number}", company, said],
            )
    return sorted(name for _, name in parties)


def named(found: commons.Shared) -> list[commons.Card]:
    return [card for card in found.cards if card["kind"] == "named"]


@pytest.mark.parametrize("note", ["Sous CC BY 4.0", "licence cc-by-4.0, signée"])
def test_a_card_leaves_when_each_party_named_the_licence(door: EditContext, note: str) -> None:
    before = shared(door)
    assert not named(before)
    names = agree(door, note)
    found = shared(door)
    [card] = named(found)
    assert card["parties"] == names and found.kept_back == before.kept_back - 1
    assert all(name in card_title(card, FR) for name in names)
    assert "CC BY 4.0" in card_lines(card, EN)[-1]


@pytest.mark.parametrize(("note", "but_one"), [(None, False), ("oui, en public", False), ("CC BY", True)])
def test_a_public_yes_without_the_licence_from_each_is_not_enough(
    door: EditContext, note: str | None, but_one: bool
) -> None:
    names = agree(door, note, but_one)
    found = shared(door)
    assert not named(found)
    text = commons.cards_file(found.cards).decode()
    assert not [name for name in names if name in text]


def test_a_file_goes_out_comes_back_and_becomes_an_item_here(door: EditContext) -> None:
    agree(door, "CC BY")
    with duckdb.connect(str(door.path)) as connection:
        connection.execute(
            "UPDATE synergy SET material_id = (SELECT min(material_id) FROM material WHERE category_id = 'wood')"
        )
    found = shared(door)
    assert {card["kind"] for card in found.cards} == {"named", "pool"}
    cards = commons.read_cards(commons.cards_file(found.cards))
    assert cards == found.cards
    with Database(door.path) as database:
        here = [commons.here(database, "abitibi", card) for card in cards]
        flows = database.rows("flow").merge(database.rows("material"), on="material_id")
    wood = flows[(flows["programme_id"] == "abitibi") & (flows["category_id"] == "wood")]
    assert here[-1] == commons.Here(*((wood["direction"] == side).sum() for side in ("offer", "demand")))
    item = add_item(door, "abitibi", item_of(cards[0], FR, EN))
    with Database(door.path) as database:
        row = database.rows("item").set_index("item_id").loc[item]
    assert row["kind"] == "study" and "CC BY 4.0" in row["note"] and cards[0]["attribution"] in row["note"]


def card(**more: object) -> dict[str, object]:
    words = {"fr": "Bois", "en": "Wood"}
    return {
        "card_id": "0123456789abcdef", "kind": "pool", "licence": "CC-BY-4.0", "attribution": "Autre programme",
        "jurisdiction": "QC", "made_on": "2026-01-01", "fictitious": False, "subject_id": "wood",
        "subject": words, "type": None, "use": None, "use_source": None, "sectors": [], "since_year": None,
        "parties": [], "count_band": "3-5", **more,
    }  # fmt: skip


def test_a_card_of_long_names_becomes_an_item_and_its_day_is_in_words(door: EditContext) -> None:
    long = card(
        kind="named",
        parties=["Usine " + "x" * 190],
        count_band=None,
        since_year="2024",
        use={"fr": "a", "en": "b"},
    )
    add_item(door, "abitibi", item_of(long, FR, EN))
    lines = card_lines(long, FR)
    assert "1er janvier 2026" in lines[-1] and "—" not in lines[0]
    assert "2026-99-99" in card_lines(card(made_on="2026-99-99"), FR)[-1]


def file_of(*cards: object, **more: object) -> bytes:
    return json.dumps({"format": commons.FORMAT, "version": 1, "cards": cards, **more}).encode()


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"\xff\xfe", b"[" * 100_000, b"<html>", b"{}", b"[]", file_of(1), file_of(card(), version=2),
        file_of(card(licence="CC-BY-NC-4.0")), file_of(card(quantity=12)), file_of(card(parties=["A"])),
        file_of(card(kind="named")), file_of(card(count_band="2")), file_of(card(subject={"fr": "x" * 201, "en": "x"})),
        b" " * (commons.LARGEST + 1),
    ],
)  # fmt: skip
def test_a_file_that_is_no_cards_is_a_sentence(wrong: bytes) -> None:
    with pytest.raises(Refusal, match=r"cards (unreadable|too large)"):
        commons.read_cards(wrong)
    assert len(commons.read_cards(file_of(card(), card()))) == 1


def test_the_schema_is_a_schema() -> None:
    import jsonschema  # it compiles a grammar of addresses, for longer than any test that does not ask it

    jsonschema.Draft202012Validator.check_schema(json.loads(commons.SCHEMA.read_text(encoding="utf-8")))
