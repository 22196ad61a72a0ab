"""A comparison of programmes: from sealed editions alone, of those that agreed, and nothing that they do not tell."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from eit.cli import main
from eit.domain.errors import DataError
from eit.publish.benchmark import benchmark_rows, gather
from eit.publish.reading import PublicEdition
from eit.views.public.page import edition_view
from eit.views.public.sentences import in_short_html
from tests.opening import open_page
from tests.pages.test_pages import shown

AGREED = ("abitibi", "quebec", "qnp", "hurepoix")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("peers")
    work, out = folder / "work.duckdb", folder / "edition.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", work)
    said = [word for one in AGREED for word in ("--comparable", one)]
    assert main(["publish", "--db", str(work), "--out", str(out), *said, "--format", "json"]) == 0
    return out


def test_what_is_compared_is_what_the_editions_tell(sealed: Path) -> None:
    with PublicEdition(sealed) as edition:
        assert set(edition.comparable()) == set(AGREED)
        rows = edition.programmes().set_index("programme_id")
        names = {key: str(rows.loc[key, "name_fr"]) for key in edition.comparable()}
        again = benchmark_rows(edition.cells(), names, [])
        for key in rows.index:
            told = edition.benchmark(key)
            pd.testing.assert_frame_equal(
                told, again[again["programme_id"] == key].drop(columns="programme_id").reset_index(drop=True),
                check_dtype=False,
            )  # fmt: skip
        assert edition.benchmark("fensch").empty, "it did not agree"
        assert len(again) and set(again["peers_band"]) == {"3-5"}
        page = in_short_html(edition_view(edition, str(again["programme_id"].iloc[0])), "fr")
    assert "Des programmes comme celui-ci" in page and "3 à 5 programmes" in page


def test_only_those_who_agreed_are_gathered(sealed: Path, tmp_path: Path) -> None:
    assert {one.programme_id for one in gather([str(sealed)])} == set(AGREED)
    with pytest.raises(DataError, match="edition_unreachable"):
        gather(["http://elsewhere.example/edition.duckdb"])
    with pytest.raises(DataError, match="no_edition"):
        gather([str(tmp_path / "absent.duckdb")])


def test_the_page_indicators_says_it_of_a_programme_that_agreed_and_of_no_other(
    sealed: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIT_DATABASE", str(root / "data" / "flows.duckdb"))
    monkeypatch.setenv("EIT_EDITION", str(sealed))
    with PublicEdition(sealed) as edition:
        told = str(next(key for key in AGREED if len(edition.benchmark(key))))
    for programme, says in ((told, True), ("fensch", False)):
        app = open_page("indicateurs", programme=programme)
        heads = [one.value for one in app.subheader]
        assert not app.exception and ("Des programmes comme celui-ci" in heads) is says
        assert ("de 3 à 5 programmes" in unescape("".join(shown(app))).replace("\u00a0", " ")) is says
