"""The style of the portraits: compact tables, the dotted box of an estimate, the key of a Sankey."""

from __future__ import annotations

PORTRAIT_CSS = """
.eit-pair {display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0 0.75rem;}
.eit-pair .eit-cards {grid-template-columns: minmax(0, 1fr);}
.eit-scroll {overflow-x: auto; margin: 0 0 0.9rem;}
.eit-table {border-collapse: collapse; width: 100%; font-size: 0.88rem; line-height: 1.3;
  font-variant-numeric: tabular-nums;}
.eit-table caption {text-align: left; font-weight: 650; font-size: 0.98rem; padding: 0.2rem 0; color: inherit;}
.eit-table th, .eit-table td {padding: 0.22rem 0.4rem; text-align: right; vertical-align: top; border: 0;
  border-top: 1px solid color-mix(in srgb, currentColor 14%, transparent);}
.eit-table th:first-child {text-align: left; padding-left: 0;}
.eit-table th[scope="row"] {font-weight: 450;}
.eit-estimated {border: 1px dashed currentColor; border-radius: 0.6rem; padding: 0.6rem 0.9rem 0.2rem;
  margin: 0 0 0.9rem;
  background: radial-gradient(color-mix(in srgb, currentColor 16%, transparent) 1px, transparent 1.2px) 0 0 / 9px 9px;}
.eit-estimated p {margin: 0 0 0.35rem !important;} .eit-estimated .eit-facts {font-size: 0.85rem;}
.eit-key {display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; margin: 0.2rem 0 0.6rem; font-size: 0.92rem;}
.eit-key > span {display: inline-flex; align-items: center; gap: 0.4rem;}
.eit-key .badge {width: 1.5rem; height: 1.5rem; border-radius: 50%; font-size: 0.66rem; font-weight: 700;
  display: inline-flex; align-items: center; justify-content: center;}
"""
