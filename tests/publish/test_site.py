"""The public edition as plain files: whole in both languages, inert, without a name, at addresses that stay."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from markupsafe import Markup

from eit.cli import main
from eit.cli.publish import MARK, write_site
from eit.domain.errors import DataError
from eit.publish.reading import PublicEdition
from eit.store.database import Database
from eit.views.public.page import INDICATORS, edition_view
from eit.views.public.sentences import in_short_html, shades_something
from eit.views.public.site import ProgrammeSite, site_files
from eit.views.public.years import years_csv, years_html, years_of
from eit.views.texts import texts
from tests.one_programme import demonstration_of

LIMIT = 5_000_000
BEFORE_THE_MAP = 300_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("site")
    work = folder / "work.duckdb"
    shutil.copyfile(demonstration_of("quebec", "hurepoix"), work)
    sealed, site = folder / "edition.duckdb", folder / "site"
    assert (
        main(["publish", "--db", str(work), "--out", str(sealed), "--site", str(site), "--format", "json"])
        == 0
    )
    return sealed, site


class Links(HTMLParser):
    """Addresses, anchors and what would run, of one page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.run: list[str] = []
        self.language = ""
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.addresses += [str(found[name]) for name in ("href", "src") if name in found]
        self.anchors |= {str(found["id"])} if "id" in found else set()
        self.run += [tag] if tag in ("script", "iframe", "object", "form") else []
        self.run += [name for name in found if name.startswith("on")]
        self.language = str(found.get("lang")) if tag == "html" else self.language


def test_every_programme_is_there_in_both_languages_and_small(made: tuple[Path, Path]) -> None:
    sealed, site = made
    with PublicEdition(sealed) as edition:
        programmes = list(edition.programmes()["programme_id"])
    assert programmes
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    assert sum(sizes) < LIMIT * len(programmes)
    for lang in ("fr", "en"):
        for programme in programmes:
            page = site / lang / programme / "index.html"
            assert Links(page).language == lang
            assert page.stat().st_size + (site / "style.css").stat().st_size < BEFORE_THE_MAP


def test_no_link_leads_nowhere_and_nothing_runs(made: tuple[Path, Path]) -> None:
    _, site = made
    faults = []
    for page in site.rglob("*.html"):
        links = Links(page)
        faults += [f"{page.name}: {what}" for what in links.run]
        for address in links.addresses:
            target, _, anchor = address.partition("#")
            if address.startswith(("https://", "mailto:")):
                continue  # a source, a licence or an address, followed by whoever clicks
            there = (page.parent / target).resolve() if target else page
            if not there.is_file() or site.resolve() not in there.resolve().parents:
                faults.append(f"{page.relative_to(site)}: {address}")
            elif anchor and anchor not in Links(there).anchors:
                faults.append(f"{page.relative_to(site)}: no {anchor}")
    assert faults == []


def test_the_tables_are_those_of_the_edition_and_described(made: tuple[Path, Path]) -> None:
    sealed, site = made
    package = json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (site / "data" / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            heads = next(csv.reader(file))
        assert heads == [field["name"] for field in resource["schema"]["fields"]]
    with PublicEdition(sealed) as edition:
        for programme in edition.programmes()["programme_id"]:
            record = json.loads((site / "data" / f"{programme}.json").read_text(encoding="utf-8"))
            cells = edition.cells(programme)
            told = sorted(cells["value"].dropna())
            assert sorted(one["value"] for one in record["cells"] if one["value"] is not None) == told
            assert record["sha256"] == edition.digest


def test_no_organisation_is_named_anywhere_but_those_who_agreed(made: tuple[Path, Path], root: Path) -> None:
    sealed, site = made
    with PublicEdition(sealed) as edition:
        cases = pd.concat([edition.cases(str(one)) for one in edition.programmes()["programme_id"]])
    agreed = {name for parties in cases["parties"].dropna() for name in str(parties).split(", ")}
    assert len(agreed) == 2
    with Database(root / "data" / "flows.duckdb") as database:
        every = database.query("all_companies")
        names = [*(name for name in every["name"] if name not in agreed), *every["company_id"]]
    pages = "\n".join(
        path.read_text(encoding="utf-8")
        for path in site.rglob("*.*")
        if path.suffix not in (".duckdb", ".png")
    )
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", pages)] == []


def test_a_page_says_no_flow_only_where_there_is_none(made: tuple[Path, Path]) -> None:
    """Energy has one family and no total of families: its total was told as none."""
    sealed, site = made
    with PublicEdition(sealed) as edition:
        for programme in edition.programmes()["programme_id"]:
            cells = edition.cells(programme)
            said = (site / "fr" / programme / "index.html").read_text(encoding="utf-8")
            short = dict(re.findall(r'<a href="#(\w+)">[^<]*?\u00a0: ([^<]*)</a>', said))
            for indicator, rows in cells[cells["territory_id"] == "total"].groupby("indicator"):
                assert (short[indicator] == "aucun flux") == (set(rows["state"]) == {"empty"}), (
                    programme,
                    indicator,
                )


@pytest.fixture(scope="module")
def lent(made: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site made again, over a copy that holds a page of before, for a newspaper that shows its maps."""
    sealed, site = made
    again = Path(shutil.copytree(site, tmp_path_factory.mktemp("again") / "site"))
    (again / "fr" / "gone").mkdir()
    (again / "fr" / "gone" / "index.html").write_text("an edition before")
    write_site(sealed, again, ["https://journal.exemple"])
    return again


def test_a_folder_of_somebody_else_is_left_alone_and_ours_is_replaced(
    made: tuple[Path, Path], lent: Path, tmp_path: Path
) -> None:
    sealed, _ = made
    theirs = tmp_path / "photos"
    theirs.mkdir()
    (theirs / "a.jpg").write_bytes(b"1")
    with pytest.raises(DataError, match="site_folder_taken"):
        write_site(sealed, theirs)
    assert [path.name for path in theirs.iterdir()] == ["a.jpg"]
    assert (lent / MARK).exists() and not (lent / "fr" / "gone").exists()


def test_a_map_is_lent_to_the_sites_that_are_named_only(
    made: tuple[Path, Path], lent: Path, tmp_path: Path
) -> None:
    _, site = made
    assert not list(site.rglob("embed")) and "frame-ancestors 'self'" in (site / "_headers").read_text()
    pages = list(lent.glob("fr/*/embed/*.html"))
    assert pages and "frame-ancestors https://journal.exemple" in (lent / "_headers").read_text()
    for page in pages:
        found = Links(page)
        assert found.run == [] and all(
            (page.parent / one.partition("#")[0]).is_file() for one in found.addresses
        )
    for wrong in (
        "journal.exemple",
        "https://a b",
        "https://x'; script-src *",
        "http://journal.exemple",
        "*",
    ):
        with pytest.raises(SystemExit):
            main(["publish", "--out", str(tmp_path / "x"), "--embed-host", wrong])


def test_no_letter_of_a_map_is_smaller_than_12_px_on_a_telephone(made: tuple[Path, Path]) -> None:
    shown = 390 - 2 * 16  # what the margins of the page leave
    maps = list(made[1].rglob("*-narrow.svg"))
    assert maps
    for path in maps:
        drawn = path.read_text(encoding="utf-8")
        width = float(re.findall(r'viewBox="0 0 (\S+)', drawn)[0])
        sizes = [float(size) for size in re.findall(r'font-size="([^"]+)"', drawn)]
        assert min(sizes) * shown / width >= 12


def test_whom_to_write_to_is_said_before_the_figures(made: tuple[Path, Path]) -> None:
    with PublicEdition(made[0]) as edition:
        told = edition_view(edition, "quebec")
    silent = in_short_html(replace(told, presentation=pd.Series(dtype=object)), "fr")
    assert "pas encore dit à qui écrire" in silent and "eit-join" not in silent
    contacts = {
        "mailto:eit@exemple.org": True,
        "eit@exemple.org": True,
        "https://exemple.org/eit": True,
        "HTTP://exemple.org": True,
        "Guichet, 1 rue Haute": False,
        "javascript:alert(1)": False,
        "mailto:a@b.org?bcc=c@d.org": False,
    }
    for contact, address in contacts.items():
        said = in_short_html(replace(told, presentation=pd.Series({"public_contact": contact})), "fr")
        assert ("eit-join" in said) is address
        assert said.index(contact.removeprefix("mailto:")) < said.index("En bref")
        assert ("href" in said[: said.index("En bref")]) is address


def test_a_link_shows_a_picture_and_each_map_is_taken_as_one(made: tuple[Path, Path]) -> None:
    _, site = made
    maps = {
        path.with_suffix(".png")
        for path in site.rglob("*.svg")
        if "narrow" not in path.name and path.parent != site
    }
    pictures = [path / "preview.png" for path in (site / "fr").iterdir() if path.is_dir()]
    assert maps and all(path.read_bytes().startswith(b"\x89PNG") for path in [*maps, *pictures])
    for page in (site / "fr").glob("*/index.html"):
        text = page.read_text(encoding="utf-8")
        assert 'property="og:image" content="preview.png"' in text and 'rel="icon"' in text


def test_the_years_are_told_where_two_were_announced(made: tuple[Path, Path]) -> None:
    with PublicEdition(made[0]) as edition:
        told = edition_view(edition, "hurepoix")
    both = {"label_fr": "Entreprises engagées", "label_en": "Firms", "unit_fr": "nombre", "unit_en": "count"}
    rows = [
        {"rank": 1, **both, "bound": "value", "year": year, "value": value}
        for year, value in (("2023", 0.0), ("2024", None), ("2025", 8.0))
    ]
    [story] = years_of(replace(told, statements=pd.DataFrame(rows)), texts("fr"))
    assert story["sentence"] == "0 en 2023, 8 en 2025."
    assert [cell["words"] for cell in story["cells"]] == ["0", "n.c.", "8"], "n.c. is not 0"
    assert "2024,\r\n" in years_csv([story]).decode("utf-8-sig")
    assert years_of(replace(told, statements=pd.DataFrame(rows[:2])), texts("fr")) == []
    bars = re.findall(r'<progress max="100" value="([0-9.]+)">', years_html([story]))
    assert bars == ["0.0", "0.0", "100.0"] and "style=" not in years_html([story]) and years_html([]) == ""


def test_what_is_told_no_more_keeps_its_address(made: tuple[Path, Path], lent: Path) -> None:
    """The next edition may protect a figure: its table, its pictures and the map in somebody's page then say so."""
    silent = 0
    with PublicEdition(made[0]) as edition:
        for programme in edition.programmes()["programme_id"]:
            told = edition_view(edition, str(programme))
            for indicator in INDICATORS:
                assert (lent / "data" / f"{programme}-fr-{indicator}.csv").is_file()
                page = (lent / "fr" / programme / "embed" / f"{indicator}.html").read_text(encoding="utf-8")
                shaded = shades_something(told, indicator)
                assert ("<img" in page) is shaded
                said = (
                    "<img",
                    "Rien ne peut en être dit",
                    "groupes d",
                    "famille par famille",
                    "pas dans l'édition",
                    "Rien n’a été déclaré",
                )
                assert any(words in unescape(page) for words in said), (programme, indicator)
                for lang in ("fr", "en"):
                    for suffix in (".svg", "-narrow.svg", ".png"):
                        assert (lent / lang / programme / f"{indicator}{suffix}").stat().st_size > 500
                picture = unescape((lent / "fr" / programme / f"{indicator}.svg").read_text(encoding="utf-8"))
                if "hidden" in set(told.chosen(indicator)["state"]) and not shaded:
                    assert "Protégé dans cette édition" in picture
                    silent += 1
    assert silent


def test_the_pictures_of_a_figure_that_becomes_protected_say_so(made: tuple[Path, Path]) -> None:
    with PublicEdition(made[0]) as edition:
        told = edition_view(edition, "quebec")
    [shaded, *_] = [one for one in told.indicators if shades_something(told, one)] or told.indicators
    hidden = replace(told, cells=told.cells.assign(state="hidden", value=float("nan")))
    one = ProgrammeSite(hidden, lambda *_: "<svg/>", {"fr": Markup(""), "en": Markup("")}, lambda *_: b"map")
    files = site_files([one], ["https://journal.exemple"])
    for lang, word in (("fr", "Protégé dans"), ("en", "Protected in")):
        assert word in unescape(files[f"{lang}/quebec/{shaded}.svg"].decode())
        assert word in unescape(files[f"{lang}/quebec/{shaded}-narrow.svg"].decode())
        assert files[f"{lang}/quebec/{shaded}.png"][:4] == b"\x89PNG"
        assert word in unescape(files[f"{lang}/quebec/embed/{shaded}.html"].decode())
        assert f'src="{shaded}.svg"' not in files[f"{lang}/quebec/index.html"].decode()


def test_a_page_that_tells_nothing_says_which_rule_hides_all(made: tuple[Path, Path]) -> None:
    with PublicEdition(made[0]) as edition:
        told = edition_view(edition, "quebec")
    silent = replace(told, cells=told.cells[told.cells["state"] == "hidden"])
    said = in_short_html(silent, "fr")
    assert f"Aucun des {len(silent.cells)} chiffres" in said and "Ce qui les protège" in said
    assert "les autres" not in said
