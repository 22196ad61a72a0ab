/* What lies under the pointer, and where names fit. eit/views/map/names.py places names on paper in the same way. */
(() => {
  const { toLine } = globalThis.maillageFlows;
  const LINE_CELL_PX = 12;
  const MARK_PX = 5;

  /** What lies under the pointer: the nearest disc, else the nearest band within `reach` pixels of its middle. */
  function hit(nodes, drawn, x, y, reach = 6) {
    let best = null;
    nodes.forEach((node, n) => {
      const away = Math.hypot(node.x - x, node.y - y) - node.r;
      if (!node.far && away <= 2 && (!best || away < best.away)) best = { node: n, away };
    });
    if (best) return { node: best.node };
    for (const one of drawn) {
      const away = toLine([x, y], one.middle);
      if (away <= Math.max(reach, one.link.width / 2 + 1) && (!best || away < best.away))
        best = { link: one.link, away };
    }
    return best ? { link: best.link } : null;
  }

  /** Names where they fit, in the order given: {text, x, y, r, width, height} → {x, y} of the middle, or null.

    Eight places around a disc (a name without `r` stands on its point), or the points `along` the line that it is of; `taken` are boxes [west, north, east, south].
    Off the `lines` (points on them) where there is a choice; a `shy` name is left out rather than struck through. What
    stands beside a mark ({dot}) is left out with it where something covers the mark, and no other name covers it. A name
    stands only where the one at `unless` found no place. */
  function place(names, taken, view, lines = []) {
    const boxes = [...taken];
    const struck = new Set(lines.map(([x, y]) => cellOf(x) * 65536 + cellOf(y)));
    const found = [];
    for (const name of names) found.push(found[name.unless] ? null : spotOf(name));
    return found;

    /** Off the lines where there is a choice; what is said of a line stands on it. */
    function bestOf(name, free) {
      const off = name.along ? free[0] : free.find(({ box }) => !onLine(box, struck));
      return off || (name.shy ? null : free[0]);
    }

    function spotOf(name) {
      const mark = name.dot && boxAt([name.dot.x, name.dot.y], { width: MARK_PX, height: MARK_PX });
      if (mark && !boxes.every((other) => clear(mark, other))) return null;
      const free = places(name)
        .map((spot) => ({ spot, box: boxAt(spot, name) }))
        .filter(({ box }) => within(box, view) && boxes.every((other) => clear(box, other)));
      const best = bestOf(name, free);
      if (!best) return null;
      boxes.push(best.box);
      if (mark) boxes.push(mark);
      return { x: best.spot[0], y: best.spot[1] };
    }
  }

  /** Points along lines, near enough to each other that no name fits between two. */
  function dotted(lines) {
    const found = [];
    for (const line of lines) {
      for (let i = 1; i < line.length; i++) {
        const [[x, y], [east, south]] = [line[i - 1], line[i]];
        const steps = Math.min(200, Math.ceil(Math.max(Math.abs(east - x), Math.abs(south - y)) / LINE_CELL_PX));
        for (let k = 0; k < steps; k++) found.push([x + ((east - x) * k) / steps, y + ((south - y) * k) / steps]);
      }
      if (line.length) found.push(line.at(-1));
    }
    return found;
  }

  function boxAt([x, y], { width, height }) {
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  }

  function within(box, view) {
    return box[0] >= view[0] && box[1] >= view[1] && box[2] <= view[2] && box[3] <= view[3];
  }

  function cellOf(length) {
    return Math.floor(length / LINE_CELL_PX);
  }

  function onLine(box, struck) {
    if (!struck.size) return false;
    const [west, north, east, south] = box.map(cellOf);
    for (let x = west; x <= east; x++) for (let y = north; y <= south; y++) if (struck.has(x * 65536 + y)) return true;
    return false;
  }

  function clear(a, b) {
    return a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
  }

  function places({ x, y, r, width, height, along }) {
    if (along) return along;
    if (r === undefined) return [[x, y]];
    const [dx, dy] = [r + 3 + width / 2, r + 2 + height / 2];
    const slant = r * 0.7 + 2;
    const [sx, sy] = [slant + width / 2, slant + height / 2];
    return [
      [x + dx, y],
      [x - dx, y],
      [x, y - dy],
      [x, y + dy],
      [x + sx, y - sy],
      [x + sx, y + sy],
      [x - sx, y - sy],
      [x - sx, y + sy],
    ];
  }

  Object.assign(globalThis.maillageFlows, { hit, place, dotted });
})();
