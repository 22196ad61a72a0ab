"""The public page in a real browser: what it shows, that it holds under its own policy, and that anyone can read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eit.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def public_server(start_server: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("public")
    shutil.copy(ROOT / "data" / "flows.duckdb", folder / "private.duckdb")
    words = [
        "--db",
        str(folder / "private.duckdb"),
        "--out",
        str(folder / "edition.duckdb"),
        "--edition",
        "2026-1",
    ]
    assert main(["publish", *words, "--format", "json"]) == 0
    return start_server(
        EIT_MODE="public", EIT_EDITION=str(folder / "edition.duckdb"), EIT_DATABASE="/nowhere"
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_public_page(
    open_page: Callable[..., Any],
    journal: Any,
    serious_faults: Any,
    screenshot: Any,
    public_server: Any,
    lang: str,
) -> None:
    page = open_page(f"/?lang={lang}&programme=abitibi", at=public_server)
    image = page.locator("img.eit-public-map")
    assert image.evaluate("image => image.complete && image.naturalWidth") > 0
    assert page.get_by_text("protégé" if lang == "fr" else "protected", exact=True).count() > 3
    assert page.get_by_role("combobox").count() == 4
    assert page.evaluate("document.documentElement.lang") == lang
    assert serious_faults(page) == []
    screenshot(f"public-{lang}")
    journal.assert_local_only()
    journal.assert_quiet()


def test_the_downloads(open_page: Callable[..., Any], public_server: Any, tmp_path: Path) -> None:
    page = open_page("/?programme=quebec", at=public_server)
    for kind, wanted in (("HTML", "<!doctype html>"), ("CSV", "edition,programme_id")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=kind).click()
        waiting.value.save_as(tmp_path / kind)
        assert wanted in (tmp_path / kind).read_text(encoding="utf-8-sig")


def test_the_map_and_charts_hold_under_the_policy(
    open_page: Callable[..., Any], journal: Any, map_frame: Any
) -> None:
    page = open_page("/carte?programme=abitibi")
    map_frame(page, 20)
    open_page("/?programme=abitibi")
    assert page.locator(".js-plotly-plot").count()
    assert not [error for error in journal.errors if "Content Security Policy" in error]
