"""Territoires and Matières: every tab opens, the address keeps the choice, estimates are labelled, actors added."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

TERRITORIES, MATERIALS = (ROOT / "pages" / name for name in ("territoires.py", "matieres.py"))
TABS = ("Flux", "Matrice", "Bilan", "Saisons", "Acteurs")


def on_tab(app: AppTest, label: str) -> AppTest:
    app.session_state["portrait part"] = label
    return app.run()


@pytest.mark.parametrize("programme", ["abitibi", "qnp", "fensch"])
@pytest.mark.parametrize("label", TABS)
def test_every_tab_opens(programme: str, label: str) -> None:
    app = on_tab(open_page(TERRITORIES, programme=programme), label)
    assert not app.exception and sentences(app) == []


def test_the_estimate_is_labelled_and_the_indices_unnamed() -> None:
    text = shown(open_page(TERRITORIES, programme="qnp"))
    assert "ESTIMÉ" in text and "Indice 17 (nom" in text and "Qui visiter ensuite" in text


def test_without_a_count_the_coverage_is_not_available() -> None:
    text = shown(open_page(TERRITORIES, programme="abitibi", portraits="mun-87090")).replace("\u00a0", " ")
    assert "n. d. : personne n'a encore compté" in text.replace("&#x27;", "'").replace("’", "'")


def test_a_link_chooses_the_territories_and_the_address_keeps_them() -> None:
    app = open_page(TERRITORIES, programme="abitibi", portraits="mrc-89,mrc-86,atlantis")
    assert app.multiselect(key="portrait territories").value == ["mrc-89", "mrc-86"]
    app.multiselect(key="portrait territories").select("mrc-85").run()
    assert dict(app.query_params)["portraits"] in ("mrc-89,mrc-86,mrc-85", ["mrc-89,mrc-86,mrc-85"])
    assert not app.exception and sentences(app) == []


def test_an_empty_territory_beside_another_is_a_portrait() -> None:
    app = open_page(TERRITORIES, programme="abitibi", portraits="mun-87010,mrc-86")
    assert not app.exception and sentences(app) == []


def test_one_territory_is_too_few_and_says_so() -> None:
    app = open_page(TERRITORIES, programme="abitibi", portraits="mrc-86")
    assert any("au moins deux" in text for text in sentences(app, ("info",)))


@pytest.mark.parametrize("material", ["silage-film", "forest-biomass", "mine-ducts", "wood-ash"])
def test_each_priority_material_opens_by_its_link(material: str) -> None:
    app = open_page(MATERIALS, programme="abitibi", material=material)
    assert not app.exception and sentences(app) == []
    assert app.selectbox(key="material chosen").value == material
    assert "centre de tri" in shown(app) or material != "silage-film"


def test_a_material_that_does_not_exist_is_not_chosen() -> None:
    app = open_page(MATERIALS, programme="abitibi", material="gold")
    assert app.selectbox(key="material chosen").value == "silage-film" and not app.exception


def test_another_material_is_kept_in_the_address() -> None:
    app = open_page(MATERIALS, programme="abitibi")
    app.selectbox(key="material chosen").select("wood-ash").run()
    assert dict(app.query_params)["material"] in ("wood-ash", ["wood-ash"])


def test_the_map_has_the_estimated_layer_dotted_and_labelled() -> None:
    app = open_page(ROOT / "pages" / "carte.py", programme="qnp", figure="estimated_t_per_year")
    assert not app.exception
    component = next(element for element in app.get("component_instance"))
    drawn = component.proto.json_args.encode().decode("unicode_escape")
    assert "url(#estimated-" in drawn
    assert re.search(r"Gisement estim[^:]{0,60}organisations non rencontr[^:]{0,20}: [^\"]*estimation", drawn)


def test_an_actor_is_added_from_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copie.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", copy)
    monkeypatch.setenv("EIT_DATABASE", str(copy))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    app = on_tab(open_page(TERRITORIES, programme="abitibi"), "Acteurs")
    fields = {field.label: field for field in app.text_input}
    fields["Nom"].input("<script>alert(1)</script>")
    fields["Source (document, page, personne)"].input("page lue")
    fields["Année de la source"].input("2025")
    button = next(item for item in app.button if item.label == "Ajouter au répertoire")
    button.click().run()
    assert not app.exception
    assert "<script>alert" not in shown(app)
    assert any("alert(1)" in row for row in app.dataframe[0].value["Organisation"])
