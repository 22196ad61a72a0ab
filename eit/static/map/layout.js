/* What lies under the pointer, and where names fit. eit/views/map/layout.py places names on paper in the same way. */
(() => {
  const { toLine } = globalThis.maillageFlows;

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

    Eight places around a disc (a name without `r` stands on its point); `taken` are boxes [west, north, east, south]. */
  function place(names, taken, view) {
    const boxes = [...taken];
    return names.map((name) => {
      for (const [x, y] of places(name)) {
        const box = [x - name.width / 2, y - name.height / 2, x + name.width / 2, y + name.height / 2];
        const inside = box[0] >= view[0] && box[1] >= view[1] && box[2] <= view[2] && box[3] <= view[3];
        if (inside && boxes.every((other) => clear(box, other))) {
          boxes.push(box);
          return { x, y };
        }
      }
      return null;
    });
  }

  function clear(a, b) {
    return a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
  }

  function places({ x, y, r, width, height }) {
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

  Object.assign(globalThis.maillageFlows, { hit, place });
})();
