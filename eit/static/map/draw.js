/* Drawing of a flow map on anything that draws as a canvas does. Texts are drawn as text: nothing here makes HTML.

   `svgPen` is such a thing where there is no canvas (print, an old browser): the same strokes become elements. */
globalThis.maillageDraw = (() => {
  const FAINT = 0.09;
  const MOST_MEASURED = 2000;
  const widths = new Map();
  const BADGE_PX = 8.5;
  const MARK_PX = 5.5;
  /** What is only possible and thinner than this is dashed: a tint with an edge has no room. */
  const THIN_PX = 3;
  /** How much of its edge's ink the tint of the largest holds, by square of the rank: the eye finds the first ones. */
  const [DEPTH, HUE_LEAST, HUE_DEPTH] = [0.5, 0.22, 0.4];
  /** Thin lines: from so faint to full by rank. */
  const FAINTEST = 0.55;
  const [NUMBERED_PX, TAB_PX] = [8, 6.5];
  const FONT =
    "'Source Sans', 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Noto Sans', 'DejaVu Sans Condensed', sans-serif";
  const FONTS = {
    node: `650 13.5px ${FONT}`,
    area: `500 13px ${FONT}`,
    park: `italic 500 12.5px ${FONT}`,
    town: `500 12.5px ${FONT}`,
    land: `600 12px ${FONT}`,
    water: `italic 500 12.5px ${FONT}`,
    ring: `600 13px ${FONT}`,
    flow: `600 12.5px ${FONT}`,
    quantity: `600 12px ${FONT}`,
  };
  /** The name of a surface is spread over it: it is not taken for that of the disc beside it. */
  const SPACED = { land: "3px", water: "1px", area: "1px" };
  /** White marks along a band, so that five materials differ without colour too. */
  const MOTIFS = [[], [9, 5], [2, 5], [12, 4, 2, 4], [4, 9]];

  /** One typed word as a line of text: what would turn the words around it is shut in, what cannot be seen is left out. */
  function plain(text) {
    const shown = String(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, " ")
      .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
    return `\u2068${shown}\u2069`;
  }

  function trace(pen, points) {
    for (const [i, [x, y]] of points.entries()) pen[i ? "lineTo" : "moveTo"](x, y);
  }

  function outline(pen, band) {
    pen.beginPath();
    trace(pen, [...band.inner, ...[...band.outer].reverse()]);
    pen.closePath();
  }

  function arrowhead(pen, band) {
    pen.beginPath();
    trace(pen, band.head);
    pen.closePath();
  }

  /** A band: a synergy in full ink, a potential exchange as a tint with an edge, dashed when it is thin. */
  function drawBand(pen, band, ink, hue) {
    const { link } = band;
    const full = hue || (link.kind ? ink.synergy : ink.edge);
    pen.strokeStyle = full;
    pen.lineWidth = 0.9;
    if (!link.kind && link.width < THIN_PX) {
      thin(pen, band, full, link.width);
    } else {
      outline(pen, band);
      if (link.kind) {
        pen.fillStyle = full;
        pen.fill();
      } else tint(pen, band, full, hue, ink);
    }
    pen.fillStyle = full;
    arrowhead(pen, band);
    pen.fill();
    if (hue) motif(pen, band, link.kind ? ink.halo : full);
  }

  /** What is only possible: a ground, some of the ink over it, the more the higher its rank, and the edge. */
  function tint(pen, { rank = 0 }, full, hue, ink) {
    pen.fillStyle = hue ? ink.halo : ink.potential;
    pen.fill();
    const whole = pen.globalAlpha;
    pen.globalAlpha = whole * (hue ? HUE_LEAST + HUE_DEPTH * rank ** 2 : DEPTH * rank ** 2);
    pen.fillStyle = full;
    pen.fill();
    pen.globalAlpha = whole;
    pen.stroke();
  }

  function thin(pen, band, full, width) {
    pen.beginPath();
    trace(pen, band.middle.slice(0, -1));
    pen.setLineDash([5, 3]);
    pen.strokeStyle = full;
    pen.lineWidth = width;
    pen.stroke();
    pen.setLineDash([]);
  }

  function motif(pen, band, colour) {
    const marks = MOTIFS[band.motif || 0];
    if (!marks.length || band.link.width < 3.5) return;
    pen.beginPath();
    trace(pen, band.middle.slice(0, -1));
    pen.setLineDash(marks);
    pen.strokeStyle = colour;
    pen.lineWidth = Math.min(2, band.link.width / 3);
    pen.stroke();
    pen.setLineDash([]);
  }

  /** A node: its area is what passes through, the ring what it receives, the core what it gives. */
  function drawNode(pen, node, ink) {
    const through = node.received + node.given;
    disc(pen, node, node.r + 1.5, ink.halo);
    disc(pen, node, node.r, through ? ink.received : ink.quiet);
    if (node.given) disc(pen, node, node.r * Math.sqrt(node.given / through), ink.given);
    if (!through) disc(pen, node, node.r - 1.8, ink.node);
    if (!node.inside) return;
    const tab = tabOf(node);
    if (tab) {
      disc(pen, tab, TAB_PX + 1, ink.halo);
      disc(pen, tab, TAB_PX, ink.given);
    }
    const { x, y } = tab || node;
    pen.font = `700 ${node.r > 12 ? 12 : 10.5}px ${FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = ink.given;
    pen.fillStyle = ink.halo;
    pen.strokeText(String(node.inside), x, y + 0.5);
    pen.fillText(String(node.inside), x, y + 0.5);
  }

  /** Where the number of a disc stands that is too small to hold it: beside it; null where it is inside. */
  function tabOf({ x, y, r, inside }) {
    if (!inside || r >= NUMBERED_PX) return null;
    const away = (r + TAB_PX + 1) * Math.SQRT1_2;
    return { x: x + away, y: y - away, r: TAB_PX };
  }

  function disc(pen, at, radius, colour) {
    pen.beginPath();
    pen.arc(at.x, at.y, Math.max(radius, 0.5), 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
  }

  function drawName(pen, name, ink) {
    pen.font = FONTS[name.look];
    if ("letterSpacing" in pen) pen.letterSpacing = SPACED[name.look] || "0px";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = name.look === "water" ? ink.water : name.look === "land" ? ink.land : ink.halo;
    pen.fillStyle = ["node", "ring", "flow", "quantity"].includes(name.look) ? ink.ink : ink.quiet;
    pen.strokeText(name.text, name.x, name.y);
    pen.fillText(name.text, name.x, name.y);
    if ("letterSpacing" in pen) pen.letterSpacing = "0px";
  }

  /** The room that a name takes. Names are the same at every zoom: each is measured once. */
  function size(pen, text, look) {
    const key = `${look} ${text}`;
    if (!widths.has(key)) {
      if (widths.size >= MOST_MEASURED) widths.clear();
      widths.set(key, measured(pen, text, look));
    }
    return { width: widths.get(key) + 4, height: 15 };
  }

  function measured(pen, text, look) {
    pen.font = FONTS[look];
    if ("letterSpacing" in pen) pen.letterSpacing = SPACED[look] || "0px";
    const { width } = pen.measureText(text);
    if ("letterSpacing" in pen) pen.letterSpacing = "0px";
    return width;
  }

  /** Other letters have come: every width is another one. */
  function lettered() {
    widths.clear();
  }

  /** Everything, from the bottom up; what `lit` does not hold is faint. `lit`: null, or {links, nodes, names} that stay. */
  function paint(pen, picture, ink, lit) {
    const strength = (set, one, full, faint) => {
      pen.globalAlpha = !lit || lit[set].has(one) ? full : faint;
    };
    pen.globalAlpha = lit ? 0.4 : 1;
    for (const dot of picture.dots) disc(pen, dot, 1.8, ink.quiet);
    for (const band of picture.bands) {
      const full = band.link.kind ? 1 : FAINTEST + (1 - FAINTEST) * band.rank;
      strength("links", band.link.key, full, FAINT);
      drawBand(pen, band, ink, picture.hues?.[band.link.category]);
    }
    for (const mark of picture.marks) {
      strength("links", mark.link.key, 1, FAINT);
      drawMark(pen, mark, ink);
    }
    for (const node of picture.nodes.filter((one) => !one.far)) {
      strength("nodes", node.n, 1, 0.25);
      drawNode(pen, node, ink);
    }
    for (const badge of picture.badges) {
      strength("links", badge.link.key, 1, 0.25);
      drawBadge(pen, badge, ink);
    }
    drawNames(pen, picture.names, ink, lit);
  }

  /** A synergy that is realised or verified wears a ring, where the number of its line does not stand. */
  function drawMark(pen, mark, ink) {
    disc(pen, mark, MARK_PX, ink.synergy);
    disc(pen, mark, MARK_PX - 2, ink.halo);
  }

  /** The number of a line in the list beside the map. */
  function drawBadge(pen, badge, ink) {
    disc(pen, badge, BADGE_PX, ink.halo);
    disc(pen, badge, BADGE_PX - 1.2, ink.ink);
    pen.font = `700 11px ${FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = ink.halo;
    pen.fillText(String(badge.number), badge.x, badge.y + 0.5);
  }

  /** Names; while something is lit, those of its nodes, and the others faintly. */
  function drawNames(pen, names, ink, lit) {
    pen.globalAlpha = lit ? 0.3 : 1;
    for (const name of names) if (!lit || !(name.look === "node" || lit.names.includes(name))) drawName(pen, name, ink);
    pen.globalAlpha = 1;
    for (const name of lit?.names || []) drawName(pen, name, ink);
  }

  const NS = "http://www.w3.org/2000/svg";

  /** A pen that leaves SVG elements in `svg`: what of a canvas is used above, and nothing more. */
  function svgPen(svg) {
    const { ownerDocument } = svg;
    let path = "";
    let dash = [];
    const put = (name, attributes) => {
      const made = ownerDocument.createElementNS(NS, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      svg.appendChild(made);
      return made;
    };
    const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
    const pen = { globalAlpha: 1, fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, font: FONTS.town };
    const word = (text, x, y, look) => {
      const [, style, weight, sized] = /^(italic )?(\d+) ([\d.]+)px/.exec(pen.font) || ["", "", "500", "12"];
      const made = put("text", { x, y, "text-anchor": "middle", "dominant-baseline": "middle", ...look });
      made.setAttribute("style", `font:${style || ""} ${weight} ${sized}px ${FONT}`);
      made.textContent = text;
    };
    return Object.assign(pen, {
      beginPath: () => {
        path = "";
      },
      moveTo: (x, y) => {
        path += `M${at(x, y)}`;
      },
      lineTo: (x, y) => {
        path += `L${at(x, y)}`;
      },
      closePath: () => {
        path += "Z";
      },
      arc: (x, y, r) => {
        path += `M${at(x - r, y)}a${at(r, r)} 0 1 0 ${at(2 * r, 0)}a${at(r, r)} 0 1 0 ${at(-2 * r, 0)}`;
      },
      setLineDash: (given) => {
        dash = given;
      },
      fill: () => put("path", { d: path, fill: pen.fillStyle, "fill-opacity": pen.globalAlpha }),
      stroke: () => {
        const made = { d: path, fill: "none", stroke: pen.strokeStyle, "stroke-width": pen.lineWidth };
        put("path", { ...made, "stroke-opacity": pen.globalAlpha, "stroke-dasharray": dash.join(" ") });
      },
      fillText: (text, x, y) => word(text, x, y, { fill: pen.fillStyle, "fill-opacity": pen.globalAlpha }),
      strokeText: (text, x, y) =>
        word(text, x, y, { fill: "none", stroke: pen.strokeStyle, "stroke-width": pen.lineWidth }),
      measureText: (text) => ({ width: String(text).length * 6.6 }),
      clear: () => svg.replaceChildren(),
    });
  }

  return { BADGE_PX, THIN_PX, tabOf, plain, paint, name: drawName, size, lettered, svgPen, MOTIFS };
})();
