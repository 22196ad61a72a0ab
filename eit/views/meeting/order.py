"""The scenes of a meeting dragged into another order in the browser."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from eit.views.static_files import script_html, script_json, static_text

ROW, TYPED = "scene row", "scenes dropped"
"""Keys of the rows and of the unseen field, as the page writes them."""


@lru_cache(maxsize=1)
def order_script() -> Markup:
    """The script of a list that is dragged; it depends on nothing, so its hash can be allowed."""
    keys = {"row": _in_page(ROW), "typed": _in_page(TYPED)}
    return script_html(f"{static_text('order.js')}maillageOrder({script_json(keys)});")


def _in_page(key: str) -> str:
    return f"st-key-{key.replace(' ', '-')}-"
