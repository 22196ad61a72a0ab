"""The identity in one place: colours, signs and fonts of every map, chart and legend."""

from __future__ import annotations

from collections.abc import Mapping

# Searched so that any two differ by ΔE*ab ≥ 35 (≥ 14 as a deuteranope or protanope sees them), each has a contrast
# of at least 3 : 1 on MAP_LAND (WCAG 2.2, 1.4.11) and bears letters at 4.5 : 1. Texts give each two letters.
CATEGORY_COLOURS: dict[str, str] = {
    "wood": "#432004",
    "paper": "#a16c04",
    "organics": "#005b00",
    "metals": "#5e5263",
    "minerals": "#667950",
    "products": "#65296e",
    "plastics": "#db1b89",
    "chemicals": "#86173c",
    "human": "#115ce5",
    "textile": "#c532c7",
    "glass": "#00838d",
    "energy": "#b5041e",
}
UNKNOWN_CATEGORY = "#3f4448"

# Light on purpose: lines and sites are drawn on top. One hue, so lightness alone carries the order.
CHOROPLETH = ("#e4eded", "#cddee0", "#b4ced2", "#9abdc4", "#7dabb4")
CHOROPLETH_ZERO = "#fbfbf8"
CHOROPLETH_NONE = "#e9e7e1"

# Another hue, and dots on top: an estimate must not look like what was declared.
ESTIMATED = ("#f8f1e2", "#f2e3c6", "#ebd5aa", "#e3c68d", "#d9b56e")
ESTIMATED_DOT = "#7a5210"

MAP_LAND = "#f3f4f0"
MAP_BACKGROUND = "#e6e9e7"
CONTEXT_OUTLINE = "#c3cac9"
TERRITORY_OUTLINE = "#5d6f74"
INK = "#1d2a2e"
QUIET_INK = "#55646a"
TOTAL_LINE = "#2b4a54"
SELECTION = "#111111"
RADIUS = "#b3261e"

# What a map is drawn with; each pair of ink and ground below has a contrast of at least 3 : 1 (texts 4.5 : 1).
MAP_LIGHT: dict[str, str] = {
    "water": "#cbdde5",
    "land": "#eaebe6",
    "line": "#bcc5c4",
    "territory": "#fdfdfb",
    "outline": TERRITORY_OUTLINE,
    "ink": INK,
    "quiet": QUIET_INK,
    "halo": "#ffffff",
    "given": "#17505f",
    "received": "#b5651d",
    "potential": "#a5c4cb",
    "edge": "#3c7381",
    "synergy": "#0a3541",
    "panel": "#ffffff",
    "node": "#ffffff",
}
MAP_DARK: dict[str, str] = {
    "water": "#14232b",
    "land": "#1f2629",
    "line": "#3c474b",
    "territory": "#2b3538",
    "outline": "#8b9fa5",
    "ink": "#edf2f3",
    "quiet": "#b0bec3",
    "halo": "#171d20",
    "given": "#6cc3d5",
    "received": "#eda85f",
    "potential": "#3f6b77",
    "edge": "#86c5d3",
    "synergy": "#d8f2f8",
    "panel": "#1b2225",
    "node": "#171d20",
}
GROUND_LINES: dict[str, tuple[str, float]] = {
    "river": ("water", 1.6),
    "rail": ("line", 0.8),
    "road": ("line", 1.2),
    "motorway": ("line", 2.2),
    "park": ("outline", 0.9),
}
"""Lines under everything, bottom to top: which colour of the map, how wide [px]."""
LIGHTEN = 0.5
"""How far the hue of a category goes towards white on a dark map."""

STAGE_COLOURS: dict[str, str] = {
    "identified": "#b9c7cb",
    "proposed": "#94abb2",
    "prefeasibility": "#6b8d97",
    "pilot": "#3f6f7d",
    "realised": "#17505f",
    "verified": "#0a3541",
    "set-aside": "#a79a92",
}
STAGE_DARK: dict[str, str] = {
    "identified": "#3d5259",
    "proposed": "#4c7480",
    "prefeasibility": "#5e97a5",
    "pilot": "#7bbccb",
    "realised": "#a5dcea",
    "verified": "#d8f2f8",
    "set-aside": "#7d726b",
}
"""On a dark ground the further stage is the lighter one: it is what stands out."""
OFFER_COLOUR = "#17505f"
DEMAND_COLOUR = "#b5651d"
TARGET_COLOUR = "#b3261e"

FONT = (
    "'Source Sans 3', 'Source Sans Pro', 'Source Sans', 'Segoe UI', 'Noto Sans', "
    "'DejaVu Sans Condensed', 'DejaVu Sans', sans-serif"
)


def category_colour(category_id: object) -> str:
    """Return the colour of a category, a dark grey for one that is unknown."""
    return CATEGORY_COLOURS.get(str(category_id), UNKNOWN_CATEGORY)


def hue(category_id: object, dark: bool = False) -> str:
    """The colour of a category on a map, nearer to white on a dark one."""
    colour = category_colour(category_id)
    if not dark:
        return colour
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * LIGHTEN):02x}" for c in channels)


def inks(dark: bool) -> dict[str, str]:
    """What maps and charts are drawn with: `given` is an offer, `received` a demand."""
    return MAP_DARK if dark else MAP_LIGHT


DEPTH = 0.5
"""How much of its edge's ink the tint of the largest exchange holds; eit/static/map/draw.js has the same."""


def tint(rank: float, ink: Mapping[str, str] = MAP_LIGHT) -> str:
    """The fill of a potential exchange, the nearer to the ink of its edge the higher its rank [0-1]."""
    pale, full = ((int(ink[name][i : i + 2], 16) for i in (1, 3, 5)) for name in ("potential", "edge"))
    more = DEPTH * rank**2
    return "#" + "".join(
        f"{round(low + (high - low) * more):02x}" for low, high in zip(pale, full, strict=True)
    )


def luminance(colour: str) -> float:
    """Relative luminance [0–1] of `#rrggbb`, as WCAG 2.2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio [1–21] of two colours, as WCAG 2.2 defines it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Return white or the dark ink, whichever reads better on `colour`."""
    return "#ffffff" if contrast("#ffffff", colour) >= contrast(INK, colour) else INK
