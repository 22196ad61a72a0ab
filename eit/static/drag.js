/* A card of the board that is dragged to the column of a later stage.

   It opens the card's own menu and chooses that stage in it: one road to a move, for the pointer and the keyboard.
   A card says where it may go: `data-to` is "stage=word of the menu" for each, `data-card` its menu. */
globalThis.maillageDrag = () => {
  const PATIENCE_MS = 3000;
  const OVER = "eit-over";
  let held = null;

  const columnOf = (target) => target?.closest?.("[class*='st-key-stage-']");
  const stageOf = (column) => column?.className.match(/st-key-stage-([\w-]+)/)?.[1];

  /* The word that the menu has for a column; nothing where the card may not go. */
  function wordFor(column) {
    const pairs = (held?.dataset.to ?? "").split("|").map((pair) => pair.split("="));
    return new Map(pairs).get(stageOf(column));
  }

  function unmark() {
    for (const one of document.querySelectorAll(`.${OVER}`)) one.classList.remove(OVER);
  }

  /* The menu is drawn a moment after its button was pressed. */
  function choose(word, since) {
    const items = [...document.querySelectorAll("[role=menu] [role=menuitem]")];
    const item = items.find((one) => one.textContent.trim() === word);
    if (item) item.click();
    else if (Date.now() - since < PATIENCE_MS) setTimeout(() => choose(word, since), 30);
  }

  function start(event) {
    held = event.target?.closest?.("[data-to]") ?? null;
    if (held) event.dataTransfer.effectAllowed = "move";
  }

  function over(event) {
    const column = columnOf(event.target);
    if (!wordFor(column)) return;
    event.preventDefault();
    if (!column.classList.contains(OVER)) unmark();
    column.classList.add(OVER);
  }

  function drop(event) {
    const word = wordFor(columnOf(event.target));
    const button = held && document.querySelector(`.st-key-move-${CSS.escape(held.dataset.card)} button`);
    unmark();
    held = null;
    if (!word || !button) return;
    event.preventDefault();
    button.click();
    choose(word, Date.now());
  }

  function end() {
    unmark();
    held = null;
  }

  const heard = { dragstart: start, dragover: over, drop, dragend: end };
  for (const [name, own] of Object.entries(globalThis.maillageDragged ?? {})) {
    document.removeEventListener(name, own);
  }
  for (const [name, own] of Object.entries(heard)) document.addEventListener(name, own);
  globalThis.maillageDragged = heard;
};
