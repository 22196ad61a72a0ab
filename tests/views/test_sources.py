"""What this project wrote as a source is read in the language of the screen, whole."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from eit.views.sources import own_source, project_source
from eit.views.texts import texts

TABLE = Path(__file__).resolve().parents[2] / "data" / "reference" / "minimum_volumes.csv"
ENGLISH = re.compile(r"\b(the|of|load|full|trailer|density|within|grouped|at most|sorted|truck|about)\b")


def test_every_source_of_a_minimum_is_in_french_on_a_french_page() -> None:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        ours = {row["source"] for row in csv.DictReader(rows) if row["source"].startswith("This project")}
    assert len(ours) > 5
    for source in ours:
        said = project_source(source, texts("fr"))
        assert said.startswith("Ce projet") and not ENGLISH.search(said), said
        assert project_source(source, texts("en")).split() == source.replace("m3", "m³").split()


def test_a_published_source_stays_as_it_was_published() -> None:
    assert project_source("EPA WARM v16, table 3", texts("fr")) == "EPA WARM v16, table 3"


def test_what_we_wrote_in_the_library_is_in_the_language_of_the_screen() -> None:
    t = texts("fr")
    assert own_source("Textbook knowledge of this study, no page read", t).startswith("Connaissance générale")
    assert own_source("Materials crosswalk: wet 75-80 %", t) == "Table des matières du projet: wet 75-80 %"
    assert own_source("press / OREE", t) == "press / OREE"


def test_what_a_demonstration_wrote_in_french_is_in_english_on_an_english_page() -> None:
    with (TABLE.parents[1] / "demo" / "business_counts.csv").open(encoding="utf-8", newline="") as rows:
        [source] = {row["source"] for row in csv.DictReader(rows)}
    assert own_source(source, texts("en")) == "demonstration, fictitious figures"
    assert own_source(source, texts("fr")) == source
