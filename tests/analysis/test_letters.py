"""The letter to one firm: its own figures, bands of the others, and not one name of theirs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eit.analysis.letters import letter
from eit.analysis.programmes import today_in
from eit.domain.errors import InvalidSelection
from eit.locations import GEO
from eit.store.database import Database
from eit.views.organisation.letter import letter_html


def written(database: Database, programme: str, company: str, lang: str) -> str:
    made = letter(database, programme, company, today_in(database, programme), GEO, lang)
    return str(letter_html(made.name, made.programme, made.flows, made.leads, made.missing, made.day, lang))


@pytest.mark.parametrize(("programme", "lang"), [("abitibi", "fr"), ("quebec", "en")])
def test_a_letter_names_its_reader_and_nobody_else(root: Path, programme: str, lang: str) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        rows = database.query("all_companies")
        own = rows[rows["programme_id"] == programme]
        faults, leads = [], 0
        for company in own["company_id"].head(12):
            page = written(database, programme, company, lang)
            names = dict(zip(own["company_id"], own["name"], strict=True))
            page = page.replace(names[company], "")
            others = {name.partition(" (")[0] for key, name in names.items() if key != company}
            faults += [f"{company}: {name}" for name in others if name.casefold() in page.casefold()]
            faults += [key for key in names if re.search(rf"(?<![\w-]){key}(?![\w])", page)]
            leads += page.count("<li>")
    assert faults == []
    assert leads > 20, "letters without a lead prove nothing"


def test_the_figures_of_the_others_are_bands_and_its_own_are_exact(root: Path) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        made = letter(database, "abitibi", "abi-001", today_in(database, "abitibi"), GEO, "fr")
        page = written(database, "abitibi", "abi-001", "fr")
    said = re.sub(r"\s", " ", page)
    assert "24 000 t/an" in said
    exact = {
        f"{pair['distance_km']:.1f}".replace(".", ",") for pairs in made.leads.values() for pair in pairs
    }
    assert exact and not [one for one in exact if f"{one} km" in said]
    assert "17 100" not in said, "what another asks for"


def test_nobody_gets_no_letter(root: Path) -> None:
    with (
        Database(root / "data" / "flows.duckdb") as database,
        pytest.raises(InvalidSelection, match="company unknown"),
    ):
        letter(database, "abitibi", "nobody", today_in(database, "abitibi"), GEO, "fr")
