"""The name and the sign of the product: two sites, an exchange agreed and one that is still possible."""

from __future__ import annotations

from markupsafe import Markup

from eit.views import palette
from eit.views.templates import render

INK_ON_DARK = "#e7efee"


def sign_svg() -> Markup:
    """The sign alone, a square."""
    return render("brand/sign.svg")


def logo_svg(dark: bool) -> Markup:
    """The sign and the name, for a dark or a light background."""
    return render("brand/logo.svg", ink=INK_ON_DARK if dark else palette.INK)
