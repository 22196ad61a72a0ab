/* Which names stand on the map: what each thing is called, and what fits. layout.js says where a name fits. */
globalThis.maillageLabels = (() => {
  const flowsOf = globalThis.maillageFlows;
  const draw = globalThis.maillageDraw;
  const { spot, inside } = globalThis.maillageCanvas;
  const { carried } = globalThis.maillageWords;
  const [FIRST_TOWNS, MOST_TOWNS] = [8, 40];
  const LONGEST_WHOLE = 18;
  /** Quantities that are written beside their lines: of the unit that most have, only the largest. */
  const [MOST_OF_A_UNIT, MOST_QUANTITIES] = [3, 8];

  /** Names that fit, the most wanted first. */
  function named(me) {
    const { picture, pen } = me;
    const flows = flowNames(me);
    const nodes = nodeNames(me, 14);
    const asked = [
      ...flows,
      ...nodes,
      ...shorter(nodes, flows.length),
      ...quantities(me),
      ...areaNames(me),
      ...townNames(me),
    ];
    const ready = asked.map((name) => ({ ...name, ...draw.size(pen, name.text, name.look) }));
    const spots = flowsOf.place(
      ready,
      [...discBoxes(picture), ...picture.badges.map(boxOf), ...picture.marks.map(boxOf), ...me.panel.boxes(me.margin)],
      me.frame,
      flowsOf.dotted(picture.bands.flatMap(edges)),
    );
    const seen = new Set();
    const names = [];
    ready.forEach((name, i) => {
      if (!spots[i] || (seen.has(name.text) && name.look !== "quantity")) return;
      seen.add(name.text);
      names.push({ ...name, ...spots[i] });
    });
    picture.dots = names.filter((name) => name.dot).map((name) => name.dot);
    return names;
  }

  /** What a name would be struck by: the middle of a thin band, both edges of a broad one too. */
  function edges(band) {
    return band.link.width > 8 ? [band.middle, band.inner, band.outer] : [band.middle];
  }

  /** On a shared screen each line says between whom it runs and how much. */
  function flowNames(me) {
    const { picture } = me;
    return picture.badges.map(({ link, x, y }) => {
      const ends = `${labelOf(me, link.a)} \u2192 ${labelOf(me, link.b)}`;
      const text = draw.plain(`${ends}, ${carried(me, link)}`);
      return { text, x, y, r: draw.BADGE_PX, look: "flow" };
    });
  }

  /** How much the largest line of each unit carries, on its line: a width is read within one unit only. */
  function quantities(me) {
    const { data, picture, reader } = me;
    if (reader.room) return [];
    const told = new Map();
    const largest = [...picture.bands].sort((a, b) => b.link.share - a.link.share);
    const kept = largest.filter(({ link }) => {
      const before = told.get(link.unit) || 0;
      told.set(link.unit, before + 1);
      return link.quantity > 0 && before < (data.units[link.unit] === data.unit ? 1 : MOST_OF_A_UNIT);
    });
    return kept.slice(0, MOST_QUANTITIES).map((band) => quantityName(me, band));
  }

  /** What a line carries, to stand on it; null of what is not known. */
  function quantityName(me, { link, middle }) {
    if (!(link.quantity > 0)) return null;
    const text = draw.plain(carried(me, link));
    const along = [0.5, 0.4, 0.6, 0.3, 0.7].map((part) => middle[Math.floor(middle.length * part)]);
    return { text, along, look: "quantity", of: link.key };
  }

  /** The room of a number or of a ring on a line. */
  function boxOf({ x, y }) {
    return [x - draw.BADGE_PX, y - draw.BADGE_PX, x + draw.BADGE_PX, y + draw.BADGE_PX];
  }

  function discBoxes(picture) {
    const near = picture.nodes.filter((node) => !node.far);
    const discs = [...near, ...near.map(draw.tabOf).filter(Boolean)];
    return discs.map(({ x, y, r }) => [x - r - 1, y - r - 1, x + r + 1, y + r + 1]);
  }

  function nodeNames(me, most) {
    const { picture } = me;
    const order = picture.nodes.filter((node) => inside(node, me.frame));
    order.sort((a, b) => b.received + b.given - a.received - a.given || b.members.length - a.members.length);
    return order.slice(0, most).map((node) => nodeName(me, node));
  }

  /** Long names once more, cut, for where the whole finds no place: a disc with no name says nothing. */
  function shorter(nodes, first) {
    return nodes
      .map((name, i) => ({ ...name, unless: first + i, text: cut(name.text) }))
      .filter(({ text }, i) => text !== nodes[i].text);
  }

  /** The first words and what stands in the last parentheses (how many sites); direction marks stay around both. */
  function cut(text) {
    const [, words, many = ""] = /^\u2068(.*?)( \(\d+\)| \+ \d+)?\u2069$/u.exec(text) || ["", "", ""];
    if (words.length <= LONGEST_WHOLE) return text;
    return draw.plain(`${words.slice(0, LONGEST_WHOLE - 4).trim()}\u2026${many}`);
  }

  function nodeName(me, { n, x, y, r }) {
    return { text: draw.plain(labelOf(me, n)), x, y, r: r + 2, look: "node", of: n };
  }

  /** The name of a node; two of a level have not the same, where one of their organisations can tell them apart. */
  function labelOf(me, n) {
    const level = me.levels.get(me.picture.at);
    if (level.labels?.of !== me.data) level.labels = Object.assign(namesOf(me, level.nodes), { of: me.data });
    return level.labels[n];
  }

  function namesOf(me, nodes) {
    const plain = nodes.map((node) => plainName(me, node));
    const counts = new Map();
    for (const name of plain) counts.set(name, (counts.get(name) || 0) + 1);
    return plain.map((name, n) => (counts.get(name) > 1 ? ownName(me, nodes[n], name) : name));
  }

  /** Its largest organisation and how many others. */
  function ownName(me, { members }, name) {
    if (members.length < 2) return name;
    const first = members.reduce((best, i) => (me.sites[i].weight > me.sites[best].weight ? i : best));
    const others = String(members.length - 1);
    return me.words.with_others.replace("{n}", others).replace("{name}", () => me.data.sites.name[first]);
  }

  /** A node is its territory where territories are summed, its organisation when it is alone, else its place. */
  function plainName(me, { members, area }) {
    const { data, picture } = me;
    if (picture.at < flowsOf.TERRITORY_ZOOM + 1 && area >= 0) return data.areas[area].name;
    if (members.length === 1) return data.sites.name[members[0]];
    const counts = new Map();
    for (const i of members) counts.set(data.sites.place[i], (counts.get(data.sites.place[i]) || 0) + 1);
    const [place] = [...counts].filter(([one]) => one).sort((a, b) => b[1] - a[1])[0] || [""];
    return me.words.gathered
      .replace("{n}", String(members.length))
      .replace("{place}", () => place)
      .trim();
  }

  function areaNames(me) {
    if (me.map.getZoom() > 11.5) return [];
    return me.data.areas.map((area) => {
      const { x, y } = spot(me, ...flowsOf.world(...area.at));
      return { text: draw.plain(area.name), x, y, r: 0, look: "area", shy: true };
    });
  }

  /** Waters and neighbours, the largest towns, parks, then the other towns. */
  function townNames(me) {
    const inView = me.data.towns
      .map(([name, lat, lon, kind]) => ({ name, kind, at: spot(me, ...flowsOf.world(lat, lon)) }))
      .filter(({ at }) => inside(at, me.frame));
    const of = (...kinds) => inView.filter(({ kind }) => kinds.includes(kind));
    const towns = of("town");
    const order = [...of("water", "land"), ...towns.slice(0, FIRST_TOWNS), ...of("park"), ...towns.slice(FIRST_TOWNS)];
    return order.slice(0, MOST_TOWNS).map(({ name, kind, at }) => {
      const spaced = kind === "land" || kind === "water";
      const text = draw.plain(kind === "land" ? name.toUpperCase() : name);
      return { text, ...at, look: kind, shy: kind !== "land", ...(spaced ? {} : { r: 2, dot: at }) };
    });
  }

  return { named, nodeName, quantityName, discBoxes, labelOf };
})();
