"""A layer in sentences: what has no name is said, a jurisdiction by its name; credits tell what is drawn."""

from __future__ import annotations

from eit.domain.errors import InvalidSelection
from eit.domain.own_words import Worded
from eit.views.map.attribution import credits
from eit.views.refusals import refusal_sentence
from eit.views.territories.layer import doubts_html, layer_lines
from eit.views.texts import texts

FR, EN = texts("fr"), texts("en")
REPORT = {
    **{"kind": "commune", "fields": {"code": "code", "name": "nom"}, "units": 2, "crs": "EPSG:4326"},
    **{"matched": 2, "taken_in": [], "unmatched": [], "parents_that_disagree": [], "source": "x.geojson"},
    **dict.fromkeys(("without_code", "without_geometry", "repaired", "codes_padded"), 0),
}


def test_units_whose_code_stands_for_their_name_are_counted() -> None:
    made = {"commune-be-wal-25112": "25112", "commune-be-wal-25119": "Wavre"}
    assert FR("layer.nameless", n=1) in layer_lines(REPORT, made, "fr").unescape()
    named = dict.fromkeys(made, "Wavre")
    assert "pas de nom" not in layer_lines(REPORT, named, "fr").unescape().replace("\u00a0", " ")


def test_what_a_refusal_names_is_said_in_the_language_of_the_reader_and_never_by_its_code() -> None:
    there = Worded("Suisse (Romandie)", "Switzerland (Romandy)")
    doubt = {"reason": "far", "code": "1", "name": "A", "against": there}
    assert there in doubts_html([doubt], "fr") and there.english in doubts_html([doubt], "en")
    refusal = InvalidSelection("jurisdiction-unknown", value="XX", unit=there)
    assert there in refusal_sentence(refusal, FR) and there.english in refusal_sentence(refusal, EN)
    of_a_row = InvalidSelection("text-missing", row_id="2 · since")
    assert f"2 · {FR('programme_field.since')}" in refusal_sentence(of_a_row, FR)


def test_a_map_without_a_cell_credits_no_approximate_limits() -> None:
    told = {
        cells: [one.text for one in credits(FR, [], ["SPW"], approximate=cells)] for cells in (True, False)
    }
    assert told == {True: ["SPW", FR("credit.approximate")], False: ["SPW"]}
