"""The look of the brief: quiet on a screen, and made for A4 paper."""

from __future__ import annotations

from eit.views import palette


def css_string(text: str) -> str:
    """A CSS string that holds any text: everything but plain letters and digits is escaped."""
    kept = (c if (c.isascii() and c.isalnum()) or c == " " else f"\\{ord(c):x} " for c in text if c >= " ")
    return f'"{"".join(kept)}"'


def brief_css(header: str, footer: str) -> str:
    """The style sheet; `header` and `footer` are repeated on every printed page, with its number."""
    margin_text = f"font:9pt {palette.FONT};color:{palette.QUIET_INK}"
    return f"""
@page{{size:A4;margin:18mm 14mm 17mm;
@top-left{{content:{css_string(header)};{margin_text}}}
@bottom-left{{content:{css_string(footer)};{margin_text}}}
@bottom-right{{content:counter(page) " / " counter(pages);{margin_text}}}}}
*{{box-sizing:border-box}}
body{{font:15px/1.45 {palette.FONT};color:{palette.INK};background:#fff;max-width:1120px;margin:0 auto;
padding:28px 36px}}
header{{border-bottom:3px solid {palette.OFFER_COLOUR};padding-bottom:14px;margin-bottom:18px}}
header svg{{width:40px;height:40px;float:right}}
h1{{font-size:28px;line-height:1.2;margin:0 0 4px}} header p{{margin:2px 0;color:{palette.QUIET_INK}}}
header .what{{font-size:17px;color:{palette.OFFER_COLOUR};font-weight:650}}
h2{{font-size:20px;color:{palette.OFFER_COLOUR};margin:30px 0 8px;break-after:avoid}}
h3{{font-size:15px;margin:14px 0 6px;break-after:avoid}}
.note{{color:{palette.QUIET_INK};font-size:13.5px;margin:4px 0 10px;break-after:avoid}}
.banner{{display:inline-block;border:1.5px solid {palette.TARGET_COLOUR};color:{palette.TARGET_COLOUR};
border-radius:4px;padding:2px 9px;font-weight:650;margin-top:8px}}
dl.cards{{display:grid;grid-template-columns:repeat(auto-fill,minmax(205px,1fr));gap:10px;margin:0}}
dl.cards>div{{border:1px solid #cfd7d9;border-left:5px solid {palette.OFFER_COLOUR};border-radius:5px;
padding:8px 11px;break-inside:avoid}}
dl.cards.potential>div{{border-left-style:dashed}} dl.cards.progress>div{{border-left-color:#9fb3b9}}
dl.cards dt{{font-size:13.5px;color:{palette.QUIET_INK}}} dl.cards dd{{margin:0}}
dl.cards dd.value{{font-size:21px;font-weight:700}}
dl.cards dd.small{{font-size:12.5px;color:{palette.QUIET_INK}}}
.bar{{height:7px;background:#e4eaeb;border-radius:4px;margin-top:4px}}
.bar i{{display:block;height:100%;background:{palette.OFFER_COLOUR};border-radius:4px}}
table{{border-collapse:collapse;width:100%;table-layout:fixed;font-size:13.5px}}
thead{{display:table-header-group}} tr{{break-inside:avoid}}
th{{text-align:left;border-bottom:2px solid {palette.OFFER_COLOUR};padding:5px 8px 5px 0;vertical-align:bottom}}
td{{border-bottom:1px solid #dde3e4;padding:6px 8px 6px 0;vertical-align:top;overflow-wrap:break-word}}
table.funnel td{{padding:4px 8px 4px 0;vertical-align:middle}}
table.funnel td.n{{text-align:right;font-weight:700;width:64px}}
table.funnel td.name{{width:190px}} table.funnel .track{{height:17px;position:relative;background:#f1f4f4}}
table.funnel .track i{{position:absolute;left:0;top:0;bottom:0}}
table.funnel .track b{{position:absolute;top:-3px;bottom:-3px;width:3px;background:{palette.TARGET_COLOUR}}}
table.funnel td.aim{{width:120px;color:{palette.TARGET_COLOUR}}}
.map svg{{width:100%;height:auto;border:1px solid #dde3e4}} .map{{break-inside:avoid}}
article{{border:1px solid #cfd7d9;border-radius:6px;padding:10px 16px 12px;margin:12px 0;break-inside:avoid}}
article h3{{margin:2px 0 8px;font-size:17px}} article h3 span{{color:{palette.OFFER_COLOUR}}}
article h4{{margin:10px 0 2px;font-size:14px}}
.halves{{display:grid;grid-template-columns:1.3fr 1fr;gap:22px}} article h4:first-child{{margin-top:0}}
article dl{{display:grid;align-content:start;grid-template-columns:auto 1fr;gap:3px 12px;margin:0;
font-size:13.5px}} article dt{{color:{palette.QUIET_INK}}} article dd{{margin:0}}
ul{{margin:4px 0;padding-left:20px}} li{{margin:2px 0}}
footer{{margin-top:26px;border-top:1px solid #cfd7d9;padding-top:8px;font-size:12.5px;color:{palette.QUIET_INK}}}
@media print{{body{{padding:0;max-width:none;font-size:10.5pt;-webkit-print-color-adjust:exact;
print-color-adjust:exact}}
dl.cards{{grid-template-columns:repeat(4,1fr);gap:7px}} dl.cards>div{{padding:5px 8px}}
dl.cards dd.value{{font-size:13pt}}
dl.cards dt,article dl,table,ul{{font-size:9.2pt}} dl.cards dd.small,.note{{font-size:8.4pt}} .halves{{gap:14px}}
section.new-page{{break-before:page}} h2{{margin-top:6mm}} section.new-page h2{{margin-top:0}}
.map svg{{max-height:232mm}}}}
@media (max-width:600px){{body{{padding:14px}} article dl,.halves{{grid-template-columns:1fr}}
.wide{{overflow-x:auto}} .wide table{{min-width:640px}}}}
"""
