"""HTML and SVG templates (Jinja2, autoescape): whatever is put into one is text, unless it is Markup already.

Every value passes through `eit.views.escape.encode`, the one encoder of the house: a missing value is nothing, and
what could act in a page or in the script of a map is written as a character reference. Only `render` makes Markup.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from eit.views.escape import encode, encode_url

FOLDER = Path(__file__).resolve().parent
_LINE_BREAK = re.compile(r"(?P<before>.)\n(?=(?P<after>.))")


class _Lines(Extension):
    """A line break in a template is for whoever reads it: nothing beside a tag, one space between words."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as one line."""
        return _LINE_BREAK.sub(_joined, re.sub(r"\s*\n\s*", "\n", source.strip()))


def _joined(found: re.Match[str]) -> str:
    return found["before"] + ("" if found["before"] in ">}" or found["after"] in "<{" else " ")


def inert(value: object) -> Markup:
    """What a template writes for a value: Markup as it is, anything else encoded."""
    return value if isinstance(value, Markup) else Markup(encode(value))


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=inert,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        extensions=[_Lines],
    )
    made.filters["web_address"] = lambda url: Markup(encode_url(url))
    made.filters["short"] = lambda value: f"{value:g}"
    made.filters["tenth"] = lambda value: f"{value:.1f}"
    made.filters["whole"] = lambda value: f"{value:.0f}"
    return made


_ENVIRONMENT = _environment()


def render(template: str, /, **values: Any) -> Markup:
    """The template at that path (`cards.html`, `map/tip.html`) filled with `values`.

    Raises jinja2.UndefinedError for a value that the template asks for and nobody gave.
    """
    return Markup(_ENVIRONMENT.get_template(template).render(values))
