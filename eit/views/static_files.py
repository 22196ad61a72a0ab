"""Style sheets and scripts of our own, from `eit/static`: plain files, to which values travel as data.

A style sheet reads the identity (`eit.views.palette`) as custom properties; a script is called with JSON.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup

from eit.views import palette
from eit.views.templates import render

FOLDER = Path(__file__).resolve().parents[1] / "static"
IDENTITY = {
    "ink": palette.INK,
    "quiet-ink": palette.QUIET_INK,
    "font": palette.FONT,
    "offer": palette.OFFER_COLOUR,
    "demand": palette.DEMAND_COLOUR,
    "target": palette.TARGET_COLOUR,
    "alert": palette.RADIUS,
    "selection": palette.SELECTION,
    "total-line": palette.TOTAL_LINE,
    "map-background": palette.MAP_BACKGROUND,
}
"""Custom property (after `--eit-`) -> what it holds."""


@cache
def static_text(name: str) -> str:
    """The text of a file of `eit/static`, read once."""
    return (FOLDER / name).read_text(encoding="utf-8")


def css_text(*names: str, **sizes: str) -> Markup:
    """Style sheets with the properties that they read; `sizes` are more of them (`room_body="28px"`)."""
    more = {name.replace("_", "-"): value for name, value in sizes.items()}
    held = "".join(f"--eit-{name}:{value};" for name, value in (IDENTITY | more).items())
    return Markup("\n".join([f":root{{{held}}}", *(static_text(name) for name in names)]))


def style_html(*names: str, **sizes: str) -> Markup:
    """The same as an element of a page."""
    return render("style.html", css=css_text(*names, **sizes))


def script_html(call: str) -> Markup:
    """A script as an element of a page; `call` holds values only as `script_json` writes them."""
    return render("script.html", script=Markup(call))


def script_json(data: object) -> str:
    """JSON that stands in a script as it is: letters as themselves, no `<` that could end it, no line separator."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
