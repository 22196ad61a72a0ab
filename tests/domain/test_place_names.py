"""One spelling for all the ways in which people write a place, and nothing lost that tells two places apart."""

from __future__ import annotations

import pytest

from eit.domain.place_names import bare_key, place_key, read_place

SAME = [
    ("St-Marc-de-Figuery", "Saint-Marc-de-Figuery"),
    ("STE ANNE DES PLAINES", "Sainte-Anne-des-Plaines"),
    ("L’Ancienne Lorette", "L'Ancienne-Lorette"),
    ("N.-D.-du-Nord", "Notre-Dame-du-Nord"),
    ("Courcelles – St-Évariste", "Courcelles–Saint-Évariste"),
    ("Oeuilly", "Œuilly"),
    ("L'HAY LES ROSES", "L'Haÿ-les-Roses"),
    ("CHALON S/ SAONE", "Chalon-sur-Saône"),
    ("Mt-Tremblant", "Mont-Tremblant"),
    ("  Val   d’Or ", "Val-d'Or"),
]


@pytest.mark.parametrize(("typed", "official"), SAME)
def test_one_key_for_one_name(typed: str, official: str) -> None:
    assert place_key(typed) == place_key(official)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("La Rochelle", "Rochelle"),
        ("Saint-Denis", "Sainte-Denise"),
        ("Laval", "Laval-Ouest"),
        ("Hull", "Hulls"),
    ],
)
def test_two_names_keep_two_keys(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


def test_an_article_goes_only_when_a_name_is_left() -> None:
    assert bare_key("les laurentides") == "laurentides"
    assert bare_key("l ile d orleans") == "ile d orleans"
    assert bare_key("la") == "la"


@pytest.mark.parametrize(
    ("text", "name", "tags", "beside"),
    [
        ("Ville de Malartic", "malartic", {"ville"}, ()),
        ("Municipalité régionale de comté des Laurentides", "laurentides", {"mrc"}, ()),
        ("Senneterre (P)", "senneterre", {"paroisse"}, ()),
        ("Saint-Denis (Seine-Saint-Denis)", "saint denis", set(), ("seine saint denis",)),
        ("CU de Dunkerque", "dunkerque", {"epci"}, ()),
        ("Malartic, QC, Canada", "malartic", set(), ()),
        ("DOURDAN CEDEX 2", "dourdan", set(), ()),
    ],
)
def test_what_stands_beside_a_name_is_heard(
    text: str, name: str, tags: set[str], beside: tuple[str, ...]
) -> None:
    found = read_place(text)
    assert name in found.names
    assert (set(found.tags), found.beside) == (tags, beside)


def test_a_name_that_begins_like_a_designation_is_read_whole_first() -> None:
    assert read_place("Ville-Marie").names == ("ville marie",)
    assert read_place("Ville-d'Avray").names[0] == "ville d avray"


@pytest.mark.parametrize(
    ("text", "code", "postal"),
    [
        ("2481017", "2481017", ""),
        ("200 054 781", "200054781", ""),
        ("1004.0", "1004", ""),
        ("2a004", "2A004", ""),
        ("g1v 4x6", "", "G1V 4X6"),
        ("91410 Dourdan", "", "91410"),
    ],
)
def test_codes_and_postal_codes_are_no_names(text: str, code: str, postal: str) -> None:
    found = read_place(text)
    assert (found.code, found.postal) == (code, postal)


def test_the_country_is_heard_wherever_it_stands() -> None:
    assert read_place("Rimouski (Québec) G5L 1A1").country == "CA"
    assert read_place("Dourdan, France").country == "FR"
    assert read_place("Ottawa, Ontario").country == "other"
    assert read_place("Québec").names == ("quebec",)
