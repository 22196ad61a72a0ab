"""The name and the sign of the product: two sites, an exchange agreed and one that is still possible."""

from __future__ import annotations

from eit.views import palette

SIGN = (
    '<rect width="32" height="32" rx="7" fill="#17505f"/>'
    '<g stroke="#fff" stroke-width="2.4" fill="none"><path d="M8 23 Q11 10 23 9"/>'
    '<path d="M8 23 Q20 25 24 19" stroke-dasharray="3 2.4"/></g>'
    '<circle cx="8" cy="23" r="3.6" fill="#fff"/><circle cx="23.5" cy="9" r="3.6" fill="#f0a35e"/>'
    '<circle cx="24.5" cy="19" r="2.8" fill="#fff"/>'
)
INK_ON_DARK = "#e7efee"


def sign_svg() -> str:
    """The sign alone, a square."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{SIGN}</svg>'


def logo_svg(dark: bool) -> str:
    """The sign and the name, for a dark or a light background."""
    ink = INK_ON_DARK if dark else palette.INK
    name = (
        f'<text x="42" y="24" font-size="23" font-weight="700" fill="{ink}" letter-spacing="-0.3" '
        f'font-family="{palette.FONT}">Maillage</text>'
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 148 32" width="148" height="32">{SIGN}{name}</svg>'
