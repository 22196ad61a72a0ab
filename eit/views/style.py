"""The few rules of style that the theme file cannot hold: cards, headings, the map's frame."""

from __future__ import annotations

from eit.views import palette
from eit.views.territories.style import PORTRAIT_CSS

PAGE_CSS = f"""
.block-container {{padding-top: 4.2rem !important; padding-bottom: 2rem; max-width: 2200px;}}
@media (min-width: 48rem) {{.block-container {{padding-top: 3.6rem !important;}}}}
h1 {{letter-spacing: -0.01em; padding-bottom: 0.2rem !important;}}
.eit-cards {{display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.75rem;
  margin: 0.25rem 0 0.75rem !important; padding: 0 !important;}}
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
.stElementContainer:has(> .stHtml > script:only-child) {{display: none;}}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {{color: inherit !important;}}
[data-testid="stCaptionContainer"] {{opacity: 0.85;}}
[data-testid="stSliderThumbValue"], [data-testid="stSliderThumbValue"] *,
button[data-selected="true"], button[data-selected="true"] * {{color: inherit !important; font-weight: 600;}}
.eit-lead {{font-size: 1.02rem; margin: 0 0 0.5rem; line-height: 1.5;}}
.eit-head {{display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 1rem; margin: 0 0 0.6rem;}}
.eit-head h1 {{font-size: 1.9rem; font-weight: 700; margin: 0; padding: 0 !important;}}
.eit-head span {{font-size: 1.02rem;}}
.eit-tag {{display: inline-block; border-radius: 1rem; padding: 0.05rem 0.6rem; font-size: 0.82rem;
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent); margin-right: 0.35rem;}}
.eit-list {{list-style: none; margin: 0 0 0.5rem !important; padding: 0 !important;}}
.eit-list li {{display: flex; gap: 0.55rem; padding: 0.5rem 0; margin: 0;
  border-top: 1px solid color-mix(in srgb, currentColor 14%, transparent);}}
.eit-list li > div {{flex: 1; min-width: 0; line-height: 1.32; font-size: 0.93rem;}}
.eit-list small {{font-size: 0.82rem; opacity: 0.9;}}
.eit-list .badge {{flex: none; width: 1.7rem; height: 1.7rem; border-radius: 50%; font-size: 0.7rem; font-weight: 700;
  display: inline-flex; align-items: center; justify-content: center;}}
.eit-list .score {{float: right; font-weight: 650; font-variant-numeric: tabular-nums; padding-left: 0.5rem;}}
.eit-list summary {{cursor: pointer; font-size: 0.82rem; text-decoration: underline;}}
.eit-name {{padding: 0 0 0.2rem !important; line-height: 1.2;}}
.eit-facts {{margin: 0 0 0.6rem; padding-left: 1.1rem; line-height: 1.45;}}
.eit-sides {{display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 0.4rem 0 0.8rem; line-height: 1.4;}}
.eit-figure {{font-size: 1.35rem;}}
.eit-notice {{border-left: 0.3rem solid {palette.OFFER_COLOUR}; border-radius: 0.3rem; padding: 0.55rem 0.9rem;
  background: color-mix(in srgb, currentColor 6%, transparent);}}
.eit-notice.warning {{border-left-color: {palette.DEMAND_COLOUR};}}
.eit-notice.error {{border-left-color: {palette.RADIUS};}}
.eit-notice p {{margin: 0.1rem 0 !important;}}
.eit-board {{display: grid; grid-template-columns: repeat(auto-fit, minmax(11.2rem, 1fr));
  gap: 0.6rem; align-items: start;}}
.eit-board section {{border-top: 0.3rem solid currentColor; padding-top: 0.3rem; min-width: 0;}}
.eit-board h3 {{font-size: 1rem; margin: 0 0 0.4rem; padding: 0 !important; display: flex;
  justify-content: space-between;}}
.eit-board article {{border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 0.5rem;
  padding: 0.5rem 0.7rem; margin-bottom: 0.5rem; overflow-wrap: anywhere;}}
.eit-board h4 {{font-size: 0.92rem; line-height: 1.25; margin: 0 0 0.25rem; padding: 0 !important;}}
.eit-board p {{font-size: 0.82rem; line-height: 1.3; margin: 0.1rem 0 !important;}}
.eit-tag.flag {{border-color: {palette.RADIUS}; margin-top: 0.25rem;}}
.eit-glossary {{max-width: 32rem; max-height: 60vh; overflow-y: auto; margin: 0;}}
.eit-glossary dt {{font-weight: 650;}} .eit-glossary dd {{margin: 0 0 0.5rem; font-size: 0.92rem; line-height: 1.35;}}
.eit-legend > div {{columns: 15rem; column-gap: 2rem; max-width: none !important;}}
.eit-legend section {{break-inside: avoid;}}
"""


def page_css() -> str:
    """The style sheet of every page; colours of text follow the theme (`currentColor`)."""
    return PAGE_CSS + PORTRAIT_CSS
