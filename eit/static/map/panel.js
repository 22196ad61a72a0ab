/* The list beside the map and its legend: the same flows as rows that a keyboard and a screen reader walk through.

   Whatever people typed is put in as text. `act` says what was chosen; the map answers with `show`. */
globalThis.maillagePanel = (box, s, view, act) => {
  const { words } = s;
  const { make } = globalThis.maillageElements;
  const WIDE_PX = 700;
  /** Narrower, the legend would lie on what it explains until it is asked for. */
  const ROOMY_PX = 1000;
  const OPEN = "maillage legend";
  let model = null;
  let playing = null;
  let shown = "";
  let room = null;

  const root = make("section", "maillage-panel", box);
  root.setAttribute("aria-label", words.list);
  const handle = make("button", "maillage-handle", root, words.list);
  handle.type = "button";
  handle.setAttribute("aria-expanded", "true");
  const body = make("div", "maillage-body", root);
  const head = make("div", "maillage-head", body);
  const controls = make("div", "maillage-controls", body);
  const list = make("ol", "maillage-list", body);
  list.setAttribute("aria-label", words.rows);
  const legend = make("details", "maillage-legend", box);
  legend.open = kept() !== "closed" && box.clientWidth > ROOMY_PX;
  make("summary", "", legend, words.legend);
  const signs = globalThis.maillageLegend(make("div", "maillage-signs", legend), words, view);
  for (const part of [root, legend]) {
    L.DomEvent.disableClickPropagation(part);
    L.DomEvent.disableScrollPropagation(part);
    // Leaflet looks for what a click was on by its parents, and a row that was drawn anew has none.
    for (const what of ["mousemove", "click"]) part.addEventListener(what, (event) => event.stopPropagation());
  }

  function kept() {
    try {
      return localStorage.getItem(OPEN);
    } catch {
      return null;
    }
  }

  legend.addEventListener("toggle", () => {
    moved();
    try {
      localStorage.setItem(OPEN, legend.open ? "open" : "closed");
    } catch {
      // It is open again next time.
    }
  });
  handle.addEventListener("click", () => fold(!root.classList.contains("closed")));

  function fold(closed) {
    root.classList.toggle("closed", closed);
    handle.setAttribute("aria-expanded", String(!closed));
    moved();
    act.changed();
  }

  // ---- switches ----------------------------------------------------------------------------------

  function group(name, choices) {
    const set = make("fieldset", "maillage-switch", controls);
    make("legend", "", set, words[name]);
    for (const choice of choices) {
      const label = make("label", "", set);
      const input = make("input", "", label);
      input.type = "radio";
      input.name = `maillage-${name}`;
      input.value = choice;
      input.checked = view[name] === choice;
      make("span", "", label, words[choice]);
      input.addEventListener("change", () => {
        view[name] = choice;
        act.changed();
      });
    }
  }

  group("kinds", ["both", "exchanges", "synergies"]);
  group("mode", ["all", "in", "out"]);
  const shelf = make("details", "maillage-shelf", controls);
  const chosen = make("summary", "", shelf);
  const chips = make("div", "maillage-chips", shelf);
  const least = slider("least", 0, 95);
  const years = slider("year", 0, 1);
  const play = make("button", "maillage-play", years.row, "\u25b6");
  play.type = "button";
  play.setAttribute("aria-label", words.play);
  play.addEventListener("click", () => (playing ? stop() : start()));

  function slider(name, from, to) {
    const row = make("label", "maillage-slider", controls);
    make("span", "", row, words[name]);
    const input = make("input", "", row);
    Object.assign(input, { type: "range", min: from, max: to, value: from });
    const said = make("output", "", row);
    input.addEventListener("input", () => {
      stop();
      const value = Number(input.value);
      view[name] = name === "year" && value === Number(input.max) ? null : value;
      act.changed();
    });
    return { row, input, said };
  }

  function start() {
    let year = Number(years.input.min);
    playing = setInterval(() => {
      view.year = year >= Number(years.input.max) ? null : year;
      act.changed();
      if (view.year === null) stop();
      year += 1;
    }, 900);
    play.textContent = "\u25a0";
    play.setAttribute("aria-label", words.stop);
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    play.textContent = "\u25b6";
    play.setAttribute("aria-label", words.play);
  }

  function showControls() {
    for (const one of chips.querySelectorAll("button")) one.remove();
    for (const chip of model.chips) {
      const on = view.chips.has(chip.id);
      const button = make("button", on ? "on" : "", chips, chip.name);
      button.type = "button";
      button.setAttribute("aria-pressed", String(on));
      button.style.setProperty("--hue", chip.hue);
      button.addEventListener("click", () => choose(chip.id));
    }
    shelf.hidden = model.chips.length < 2;
    const named = model.chips.filter((chip) => view.chips.has(chip.id)).map((chip) => chip.name);
    chosen.textContent = words.of_materials.replace("{names}", named.join(", ") || words.everything);
    least.said.textContent = view.least ? model.least : words.everything;
    years.row.hidden = !model.years || model.years[0] === model.years[1];
    if (model.years) {
      [years.input.min, years.input.max] = model.years;
      years.input.value = view.year ?? model.years[1];
      years.said.textContent = String(view.year ?? model.years[1]);
    }
  }

  /** Five materials at most: more could not be told apart. */
  function choose(id) {
    if (!view.chips.delete(id)) view.chips.add(id);
    if (view.chips.size > 5) view.chips.delete([...view.chips][0]);
    const focused = [...chips.querySelectorAll("button")].indexOf(box.ownerDocument.activeElement);
    act.changed();
    if (focused >= 0) chips.querySelectorAll("button")[focused]?.focus();
  }

  // ---- the list ----------------------------------------------------------------------------------

  function showHead() {
    head.replaceChildren();
    if (model.title) {
      const top = make("div", "maillage-pinned", head);
      for (const [i, line] of model.title.filter(Boolean).entries()) make(i ? "span" : "b", "", top, line);
      const back = make("button", "maillage-free", top, words.free);
      back.type = "button";
      back.addEventListener("click", () => act.free());
    }
    const share = model.share === null ? "" : `, ${percent(model.share)}`;
    const counts = words.drawn.replace("{n}", model.number(model.drawn)).replace("{of}", model.number(model.of));
    make("p", "maillage-count", head, counts + share);
    for (const line of left()) make("p", "maillage-left", head, line);
  }

  function percent(share) {
    const { unit } = model.legend;
    const said = words.of_quantity.replace("{n}", Math.round(share * 100));
    return said.replace("{unit}", words[`unit_${unit}`] || unit);
  }

  /** What the map does not show, in so many words. */
  function left() {
    const [sites, flows, smaller] = model.left;
    const found = [];
    if (!model.flows && !model.inside) found.push(words.nothing);
    if (model.inside)
      found.push(model.counted("inside", model.inside) + (model.kept ? `, ${percent(model.kept)}` : ""));
    if (sites) found.push(model.counted("unplaced_site", sites));
    if (flows) found.push(model.counted("unplaced_flow", flows));
    if (smaller) found.push(model.counted("smaller", smaller));
    return found;
  }

  function showRows() {
    const focused = box.ownerDocument.activeElement?.closest?.(".maillage-list button")?.dataset.key;
    list.replaceChildren(...model.rows.map(rowOf));
    reach(list.querySelector("button"));
    if (focused) [...list.querySelectorAll("button")].find((one) => one.dataset.key === focused)?.focus();
  }

  function rowOf(one, number) {
    const item = make("li", one.pinned ? "pinned" : "");
    const button = make("button", "", item);
    button.type = "button";
    button.dataset.key = one.key;
    if (one.pinned) button.setAttribute("aria-current", "true");
    fill(button, one, number);
    listen(button, one.key);
    if (one.pinned) details(item, one);
    return item;
  }

  function fill(button, one, number) {
    if (model.room) make("b", "rank", button, String(number + 1));
    sign(button, one);
    ends(make("span", "ends", button), one);
    make("span", "quantity", button, one.quantity);
    if (!model.room) {
      const more = one.more ? ` ${words.more.replace("{n}", one.more)}` : "";
      const stage = one.stage ? ` \u00b7 ${one.stage}` : "";
      make("small", "", button, `${one.what}${stage}${more}`);
    }
  }

  /** A line as broad as it is drawn, or the ring of what stays inside a disc. */
  function sign(button, one) {
    const mark = make("i", one.kind ? "sign full" : "sign", button);
    if (one.to) mark.style.height = `${Math.max(2, one.width)}px`;
    else mark.classList.add("inner");
    if (!one.hue) return;
    mark.classList.add("hued");
    mark.style.setProperty("--hue", one.hue);
  }

  function ends(said, one) {
    make("bdi", "", said, one.from);
    if (!one.to) return;
    make("span", "", said, " \u2192 ");
    make("bdi", "", said, one.to);
  }

  function listen(button, key) {
    button.addEventListener("mouseenter", () => act.light(key));
    button.addEventListener("mouseleave", () => act.light(null));
    button.addEventListener("focus", () => act.light(key));
    button.addEventListener("click", () => act.pin(key));
    button.addEventListener("dblclick", () => act.near(key));
  }

  function details(item, one) {
    const flows = make("ul", "maillage-details", item);
    for (const flow of one.flows) {
      const line = make("li", "", flows);
      make("b", "", line, `${flow.what} \u00b7 ${flow.quantity}`);
      make("span", "", line, flow.ends);
      make("small", "", line, flow.facts);
    }
  }

  /** The tab key stops at one row of the list; the arrows walk through it. */
  function reach(row) {
    for (const one of list.querySelectorAll("button")) one.setAttribute("tabindex", one === row ? "0" : "-1");
  }

  list.addEventListener("focusin", (found) => reach(found.target));
  list.addEventListener("keydown", (pressed) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[pressed.key];
    if (!step) return;
    pressed.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    buttons[buttons.indexOf(box.ownerDocument.activeElement) + step]?.focus();
  });

  /** Rows of what is lit on the map; the one that is pointed at comes into view. */
  function light(keys, pointed) {
    for (const button of list.querySelectorAll("button")) {
      button.classList.toggle("lit", keys.has(button.dataset.key));
      if (button.dataset.key === pointed) button.scrollIntoView?.({ block: "nearest" });
    }
  }

  function show(given) {
    const said = JSON.stringify([given, [...view.chips], view.year, view.least]);
    if (said === shown) return;
    shown = said;
    model = given;
    shareScreen(Boolean(model.room));
    showControls();
    showHead();
    showRows();
    signs.show(model);
    moved(true);
  }

  /** On a shared screen nothing is chosen: no switch, a numbered list, the legend always. */
  function shareScreen(shared) {
    root.classList.toggle("shared", shared);
    controls.hidden = shared;
    if (shared) {
      root.classList.remove("closed");
      legend.open = true;
    }
  }

  // ---- the room that they take -------------------------------------------------------------------

  /** Asking a page where things are makes it lay everything out, so it is asked when they moved, not at each picture. */
  function measured() {
    if (!room) {
      const wide = box.clientWidth > WIDE_PX && !root.hidden && !root.classList.contains("closed");
      const outer = box.getBoundingClientRect();
      const boxes = [legend, ...box.querySelectorAll(".leaflet-control")].map((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return [left - outer.left, top - outer.top, right - outer.left, bottom - outer.top];
      });
      const roomy = legend.open && (box.clientWidth > ROOMY_PX || root.classList.contains("shared"));
      room = { beside: wide ? root.offsetWidth || 0 : 0, boxes, left: roomy ? 190 : 56 };
      box.style.setProperty("--beside", `${room.beside}px`);
    }
    return room;
  }

  /** Something took more or less room: at once where a hand did it, else after the picture. */
  function moved(later) {
    if (later !== true) room = null;
    else setTimeout(moved);
    if (!room) setTimeout(measured);
  }

  /** What `fitBounds` leaves free. */
  function padding() {
    const { left, beside } = measured();
    return { paddingTopLeft: [left, 24], paddingBottomRight: [beside + 24, 34] };
  }

  /** West, north, east, south of what is seen of the canvas, whose margin is outside. */
  function frame(size, margin) {
    return [margin.x + 4, margin.y + 4, margin.x + size.x - measured().beside - 4, margin.y + size.y - 4];
  }

  /** Boxes on the canvas where no name may stand: the legend and the buttons. */
  function boxes(margin) {
    return measured().boxes.map((one) => one.map((edge, i) => edge + (i % 2 ? margin.y : margin.x)));
  }

  if (box.clientWidth <= WIDE_PX) root.classList.add("closed");
  return { show, light, padding, frame, boxes, moved };
};
