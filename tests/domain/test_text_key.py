"""One key for words: what people write in several ways is one thing, and a name never becomes an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.domain.text_key import address_key, plain_words, slug


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Scierie d’Élan  (fictive)", "scierie d elan fictive"),
        ("SCIERIE D'E\u0301LAN FICTIVE", "scierie d elan fictive"),
        ("bois\u00a0\u202fnord", "bois nord"),
        ("bois-nord_est", "bois nord est"),
        ("Œuvre, cœur & Cie", "oeuvre coeur cie"),
        ("Fo\u017fsé", "fosse"),
        ("Straße", "strasse"),
        ("m³", "m3"),
        ("株式会社", "株式会社"),
        (" –…", ""),
    ],
)
def test_what_people_mean_by_a_word(typed: str, key: str) -> None:
    assert plain_words(typed) == key


def test_a_slug_has_only_the_signs_of_an_id() -> None:
    assert slug("Coût d'élimination (n 2)") == "cout-d-elimination-n-2"
    assert slug("Børk & 株式会社") == "bork"
    assert slug("株") == ""
    assert slug("a" * 47 + " bc") == "a" * 47


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1200 ch. du Lac", "1200, chemin du Lac"),
        ("428 Principale", "428, rue Principale"),
        ("12 boul. Saint-Joseph E.", "12 boulevard St-Joseph Est"),
        ("5 av. de l’Église", "5 Ave Eglise"),
        ("10 Main St", "10 Main Street"),
    ],
)
def test_one_address_in_two_writings(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)
    assert address_key(one) != address_key(other.replace(other[0], "9", 1))


@pytest.mark.parametrize(
    ("one", "other"), [("12 D rue X", "12 rue X"), ("12 L, ch. Y", "12 ch. Y"), ("5 N", "5 S"), ("", "7")]
)
def test_another_door_is_another_address(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_nobody_else_takes_letters_apart() -> None:
    """`words` and `attached_file` clean a text, `question` compares signs, `finder` places, `traces` bytes."""
    root = Path(__file__).resolve().parents[2]
    allowed = {
        "eit/domain/text_key.py",
        "eit/domain/typed_number.py",
        "eit/ingest/values/words.py",
        "eit/domain/question.py",
        "eit/domain/names/finder.py",
        "eit/domain/names/traces.py",
        "eit/domain/organisation/attached_file.py",
    }
    found = {
        path.relative_to(root).as_posix()
        for path in (root / "eit").rglob("*.py")
        if "unicodedata" in path.read_text("utf-8")
    }
    assert found <= allowed, sorted(found - allowed)
