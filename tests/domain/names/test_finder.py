"""Names in typed text: whole words, whatever the accents, case, spaces, hyphens and legal form; never a material."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.names.finder import NameFinder, name_key, words_of

LABEL = "Scieries, Abitibi"
ORDINARY = ("Résidus de bois", "Fibres de papier", "Amos", "Val-d’Or", "Granules de bois")
FIRMS = dict.fromkeys(
    (
        *("Bois", "Bois Nord", "Béton Quorvax Itée", "L’Atelier", "Fonderie Plimsoule & Fils", "Scierie Roy"),
        *("Mine du Lac-Perdrix (fictive)", "3R Valor", "Société Tesselune S.A.R.L.", "Val-d’Or", "Groß Œuvré"),
    ),
    LABEL,
)  # fmt: skip
FINDER = NameFinder(FIRMS, ("Transport Zygomar", "Fonderie Zygomar"), ORDINARY)


@pytest.mark.parametrize(
    "text",
    [
        *("BOIS  NORD", "bois-nord", "Bois du Nord inc.", "BoisNord"),
        *("bois_nord.xlsx", "Bois\u00a0Nord", "Bo\u00adis Nord"),
        *("béton quorvax", "BETON QUORVAX ITEE", "Quorvax", "quorvax ltée", "Be\u0301ton Quorvax"),
        *("ree-beton-quorvax-itee",),
        *("« Bois » livre en mai", "bois inc. livre", "une visite chez Bois en mai", "visite de l'ATELIER demain"),
        *("Plimsoule", "fonderie plimsoule et fils", "Lac-Perdrix", "lac-perdrix", "Visite au Lac Perdrix", "3r-valor"),
        *("tesselune@exemple.org", "SARL TESSELUNE", "gross oeuvre", "GROẞ ŒUVRÉ", "une visite à Val-d'Or inc."),
        *("Ｑｕｏｒｖａｘ", "visite chez Quorvax2024", "BetonQuorvax.pdf"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_name_is_found(text: str) -> None:
    said = FINDER.redact(text)
    assert LABEL in said
    assert not re.search("quorvax|plimsoule|perdrix|tesselune|valor|atelier", said, re.I)


@pytest.mark.parametrize(
    "text",
    [
        *("Fibre de bois", "Bois pour panneaux", "Bois. Bois", "Résidus de bois", "BOIS ET CARTON", "Boisbriand nord"),
        *("un lac et ses truites", "la mine d’or", "Réunion de mai", "ſ", "ß", "", "Granules de bois", "un atelier"),
        *("Transport Zygomar livre", "Fonderie Zygomar", "le nord du bois", "12 t à 3 km", "Les fils de la fonderie"),
    ],
)  # fmt: skip
def test_what_names_nobody_stays_as_it_was_typed(text: str) -> None:
    assert FINDER.redact(text) == text


def test_a_field_that_holds_a_name_needs_no_proof() -> None:
    assert FINDER.redact("Bois", a_name=True) == LABEL and FINDER.redact("bois") == "bois"


def test_the_longest_name_is_the_one_that_is_said() -> None:
    finder = NameFinder({"Scierie Roy": "A", "Scierie Roy & Fils": "B"})
    assert finder.redact("avec SCIERIE ROY & fils, puis Scierie Roy") == "avec B, puis A"
    assert [found.name.said for found in finder.find("Scierie Roy et fils")] == ["Scierie Roy & Fils"]


def test_who_may_be_named_is_not_hidden_by_the_short_form_of_another() -> None:
    finder = NameFinder({"Scierie Kanari": "A"}, ("Transport Kanari",))
    assert finder.redact("Transport Kanari et Kanari") == "Transport Kanari et A"


def test_a_label_is_never_read_again() -> None:
    finder = NameFinder({"Alphonde": "Bêtasse, Amos", "Bêtasse": "Alphonde, Amos"})
    assert finder.redact("Alphonde et Bêtasse") == "Bêtasse, Amos et Alphonde, Amos"


NAMES = st.lists(
    st.text(st.sampled_from("abcdeéèlmnorstuvxyzœçßſ"), min_size=4, max_size=9),
    min_size=1, max_size=3,
)  # fmt: skip


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same name as somebody else types it."""
    words = draw(NAMES)
    name = " ".join(word.capitalize() for word in words)
    typed = draw(st.sampled_from([" ", "  ", "-", "_", "\u00a0", " de "])).join(words)
    for change in (str.upper, str.capitalize, lambda text: unicodedata.normalize("NFD", text)):
        typed = change(typed) if draw(st.booleans()) else typed
    if draw(st.booleans()):
        typed = "".join(
            sign for sign in unicodedata.normalize("NFKD", typed) if not unicodedata.combining(sign)
        )
    return name, typed + draw(st.sampled_from(["", " inc.", " S.A.S.", ", SARL", " (fictif)"]))


@given(written(), st.text(max_size=20), st.sampled_from([" ", ", ", "\n", "/"]))
def test_a_planted_name_never_comes_out(pair: tuple[str, str], around: str, sign: str) -> None:
    name, typed = pair
    said = NameFinder({name: "#"}).redact(f"{around}{sign}{typed}{sign}{around}")
    assert name_key(name) not in "".join(word.key for word in words_of(said)) or name_key(name) in name_key(
        around * 3
    )
    assert "#" in said


@given(st.text(max_size=60))
def test_no_text_is_a_crash_and_words_stand_where_they_say(text: str) -> None:
    for word in words_of(text):
        assert word.written == text[word.start : word.end] and word.key
    FINDER.redact(text)
    assert NameFinder({}).redact(text) == text
