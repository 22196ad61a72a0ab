"""The few rules of style that the theme file cannot hold: cards, headings, the map's frame."""

from __future__ import annotations

from eit.views import palette

PAGE_CSS = f"""
.block-container {{padding-top: 3.2rem; padding-bottom: 2rem; max-width: 2200px;}}
h1 {{letter-spacing: -0.01em; padding-bottom: 0.2rem !important;}}
.eit-cards {{display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: 0.75rem; margin: 0.25rem 0 0.75rem;}}
.eit-card {{border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 0.6rem;
  padding: 0.7rem 0.9rem 0.75rem; display: flex; flex-direction: column; gap: 0.15rem;}}
.eit-card.result {{border-left: 0.35rem solid {palette.OFFER_COLOUR};}}
.eit-card.potential {{border-left: 0.35rem dashed {palette.DEMAND_COLOUR};}}
.eit-card dt {{font-size: 0.86rem; line-height: 1.2; opacity: 0.85;}}
.eit-card dd {{margin: 0;}}
.eit-card .value {{font-size: 1.75rem; font-weight: 650; line-height: 1.15; font-variant-numeric: tabular-nums;}}
.eit-card .unit {{font-size: 0.95rem; font-weight: 450;}}
.eit-card .note {{font-size: 0.8rem; line-height: 1.3; opacity: 0.85;}}
.eit-card .bar {{height: 0.4rem; border-radius: 0.2rem; margin-top: 0.3rem;
  background: color-mix(in srgb, currentColor 14%, transparent);}}
.eit-card .bar span {{display: block; height: 100%; border-radius: 0.2rem; background: {palette.OFFER_COLOUR};}}
.eit-lead {{font-size: 1.02rem; max-width: 75ch; margin: 0 0 0.6rem;}}
.eit-tag {{display: inline-block; border-radius: 1rem; padding: 0.05rem 0.6rem; font-size: 0.82rem;
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent); margin-right: 0.35rem;}}
"""


def page_css() -> str:
    """The style sheet of every page; colours of text follow the theme (`currentColor`)."""
    return PAGE_CSS
