"""Every private name of another library still exists and does what we count on: an upgrade fails here, by name."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pptx
import pytest
import streamlit
import streamlit_folium
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches
from streamlit import delta_generator, string_util
from streamlit.config import get_config_options
from streamlit.emojis import ALL_EMOJIS
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from eit import internals
from eit.ingest.formats.openpyxl_internals import raw_part
from eit.ingest.formats.workbook import read_workbook
from eit.internals import INTERNALS, VARIABLE, used
from eit.views.brief.pptx_internals import put_behind
from eit.views.page_script import LOST, PLACES
from eit.web import first_paint, streamlit_internals

ROOT = Path(__file__).resolve().parents[1]
STATIC = Path(streamlit.__file__).parent / "static"
GUARDS = (
    "headers",
    "sign_in",
    "start_checks",
    "modes",
    "routes",
    "edition_replica",
    "page_shell",
    "public_routes",
)
"""Modules of eit/web that protect somebody: none of them may ask the switch."""


def compiled() -> str:
    """All of the JavaScript that Streamlit sends."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "static" / "js").glob("*.js"))


def no_delay() -> None:
    # What uvicorn hands over as `receive` is bound to a cycle that knows the connection.
    assert "transport" in inspect.signature(RequestResponseCycle.__init__).parameters
    assert "self.transport" in inspect.getsource(RequestResponseCycle.__init__)
    assert inspect.iscoroutinefunction(RequestResponseCycle.receive)
    assert "RequestResponseCycle(" in inspect.getsource(HttpToolsProtocol)


def memory() -> None:
    for start in ("static/js/index.", "static/css/", f"{streamlit_internals.MAP_FRAME}/static/js/"):
        assert any(name.startswith(start) for name in streamlit_internals._files()), start


def font() -> None:
    assert set(streamlit_internals.page_fonts()) == {"normal", "italic"}


def server_address() -> None:
    assert "BACKEND_BASE_URL" in compiled() and "__streamlit" in compiled()


def map_first() -> None:
    assert first_paint.MAP.decode() == "streamlit_folium.st_folium"
    component = inspect.getsource(streamlit_folium)
    assert '"st_folium"' in component and streamlit_folium.__name__ == "streamlit_folium"


def history() -> None:
    assert "is_history_navigation" in ScriptRunContext.__dataclass_fields__


def words() -> None:
    names = {part.split("=")[1].split("]")[0] for part in PLACES.split("[data-testid")[1:]}
    built = compiled()
    gone = sorted(name for name in names if name not in built)
    assert not gone, f"Streamlit names no furniture {gone} any more"


def connection() -> None:
    built = compiled()
    assert LOST["mark"] in built and f"`{LOST['box']}`" in built and f"`{LOST['well']}`" in built


def terminal() -> None:
    # The look is for a terminal and nothing else, and its mark stands where we set it.
    source = inspect.getsource(delta_generator._maybe_print_use_warning)
    assert "if not _use_warning_has_been_displayed" in source and "is_repl" in source
    assert isinstance(delta_generator._use_warning_has_been_displayed, bool)


def emoji() -> None:
    # Labels look for theirs by the name that is replaced, and a letter begins none.
    assert "extract_leading_emoji(" in inspect.getsource(string_util.extract_leading_icon)
    for text in ("🚨 Alerte", "ℹ️ Note", "Ⓜ️ Métro", "©️", "#️⃣ un", "→ là", ""):
        assert streamlit_internals._leading_emoji(text) == streamlit_internals._any_emoji(text), text
    letters = {text[0] for text in ALL_EMOJIS if text[0].isalpha()}
    assert min(letters) > streamlit_internals.LAST_LATIN
    assert streamlit_internals._leading_emoji("Énergie") == ("", "Énergie")


def a_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("vide", 0)
    sheet = book["Sheet"]
    sheet.append(["a", "b"])
    sheet.append([1, 2])
    sheet.merge_cells("A2:B3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_part() -> None:
    data = a_workbook()
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["Sheet"]
    assert isinstance(sheet, ReadOnlyWorksheet)
    raw = raw_part(data, sheet)
    assert raw is not None and b'<mergeCell ref="A2:B3"' in raw


def band() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(1), Inches(1))
    put_behind(slide, shape)
    assert next(one.shape_id for one in slide.shapes) == shape.shape_id
    assert slide.shapes.title is not None


CHECKS: dict[str, Callable[[], None]] = {
    "no-delay": no_delay,
    "memory": memory,
    "font": font,
    "server-address": server_address,
    "map-first": map_first,
    "history": history,
    "words": words,
    "connection": connection,
    "terminal": terminal,
    "emoji": emoji,
    "sheet-part": sheet_part,
    "band": band,
}


def test_the_libraries_still_have_what_we_use_of_their_inside() -> None:
    assert sorted(CHECKS) == sorted(INTERNALS)
    faults = []
    for name, check in CHECKS.items():
        try:
            check()
        except (AssertionError, AttributeError, ImportError, KeyError) as fault:
            faults.append(f"{name}: {fault!r}")
    assert not faults, "\n".join(faults)


def test_the_hidden_option_of_streamlit_still_exists() -> None:
    """`runner.postScriptGC` in .streamlit/config.toml: 90 % of a cached page's time without it."""
    source = (Path(streamlit.__file__).parent / "config.py").read_text(encoding="utf-8")
    assert "runner.postScriptGC" in get_config_options() or '"runner.postScriptGC"' in source


# ---- the switch ------------------------------------------------------------------------------------


def test_one_word_switches_everything_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for word in internals.ALL:
        monkeypatch.setenv(VARIABLE, word)
        assert not any(used(name) for name in INTERNALS), word


def test_a_list_switches_off_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert all(used(name) for name in INTERNALS)
    monkeypatch.setenv(VARIABLE, "memory, Band")
    assert [name for name in INTERNALS if not used(name)] == ["memory", "band"]
    with pytest.raises(KeyError):
        used("headers")


def test_no_guard_asks_the_switch() -> None:
    for name in GUARDS:
        source = (ROOT / "eit" / "web" / f"{name}.py").read_text(encoding="utf-8")
        assert "internals import used" not in source and VARIABLE not in source, name


def test_a_workbook_is_read_alike_without_the_inside_of_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nom", "masse"])
    book.active.append(["a", "=1+1"])
    book.active.append(["b", 3])
    out = io.BytesIO()
    book.save(out)

    def read() -> list[tuple]:
        return [row.cells for row in read_workbook(out.getvalue(), lambda _: 2).rows]

    usual = read()
    monkeypatch.setenv(VARIABLE, "1")
    assert read() == usual and "=1+1" in str(usual)
