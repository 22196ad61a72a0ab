/* Our words for the few that Streamlit writes in English, and the language of the page.

   `s`: lang, words (theirs -> ours), help and size (ours for two patterns), places, own and author (selectors), cookie, lost
   (or null). Only Streamlit's own furniture is read: what people typed is never taken for an English word. */
globalThis.maillagePage = (s) => {
  const AUTHOR_S = 12 * 3600;
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-title"];
  const words = new Map(Object.entries(s.words));
  let lostFor = 0;

  function said(text) {
    const known = words.get(text.trim());
    return (
      known ??
      text
        .replace(/^Help for/, s.help)
        .replace(/^(\d+)MB per file/, s.size)
        .replace(/^Error: $/, s.error)
        .replace(/^(?:Error: )?File must be ([\d.]+)MB or smaller\.$/, (_, size) =>
          s.tooLarge.replace("$1", Number(size)),
        )
        .replace(/^(?:Error: )?(\S+) files are not allowed\.$/, s.notTaken)
    );
  }

  // The words first, the place after: hardly any node says one of them, and its place is dear to find.
  function putText(node) {
    const ours = said(node.data);
    if (ours !== node.data && node.parentElement?.closest(s.places)) node.data = ours;
  }

  function putAttributes(element) {
    for (const name of ATTRIBUTES) {
      const old = element.getAttribute(name);
      const ours = old && said(old);
      if (ours && ours !== old && (element.closest(s.places) || element.matches(s.own))) {
        element.setAttribute(name, ours);
      }
    }
  }

  function put(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      putText(node);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const walk = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let at = node; at; at = walk.nextNode()) {
        if (at.nodeType === Node.TEXT_NODE) putText(at);
        else putAttributes(at);
      }
    }
  }

  function follow(changes) {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(put);
      else put(change.target);
    }
  }

  // A server that does not answer: our sentence for as long as it lasts, not Streamlit's box that asks for the internet.
  // What was typed stays in its fields, and Streamlit asks again by itself.
  function watchServer() {
    const state = document.querySelector(`[${s.lost.mark}]`)?.getAttribute(s.lost.mark);
    lostFor = !state || state === s.lost.well ? 0 : lostFor + 1;
    let band = document.getElementById("eit-lost");
    if (lostFor > 3 && !band) {
      band = document.createElement("div");
      band.id = "eit-lost";
      band.setAttribute("role", "status");
      band.textContent = s.lost.sentence;
      document.body.appendChild(band);
    } else if (!lostFor) {
      band?.remove();
    }
    if (lostFor) {
      const box = [...document.querySelectorAll("[role=dialog]")].find((one) => one.textContent.includes(s.lost.box));
      box?.querySelector("button[aria-label]")?.click();
    }
  }

  // `/` leads to the search box from anywhere but a field that is being written in.
  function toSearch(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, [contenteditable=true]")) return;
    const box = document.querySelector(`input[aria-label="${s.search}"]`);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select?.();
    }
  }

  // Who signs is known again in another tab or after a reload, for a working day; the server reads it when a visit begins.
  function keepAuthor({ target }) {
    if (!target.closest?.(s.author)) return;
    const name = encodeURIComponent(target.value.trim());
    // biome-ignore lint/suspicious/noDocumentCookie: the other way asks for a secure context, which a room has not
    document.cookie = `${s.cookie}=${name}; path=/; max-age=${name ? AUTHOR_S : 0}; samesite=strict`;
  }

  document.removeEventListener("input", globalThis.maillageAuthor);
  globalThis.maillageAuthor = keepAuthor;
  document.addEventListener("input", keepAuthor);
  document.removeEventListener("keydown", globalThis.maillageSearch);
  globalThis.maillageSearch = toSearch;
  document.addEventListener("keydown", toSearch);
  clearInterval(globalThis.maillageLost);
  if (s.lost) globalThis.maillageLost = setInterval(watchServer, 500);
  document.documentElement.lang = s.lang;
  globalThis.maillageWords?.disconnect();
  put(document.body);
  globalThis.maillageWords = new MutationObserver(follow);
  globalThis.maillageWords.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
};
