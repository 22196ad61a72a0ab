"""Rules of the house on HTML, each a scan that lists all faults; `tests/test_house.py` runs them with the others."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TAG = re.compile(r"(?<![?P])</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])|<!doctype", re.I)
PLOTLY_TAGS = {"<br", "<b", "</b", "<extra", "</extra"}
"""What plotly reads in its own labels; they never become a part of the page."""
PRINTED_SIGNS = {"▲", "©", "°", "®"}
"""In the font that is served with every page."""
QUARANTINED = {
    "eit/web/streamlit_internals.py": "rewrites the page that Streamlit serves; nothing typed reaches it",
    "eit/web/headers.py": "reads the scripts of that page with a pattern",
}
MAKERS_OF_MARKUP = {
    "eit/views/templates/__init__.py": "the only place where a template becomes Markup",
    "eit/views/static_files.py": "our own style sheets and scripts, read from eit/static",
    "eit/views/brief/style.py": "style of a printed page; the two typed texts go through css_string",
}


def modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((root / "eit").rglob("*.py")):
        yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    """Strings that stand alone are words about the code."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a module as a reader of the page would get it; `{}` stands for what is put into one."""
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def tag_faults(root: Path) -> Iterator[str]:
    for place, tree in modules(root):
        if place in QUARANTINED:
            continue
        plotly = any(
            isinstance(node, ast.Import) and node.names[0].name.startswith("plotly") for node in tree.body
        )
        for line, text in strings(tree):
            found = {tag.lower() for tag in TAG.findall(text)} - (PLOTLY_TAGS if plotly else set())
            if found:
                yield f"{place}:{line}: writes {', '.join(sorted(found))}; rule: HTML is made by eit/views/templates"


def door_faults(root: Path) -> Iterator[str]:
    for place, tree in modules(root):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "html" and place.startswith("eit/ui/") and place != "eit/ui/markup.py":
                yield f"{place}:{node.lineno}: shows HTML; rule: through eit.ui.markup.show_html, which takes Markup"
            if any(word.arg == "unsafe_allow_html" for word in node.keywords):
                yield f"{place}:{node.lineno}: allows HTML in Markdown; rule: a template and show_html"
            given = node.args[0] if node.args else None
            empty = isinstance(given, ast.Constant) and given.value == ""
            if name == "Markup" and not empty and place not in MAKERS_OF_MARKUP:
                yield f"{place}:{node.lineno}: makes Markup; rule: render makes it, and says what is inert"


def template_faults(root: Path) -> Iterator[str]:
    for path in sorted((root / "eit" / "views" / "templates").rglob("*.*")):
        if path.suffix == ".py" or "__pycache__" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("|safe", "| safe", "autoescape false", "<script>alert"):
            if word in text:
                yield f"{path.relative_to(root)}: holds {word}; rule: nothing switches the encoding off"


def sign_faults(root: Path) -> Iterator[str]:
    """A sign that a reader's machine may have no letter for: signs are drawn by `eit/static/icons.css`."""
    for path in sorted((root / "eit").rglob("*.*")):
        if path.suffix not in (".py", ".toml", ".html", ".svg", ".css", ".js"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            strange = {one for one in line if unicodedata.category(one) == "So"} - PRINTED_SIGNS
            if strange:
                said = f"writes {' '.join(sorted(strange))}; rule: signs are in eit/static/icons.css"
                yield f"{path.relative_to(root)}:{number}: {said}"


FAULTS = {"tags": tag_faults, "doors": door_faults, "templates": template_faults, "signs": sign_faults}
