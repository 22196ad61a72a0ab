/* Elements of a document with typed words as text, never as HTML. */
globalThis.maillageElements = (() => {
  function make(tag, className, parent, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    parent?.appendChild(made);
    return made;
  }

  return { make };
})();
