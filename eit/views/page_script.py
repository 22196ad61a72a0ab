"""What the page is told in the browser: its language, and our words for the few that Streamlit writes in English."""

from __future__ import annotations

import json
from functools import lru_cache

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
OWN = "[data-testid=stSidebar]"
"""Named by Streamlit, but what is inside is ours or was typed."""
SCRIPT = """
(() => {
  document.documentElement.lang = LANG;
  if (window.maillageWords) { window.maillageWords.disconnect(); }
  const words = new Map(Object.entries(WORDS)), attributes = ["aria-label", "title", "placeholder", "data-title"];
  const said = (text) => words.get(text.trim()) ?? text
    .replace(/^Help for/, HELP).replace(/^(\\d+)MB per file/, SIZE);
  // The words first, the place after: hardly any node says one of them, and its place is dear to find.
  const put = (node) => {
    if (node.nodeType === 3) {
      const s = said(node.data);
      if (s !== node.data && node.parentElement?.closest(PLACES)) node.data = s;
      return;
    }
    if (node.nodeType !== 1) return;
    const walk = document.createTreeWalker(node, 5);
    for (let at = node; at; at = walk.nextNode()) {
      if (at.nodeType === 3) { put(at); continue; }
      for (const name of attributes) {
        const old = at.getAttribute(name), s = old && said(old);
        if (s && s !== old && (at.closest(PLACES) || at.matches(OWN))) at.setAttribute(name, s);
      }
    }
  };
  put(document.body);
  window.maillageWords = new MutationObserver((changes) => changes.forEach((change) =>
    change.type === "childList" ? change.addedNodes.forEach(put) : put(change.target)));
  window.maillageWords.observe(document.body,
    {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes});
})();
"""


@lru_cache(maxsize=len(LANGUAGES))
def page_script(lang: str) -> str:
    """The script of a page in one language, as HTML; it depends on the language only, so its hash can be allowed.

    What another language wrote on the same page is taken back too.
    """
    t, others = texts(lang), [texts(other) for other in LANGUAGES if other != lang]
    words = {said(key): t(key) for said in (*others, texts("en")) for key in t.keys("streamlit.")}
    names = {
        "LANG": lang,
        "WORDS": words,
        "HELP": t("streamlit_pattern.help"),
        "SIZE": t("streamlit_pattern.size"),
        "PLACES": PLACES,
        "OWN": OWN,
    }
    script = SCRIPT
    for name, value in names.items():
        script = script.replace(name, json.dumps(value, ensure_ascii=False))
    return f"<script>{script}</script>"
