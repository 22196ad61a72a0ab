/* The legend beside the map: only what is drawn, each sign with its meaning. `signs` is the element it fills. */
globalThis.maillageLegend = (signs, words, view) => {
  const { make } = globalThis.maillageElements;

  function sign(className, text, more = {}) {
    const line = make("div", "maillage-sign", signs);
    const mark = make("i", className, line);
    Object.assign(mark.style, more);
    make("span", "", line, text);
  }

  function show(model) {
    const { legend: shown } = model;
    signs.replaceChildren();
    wear(model.chips.filter((one) => view.chips.has(one.id)));
    lineSigns(shown);
    // A room reads from afar: what the lines mean, and no more.
    if (model.room) return;
    nodeSigns(shown);
    for (const chip of model.chips.filter((one) => view.chips.has(one.id))) {
      sign("chip", chip.name, { background: chip.hue });
    }
    groundSigns(shown);
  }

  /** While one material is lit, the signs of lines have its hue, as the lines do. */
  function wear(lit) {
    const [hue] = lit.length === 1 ? [lit[0].hue] : [""];
    const tint = hue && `color-mix(in srgb, ${hue} 45%, var(--map-halo))`;
    for (const [name, colour] of Object.entries({ edge: hue, synergy: hue, potential: tint })) {
      if (colour) signs.style.setProperty(`--map-${name}`, colour);
      else signs.style.removeProperty(`--map-${name}`);
    }
  }

  function lineSigns(shown) {
    for (const kind of shown.kinds) {
      sign(
        ...[
          ["band", words.legend_potential],
          ["band full", words.legend_synergy],
          ["band full running", words.legend_running],
        ][kind],
      );
      if (!kind && shown.thin) sign("thin", words.legend_thin);
    }
    if (shown.kinds.length) sign("arrow", words.legend_direction);
    widthSigns(shown);
  }

  function widthSigns(shown) {
    for (const { text, half } of shown.widths) {
      sign("width", text, { height: `${shown.widest}px` });
      if (half) sign("width", half, { height: `${1.5 + (shown.widest - 1.5) / 4}px` });
    }
  }

  function nodeSigns(shown) {
    if (!shown.nodes) return;
    sign("node", words.legend_node.replace("{unit}", words[`unit_${shown.unit}`] || shown.unit));
    sign("core", words.legend_rings);
    if (shown.empty) sign("plain", words.legend_empty.replace("{unit}", words[`unit_${shown.unit}`] || shown.unit));
    sign("none", shown.summed ? words.legend_territory : words.legend_gathered);
    if (shown.inside) sign("number", words.legend_inside);
  }

  function groundSigns(shown) {
    if (shown.shades) {
      make("b", "", signs, shown.shades.head);
      for (const [fill, text] of shown.shades.rows) shade(fill, text);
    }
    if (shown.approximate) sign("approximate", words.legend_approximate);
    if (shown.ring) sign("ring", words.legend_ring);
  }

  function shade(fill, text) {
    const line = make("div", "maillage-sign", signs);
    const svg = signs.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "svg");
    const rect = signs.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ width: 28, height: 15, fill, stroke: "currentColor" })) {
      rect.setAttribute(name, value);
    }
    svg.setAttribute("width", "28");
    svg.setAttribute("height", "15");
    svg.appendChild(rect);
    line.appendChild(svg);
    make("span", "", line, text);
  }

  return { show };
};
