"""What the page is told in the browser: its language, and our words for the few that Streamlit writes in English."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from eit.internals import used
from eit.views.static_files import script_html, script_json, static_text
from eit.views.texts import LANGUAGES, texts

PLACES = (
    "[data-testid=stFileUploader], [data-testid=stStatusWidget], [data-testid=stElementToolbar], "
    "[data-testid=stTooltipIcon], [data-testid=stSidebarCollapseButton], [data-testid=stExpandSidebarButton], "
    "[data-testid=stMainMenu], [data-testid=stMainMenuPopover], [data-testid=stFileChips], "
    "[data-testid=InputInstructions], [data-testid=stSkipToContent], [data-testid=stLogoLink], "
    "[data-testid=stDataFrameColumnMenu], [data-key=__select_all__], [role=option]:not([data-key]), "
    "[data-testid=stSidebarNav], [data-testid=stSelectbox] :is(button, input), "
    "[data-testid=stMultiSelect] :is(button, input), .modebar"
)
"""Only Streamlit's own furniture is read: what people typed is never taken for an English word."""
NOWHERE = "#maillage-nowhere"
"""Read instead where the names of the furniture must not be counted on: the page says its language only."""
OWN = "[data-testid=stSidebar]"
"""Named by Streamlit, but what is inside is ours or was typed."""

AUTHOR = ".st-key-author-typed"
AUTHOR_COOKIE = "eit-author"
"""Where the name of who signs is typed, and what keeps it in the browser for a working day."""
LOST = {"mark": "data-test-connection-state", "well": "CONNECTED", "box": "Connection error"}
"""What says that no server answers, and the box that Streamlit then opens."""


@lru_cache(maxsize=len(LANGUAGES))
def page_script(lang: str) -> Markup:
    """The script of a page in one language, as HTML; it depends on the language only, so its hash can be allowed.

    What another language wrote on the same page is taken back too.
    """
    t, others = texts(lang), [texts(other) for other in LANGUAGES if other != lang]
    words = {said(key): t(key) for said in (*others, texts("en")) for key in t.keys("streamlit.")}
    told = {
        "lang": lang,
        "search": t("find.label"),
        "words": words,
        "help": t("streamlit_pattern.help"),
        "size": t("streamlit_pattern.size"),
        "error": t("streamlit_pattern.error"),
        "tooLarge": t("streamlit_pattern.too_large"),
        "notTaken": t("streamlit_pattern.not_taken"),
        "places": PLACES if used("words") else NOWHERE,
        "own": OWN,
        "author": AUTHOR,
        "cookie": AUTHOR_COOKIE,
        "lost": LOST | {"sentence": t("app.lost")} if used("connection") else None,
    }
    scripts = static_text("page.js") + static_text("drag.js")
    return script_html(f"{scripts}maillagePage({script_json(told)});maillageDrag();")
