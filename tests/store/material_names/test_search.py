"""A material is found by its codes in any spelling and by the words of the trade; a doubt is a short list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from eit.store.material_names.search import LISTED, MaterialSearch
from eit.store.material_names.words import stem_of, waste_codes, words_of

NAMES = {
    "pallets": ("Palettes et emballages de bois", "Pallets, wooden packaging"),
    "rigid-hdpe-pp": ("HDPE, PP rigides", "Rigid HDPE, PP"),
    "bark": ("Écorces", "Bark"),
    "forest-biomass": ("Biomasse forestière", "Forest biomass"),
    "spent-grain": ("Drêches", "Spent grain"),
    "biogas": ("Biogaz", "Biogas"),
}


@pytest.fixture(scope="module")
def search() -> MaterialSearch:
    return MaterialSearch(NAMES, "CA")


@pytest.fixture(scope="module")
def every(root: Path) -> MaterialSearch:
    """All materials of the reference data."""
    with (root / "data" / "reference" / "materials.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["material_id"]: (row["name_fr"], row["name_en"]) for row in rows}
    return MaterialSearch(names, "CA", {row["material_id"]: row["parent_id"] or None for row in rows})


@pytest.mark.parametrize(
    "text", ["15 01 03", "150103", "15.01.03", "15-01-03", "CED 15 01 03", "15 01 03 emballages en bois"]
)
def test_a_code_in_any_spelling(search: MaterialSearch, text: str) -> None:
    assert search.find(text).material_id == "pallets"


def test_a_lost_zero_and_a_wrong_star_are_asked(search: MaterialSearch) -> None:
    assert (search.find("30101").status, search.find("30101").reason) == ("candidates", "zero-lost")
    assert (search.find("15 01 03*").status, search.find("15 01 03*").reason) == ("candidates", "hazard")


def test_a_code_that_does_not_say_which_of_several_is_asked() -> None:
    """Gravel is no fine limestone; a waste not otherwise specified is nothing until somebody says it."""
    every = {one: (one,) for code in waste_codes().values() for one in code.material_ids}
    search = MaterialSearch(every, "FR")
    assert "aggregate" in search.find("01 04 08").ids and search.find("01 04 08").status == "candidates"
    settled = [code for code in waste_codes() if code.endswith("99") and search.find(code).material_id]
    assert settled == []
    assert search.find("15 01 01").material_id == "corrugated-cardboard"


def test_every_code_is_a_material_a_short_list_or_none(search: MaterialSearch) -> None:
    every = MaterialSearch(
        {one: (one,) for code in waste_codes().values() for one in code.material_ids}, "FR"
    )
    assert len(waste_codes()) == 842
    for digits, code in waste_codes().items():
        found = every.find(f"{digits[:2]} {digits[2:4]} {digits[4:]}{'*' if code.hazardous else ''}")
        if code.material_ids:
            assert code.material_ids[0] in found.ids and len(found.ids) <= LISTED, digits
        else:
            assert found.status == "none", digits
    assert search.find("99 99 99").status == "unknown"


def test_a_phrase_is_read_by_what_it_says() -> None:
    """Words that every residue has say nothing, nor does an origin; a word that changes what is meant is asked."""
    names = {
        "steel-scrap": ("Ferraille",),
        "paper-mill-sludge": ("Boues de papeterie",),
        "glass-residues": ("Verre",),
    }
    names |= {
        "frp-composites": ("Fibre de verre",),
        "used-oils": ("Huiles usées",),
        "container-glass": ("Bouteilles",),
    }
    found = MaterialSearch(names, "FR", {"container-glass": "glass-residues"})
    for text in ("waste steel", "Steel waste (clean)", "steel scrap from car production", "Kryptonian steel"):
        assert found.find(text).material_id == "steel-scrap", text
    assert found.find("paper sludge").material_id == found.find("boues de papeterie, humides").material_id
    assert found.find("waste oil and steel").status == "candidates"
    assert found.find("glass steel").status == "candidates" and found.find("déchets").material_id is None


def test_a_word_for_a_residue_and_its_input_is_settled_by_the_side() -> None:
    names = {"co2-gases": ("CO2, gaz",), "industrial-co2": ("CO2 industriel",)}
    found = MaterialSearch(names, "FR", {"co2-gases": "gases-sulphur", "industrial-co2": "chemical-inputs"})
    assert found.find("CO2").status == "candidates"
    assert (found.find("CO2", "offer").material_id, found.find("CO2", "demand").material_id) == tuple(names)


def test_a_shared_code_asks_and_the_name_beside_it_answers() -> None:
    every = {one: (one,) for code in waste_codes().values() for one in code.material_ids}
    found = MaterialSearch(every, "FR")
    asked = ("12 01 03", "17 02 03", "02 03 04", "10 02 02")
    for code in (*asked, "15 01 11*", "19 08 14", "20 01 28", "17 02 04*", "16 06 05", "10 12 06"):
        assert found.find(code).status == "candidates", code
    assert found.find("10 02 02 BF slag").material_id == "slag-coal-ash"
    assert found.find("03 01 01").material_id == "bark"


def test_words_of_the_trade(search: MaterialSearch) -> None:
    assert search.find("drèche").material_id == "spent-grain"
    assert search.find("Écorce").material_id == "bark"
    assert "biogas" not in search.find("big bags").ids
    assert search.find("kryptonite").status == "unknown"


def test_a_kind_of_name_needs_no_list() -> None:
    """Head and kind, in both languages and orders; what neither explains is asked, and an acid is its kind of acid."""
    ids = (
        "vegetable-residues",
        "animal-by-products",
        "food-industry-sludge",
        "process-water",
        "straw",
        "green-waste",
    )
    ids += ("manure-digestate", "oilseed-cake", "acids-bases", "shells", "textile-offcuts")
    found = MaterialSearch({one: (one,) for one in ids}, "FR")
    for text, material in (
        ("persimmon peels", "vegetable-residues"),
        ("Pelures de kaki", "vegetable-residues"),
        ("dried quince pomace from cider production", "vegetable-residues"),
        ("rognures et déchets de topinambour", None),
        ("waste of tilapia", "animal-by-products"),
        ("écailles de tilapia", "animal-by-products"),
        ("creamery sludge", "food-industry-sludge"),
        ("boues de fromagerie", "food-industry-sludge"),
        ("tannery and dairy wastewater", "process-water"),
        ("sorghum stalks", "straw"),
        ("cedar hedge trimmings", "green-waste"),
        ("ostrich dung", "manure-digestate"),
        ("camelina press cake", "oilseed-cake"),
        ("spent phosphoric acid", "acids-bases"),
        ("humic acid", None),
        ("abalone shells", "shells"),
        ("selvedge of denim", "textile-offcuts"),
        ("peach and tilapia waste", None),
        ("radioactive peach stones", None),
    ):
        assert found.find(text, "offer").material_id == material, text


def test_the_singular_and_the_plural_are_one_word() -> None:
    """`boue rouge` is what `boues rouges` are. Short words and those that only look alike are themselves."""
    alone = {"limex", "cours", "cour", "lime", "gras", "grass"}
    for country in ("FR", "CA"):
        spellings: dict[str, dict[str, frozenset[str]]] = {}
        for word, ids in words_of(country).items():
            if word not in alone and all(len(one) > 3 or not one.endswith("s") for one in word.split()):
                spellings.setdefault(stem_of(word), {})[word] = frozenset(ids)
        assert [told for told in spellings.values() if len(set(told.values())) > 1] == []


@pytest.mark.parametrize(
    ("label", "material"),
    [
        ("plastique PEHD", "rigid-hdpe-pp"),
        ("Bidons PEHD vides", "rigid-hdpe-pp"),
        ("pneus usés", "tyres-belts"),
        ("98 % sulphuric acid", "acids-bases"),
        ("Used lead acid batteries", "lead-acid-batteries"),
        ("poussière de granite", "limestone-fines"),
        ("marble dust", "limestone-fines"),
        ("boues de dragage", "dredged-sediments"),
        ("boues galvaniques", "metal-hydroxide-sludge"),
        ("boues de poisson", "food-industry-sludge"),
        ("fumier équin", "manure-digestate"),
        ("pelures de pommes de terre", "vegetable-residues"),
        ("chiffons souillés", "absorbents-filters"),
        ("bénévoles", "labour-hours"),
        ("big bags usagés PP", "rigid-hdpe-pp"),
        ("Plastique #2 (PEHD)", "rigid-hdpe-pp"),
        ("limaille d'acier", "metal-turnings"),
        ("battitures de laminoir", "mill-scale-dusts"),
        ("boues d'usinage huileuses", "grinding-sludge"),
        ("levures usagées", "spent-grain"),
    ],
)
def test_a_head_with_a_kind_or_a_state_is_one_material(
    every: MaterialSearch, label: str, material: str
) -> None:
    assert every.find(label, "offer").ids == (material,)


def test_of_what_a_thing_is_made_is_never_passed_over(every: MaterialSearch) -> None:
    """`retailles` are textile, but of something that nobody knows they are only proposed."""
    assert every.find("carcasses de voitures").ids == ("end-of-life-vehicles",)
    found = every.find("retailles de zzyzx", "offer")
    assert found.status == "candidates" and found.reason == "near" and found.ids


def test_a_thing_of_an_unknown_kind_is_proposed_as_what_it_most_often_is(every: MaterialSearch) -> None:
    found = every.find("boues de zzyzx", "offer")
    assert (found.status, found.reason) == ("candidates", "near")
    assert {"sewage-sludge", "food-industry-sludge", "metal-hydroxide-sludge"} <= set(found.ids)
    assert not every.find("pneus zzyzx usés").ids[0].startswith("acids")


def test_a_slip_of_the_pen_is_proposed_and_never_taken(every: MaterialSearch) -> None:
    """The right word comes first of the answers; `poison` is no `poisson`."""
    for slip, material in (("feraille", "ferrous-metal"), ("carton ondulllé", "corrugated-cardboard")):
        found = every.find(slip, "offer")
        assert (found.status, found.ids[0]) == ("candidates", material), slip
    assert every.find("boues de poison", "offer").status == "candidates"


def test_a_word_of_another_country_is_understood(every: MaterialSearch) -> None:
    assert every.find("DIB").ids == ("mixed-waste",)


@pytest.mark.parametrize("text", ["?", "-", "…", "?!", "s", "x", "XX", "&"])
def test_a_text_without_a_word_is_no_material(every: MaterialSearch, text: str) -> None:
    """A plural without its end is nothing: no word of the trade stands for a sign."""
    assert every.find(text, "offer").material_id is None and every.find(text).status != "exact"


def test_the_works_that_a_thing_comes_from_say_nothing() -> None:
    """`refinery cooling water` is cooling water; a sludge or an ash of a works is not any sludge, and is asked."""
    names = {
        one: (one,) for one in ("steam", "cooling-water", "co2-gases", "ash", "wood-ash", "gypsum-waste")
    }
    found = MaterialSearch(names, "FR")
    said = {
        "vapeur excédentaire d’usine d’incinération": "steam",
        "vapeur de centrale au charbon": "steam",
        "refinery cooling water": "cooling-water",
        "CO2 d'usine d'éthylène glycol": "co2-gases",
        "gypse résiduaire d'usine chimique": "gypsum-waste",
        "cendres d'usine": None,
        "boues d'usine": None,
        "glass furnace": None,
    }
    assert {text: found.find(text, "offer").material_id for text in said} == said


def test_a_fly_ash_is_coal_s_where_power_comes_from_coal_and_is_asked_elsewhere() -> None:
    names = {one: (one,) for one in ("ash", "wood-ash", "slag-coal-ash")}
    for text in ("cendres volantes", "fly ash"):
        assert MaterialSearch(names, "FR").find(text, "offer").material_id == "slag-coal-ash"
        assert MaterialSearch(names, "CA").find(text, "offer").status == "candidates"


@pytest.mark.parametrize(
    ("label", "material"),
    [
        ("truck tyres", "tyres-belts"),
        ("pneus de tracteur", "tyres-belts"),
        ("cartons de supermarché", "corrugated-cardboard"),
        ("PET trays", "pet-ps-eps"),
        ("barquettes en PET", "pet-ps-eps"),
        ("copper cable offcuts", "copper-cables"),
        ("bouteilles de lait en PEHD", "rigid-hdpe-pp"),
        ("wooden fruit crates", "pallets"),
        ("fûts de 200 litres en acier", "metal-drums"),
        ("blocs de béton cassés", "concrete-brick"),
        ("eaux de lavage de cuves", "process-water"),
        ("boues de centrale à béton", "concrete-sludge"),
        ("poussières de ponçage bois", "sawdust-chips"),
        ("radiateurs en fonte", "steel-scrap"),
        ("aluminium window frames", "aluminium-scrap"),
        ("cartons d'emballage de pièces automobiles", "corrugated-cardboard"),
        ("papier bureau blanc", "office-paper"),
        ("papier déchiqueté confidentiel", "mixed-paper"),
        ("sciures et copeaux de bois", "sawdust-chips"),
        ("planures bois franc", "sawdust-chips"),
        ("bottes de paille", "straw"),
        ("rebroyé ABS noir", "engineering-plastics"),
        ("purges d'extrusion PP", "rigid-hdpe-pp"),
        ("solvant souillé", "spent-solvents"),
        ("palettes Europe cassées", "pallets"),
        ("boîtes de carton défaites", "corrugated-cardboard"),
        ("terre de diatomées brasserie", "filtration-earth"),
        ("huile hydraulique HS 20 L", "used-oils"),
        ("pal. bois 48x40", "pallets"),
        ("eau chaude 60 °C", "hot-water"),
    ],
)
def test_a_user_a_form_or_a_process_says_nothing_beside_what_a_thing_is_made_of(
    every: MaterialSearch, label: str, material: str
) -> None:
    assert every.find(label, "offer").material_id == material


@pytest.mark.parametrize(
    "label",
    [
        "tyre steel wire",
        "oil drums",
        "eggshell boards",
        "coton-tige",
        "palettes et cartons",
        "barquettes PET et films",
        "sacs de plâtre",
        "verre de laboratoire",
        "boues de restaurant",
        "asbestos cement sheets offcuts",
        "glass bottles with chemicals",
        "eaux de rinçage cyanurées",
        "acid rinse water",
        "poutres en bois créosotées",
        "car coolant",
        "laine de bois",
        "eau de Javel",
        "lait de chaux",
        "sandpaper",
        "fer à repasser",
        "pâte à modeler",
        "pallet truck",
        "manure fork",
        "terre cuite",
        "CRT glass",
        "papier mâché",
        "lait maternisé",
        "oil palm",
    ],
)
def test_a_content_or_another_material_beside_a_form_is_never_passed_over(
    every: MaterialSearch, label: str
) -> None:
    """A drum of oil is no oil, and what two things are is asked."""
    assert every.find(label, "offer").material_id in (None, "asbestos")


def test_two_things_of_which_one_has_many_readings_are_both_asked(every: MaterialSearch) -> None:
    """The side is asked before the list is cut to what a screen holds."""
    found = every.find("chaleur et CO2", "offer")
    assert found.status == "candidates" and {"recovered-heat", "co2-gases"} <= set(found.ids)


def test_what_a_thing_is_not_is_not_what_it_is(every: MaterialSearch) -> None:
    """Treated chips are not the chips that a name calls untreated; glue for wood is no glued wood."""
    assert every.find("bois non traité").material_id == "clean-wood"
    assert every.find("sciure de bois traité", "offer").material_id is None
    assert every.find("rebuts ferreux", "offer").material_id == "ferrous-metal"
    assert every.find("colle à bois", "offer").material_id is None


GENERAL = (
    *(
        "matières",
        "Matériaux recyclables",
        "matériaux",
        "résidus",
        "déchets",
        "recyclables",
        "produits",
        "matériel",
    ),
    *("mélange", "liquides", "divers", "sous-produits", "rebuts", "matières dangereuses", "produits divers"),
    *(
        "résidus industriels",
        "recyclable materials",
        "mixed waste material",
        "hazardous material",
        "by-products",
    ),
    *("mixed recyclables", "liquid waste", "solid products", "déchets mixtes"),
)


@pytest.mark.parametrize("text", GENERAL)
def test_a_word_of_such_generality_proposes_nothing(every: MaterialSearch, text: str) -> None:
    for direction in (None, "offer", "demand"):
        assert (every.find(text, direction).material_id, every.find(text, direction).ids) == (None, ())


@pytest.mark.parametrize(
    "text",
    (
        "plastique",
        "plastiques recyclables",
        "produits périmés",
        "chemicals",
        "équipement",
        "slurry",
        "lime slurry",
    ),
)
def test_a_word_for_many_things_is_asked_with_what_it_may_be(every: MaterialSearch, text: str) -> None:
    for direction in (None, "offer"):
        found = every.find(text, direction)
        assert found.material_id is None and len(found.ids) > 1


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("Spent catalyst fines", "spent-catalysts"),
        ("ink wash solvents", "spent-solvents"),
        ("corrugated board rejects", "corrugated-cardboard"),
        ("tailings slurry", "waste-rock-tailings"),
        ("pig slurry", "manure-digestate"),
        ("émulsions d'usinage", "oily-emulsions"),
        ("concrete wash water solids", "concrete-sludge"),
    ],
)
def test_words_of_public_lists_are_read(every: MaterialSearch, text: str, material: str) -> None:
    assert every.find(text, "offer").material_id == material
