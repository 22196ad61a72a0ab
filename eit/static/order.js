/* A list that is dragged into another order: what was dropped where is typed into an unseen field of the page.

   `s`: row and typed, the beginnings of the classes of the rows and of that field. The buttons up and down of each row
   do the same without a mouse. */
globalThis.maillageOrder = (s) => {
  const rows = () => [...document.querySelectorAll(`[class*="${s.row}"]`)];
  const rowAt = (at) => at.closest?.(`[class*="${s.row}"]`);
  let from = -1;

  function type(text) {
    const field = document.querySelector(`[class*="${s.typed}"] input`);
    if (!field) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  }

  function onStart(event) {
    from = rows().indexOf(rowAt(event.target));
    event.dataTransfer?.setData("text/plain", String(from));
  }

  function onOver(event) {
    if (from >= 0 && rowAt(event.target)) event.preventDefault();
  }

  function onDrop(event) {
    const to = rows().indexOf(rowAt(event.target));
    if (from < 0 || to < 0) return;
    event.preventDefault();
    if (to !== from) type(`${from}>${to}`);
    from = -1;
  }

  const LISTENED = { dragstart: onStart, dragover: onOver, drop: onDrop };
  globalThis.maillageOrderEnd?.();
  for (const [name, hear] of Object.entries(LISTENED)) document.addEventListener(name, hear);
  const marking = setInterval(() => {
    for (const row of rows()) row.draggable = true;
  }, 500);
  globalThis.maillageOrderEnd = () => {
    clearInterval(marking);
    for (const [name, hear] of Object.entries(LISTENED)) document.removeEventListener(name, hear);
  };
};
