"""The style of the sheet of indicators and of the rules of a consortium."""

from __future__ import annotations

from eit.views import palette

SHEET_CSS = f"""
.eit-sheet {{overflow-x: auto; margin: 0.3rem 0 0.8rem;}}
.eit-sheet table {{border-collapse: collapse; width: 100%; font-size: 0.93rem; line-height: 1.35;}}
.eit-sheet th, .eit-sheet td {{text-align: left; vertical-align: top; padding: 0.5rem 0.7rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent);}}
.eit-sheet thead th {{font-weight: 650; white-space: nowrap;}}
.eit-sheet tbody th {{font-weight: 600; min-width: 15rem;}}
.eit-sheet small {{display: block; font-weight: 400; font-size: 0.82rem; opacity: 0.9;}}
.eit-sheet .value {{font-variant-numeric: tabular-nums; white-space: nowrap;}}
.eit-sheet .state {{font-style: italic;}}
.eit-sheet .bar {{display: block; height: 0.4rem; border-radius: 0.2rem; margin-top: 0.3rem; min-width: 6rem;
  background: color-mix(in srgb, currentColor 14%, transparent);}}
.eit-sheet .bar i {{display: block; height: 100%; border-radius: 0.2rem; background: {palette.OFFER_COLOUR};}}
.eit-rules {{display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0.75rem;
  margin: 0.2rem 0 0.6rem;}}
.eit-rule {{display: flex; gap: 0.8rem; border: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  border-left: 0.35rem solid {palette.OFFER_COLOUR}; border-radius: 0.6rem; padding: 0.7rem 0.9rem; line-height: 1.4;}}
.eit-rule.open {{border-left: 0.35rem dashed {palette.DEMAND_COLOUR};}}
.eit-rule > span {{font-size: 1.6rem; font-weight: 700; line-height: 1;}}
"""
