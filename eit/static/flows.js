/* Flow geometry: which places are one node at a zoom, what flows between them, along which curve, where names fit.

   Pure computation: no document, no Leaflet. Lengths are CSS pixels; y grows downwards, angles clockwise.
   eit/views/map/layout.py computes the same for paper; tests/js/flow_cases.json holds both to the same results. */
globalThis.maillageFlows = (() => {
  const TERRITORY_ZOOM = 8;
  const SITE_ZOOM = 13;
  /** Largest and smallest disc, and the room between two: what is nearer becomes one. */
  const LARGEST_PX = 18;
  const LARGEST_SITE_PX = 12;
  const SMALLEST_PX = 4.5;
  const ROOM_PX = 16;
  const SITE_ROOM_PX = 14;
  const WIDEST_PX = 14;
  const THINNEST_PX = 1.5;
  /** The largest flow is never thinner. */
  const NARROWEST_PX = 7;
  const GAP_PX = 1.5;
  const RIM_PX = 2.5;
  const STEPS = 24;
  /** Angles between the chord and the curve at its ends, in the order in which they are tried. */
  const BENDS = [0.36, -0.36, 0.62, -0.62, 0.12, -0.12, 0.9, -0.9, 1.2, -1.2];
  /** Room between the lines of a crowded rim. */
  const CROWD = 1.15;
  const SHORTEST_PX = 16;
  const FARTHEST_PORT = 1.4;

  /** Web Mercator at zoom 0: x and y between 0 and 256 (x beyond them past the antimeridian). */
  function world(latitude, longitude) {
    const y = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180);
    return [(longitude / 360 + 0.5) * 256, (0.5 - Math.log((1 + y) / (1 - y)) / (4 * Math.PI)) * 256];
  }

  /** The level of a zoom: nodes are the same for half a zoom. */
  function levelOf(zoom) {
    return Math.max(0, Math.min(18, Math.floor(2 * zoom + 1e-6) / 2));
  }

  /** Nodes of a level. `sites`: {x, y, area, weight}; up to TERRITORY_ZOOM those of an area are one from the start. */
  function clusters(sites, level) {
    const [largest, room] = level >= SITE_ZOOM ? [LARGEST_SITE_PX, SITE_ROOM_PX] : [LARGEST_PX, ROOM_PX];
    let groups = level < TERRITORY_ZOOM + 1 ? byArea(sites) : sites.map((site, i) => group([single(site, i)]));
    for (let round = 0; round < 12; round++) {
      const heaviest = Math.max(...groups.map((one) => one.weight), 1e-9);
      for (const one of groups) one.r = discOf(one.weight / heaviest, largest) / 2 ** level;
      const merged = merge(groups, room / 2 ** level, (2 * largest + room) / 2 ** level);
      if (merged.length === groups.length) break;
      groups = merged;
    }
    const of = new Array(sites.length).fill(-1);
    groups.forEach((one, n) => {
      one.members.sort((a, b) => a - b);
      for (const i of one.members) of[i] = n;
    });
    return { nodes: groups, of };
  }

  /** Radius of a disc whose area is its share of the largest. */
  function discOf(share, largest) {
    return Math.max(SMALLEST_PX, largest * Math.sqrt(share));
  }

  function single(site, i) {
    return { x: site.x, y: site.y, weight: site.weight + 1e-9, members: [i], area: site.area };
  }

  function group(parts) {
    const made = { x: 0, y: 0, weight: 0, members: [], area: parts[0].area };
    for (const part of parts) {
      made.weight += part.weight;
      made.x += part.x * part.weight;
      made.y += part.y * part.weight;
      made.members.push(...part.members);
      if (part.area !== made.area) made.area = -1;
    }
    made.x /= made.weight;
    made.y /= made.weight;
    return made;
  }

  function byArea(sites) {
    const found = new Map();
    sites.forEach((site, i) => {
      const key = site.area < 0 ? `site ${i}` : site.area;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(single(site, i));
    });
    return [...found.values()].map(group);
  }

  /** Groups whose discs have less than `room` between them become one, the heaviest first; none is so at `reach`. */
  function merge(groups, room, reach) {
    const cell = (one) => [Math.floor(one.x / reach), Math.floor(one.y / reach)];
    const cells = new Map();
    groups.forEach((one, i) => {
      const key = cell(one).join();
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(i);
    });
    const free = new Set(groups.keys());
    const order = [...groups.keys()].sort((a, b) => groups[b].weight - groups[a].weight || a - b);
    const found = [];
    for (const i of order) {
      if (!free.has(i)) continue;
      const near = around(cells, cell(groups[i])).filter(
        (j) => free.has(j) && (j === i || distance(groups[i], groups[j]) < groups[i].r + groups[j].r + room),
      );
      for (const j of near) free.delete(j);
      found.push(group(near.map((j) => groups[j])));
    }
    return found;
  }

  function distance(one, other) {
    return Math.hypot(other.x - one.x, other.y - one.y);
  }

  function around(cells, [column, row]) {
    const found = [];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) found.push(...(cells.get(`${column + dx},${row + dy}`) || []));
    }
    return found.sort((a, b) => a - b);
  }

  /** What flows from node to node: one link per pair, kind, unit (and category when `byCategory`).

      `flows` are columns; `keep(i)` says which count. What stays inside a node is counted there. */
  function sums(flows, of, keep, byCategory, widest) {
    const links = new Map();
    const inside = new Map();
    for (let i = 0; i < flows.from.length; i++) {
      if (!keep(i)) continue;
      const [a, b] = [of[flows.from[i]], of[flows.to[i]]];
      if (a === b) inside.set(a, [...(inside.get(a) || []), i]);
      else add(links, a, b, flows, i, byCategory ? flows.category[i] : -1);
    }
    return { links: ranked([...links.values()], widest), inside };
  }

  function add(links, a, b, flows, i, category) {
    const [kind, unit] = [flows.kind[i], flows.unit[i]];
    const key = `${a}>${b}|${kind}|${unit}|${category}`;
    if (!links.has(key)) links.set(key, { key, a, b, kind, unit, category, quantity: 0, unknown: 0, flows: [] });
    const link = links.get(key);
    link.quantity += flows.quantity[i] || 0;
    if (flows.quantity[i] === null) link.unknown += 1;
    link.flows.push(i);
  }

  /** Links with their share of the largest of their unit and their width; the largest first. */
  function ranked(links, widest = WIDEST_PX) {
    const largest = new Map();
    for (const link of links) largest.set(link.unit, Math.max(largest.get(link.unit) || 0, link.quantity));
    for (const link of links) {
      link.share = largest.get(link.unit) > 0 ? link.quantity / largest.get(link.unit) : 0;
      link.width = THINNEST_PX + (widest - THINNEST_PX) * link.share;
    }
    return links.sort((a, b) => b.share - a.share || b.flows.length - a.flows.length || (a.key < b.key ? -1 : 1));
  }

  /** The widest band that suits the distances between nodes (pixels): on a short chord a broad one has no shape. */
  function widestOf(nodes, scale) {
    const near = nodes.map((one, i) => Math.min(...nodes.map((other, j) => (i === j ? 1e9 : distance(one, other)))));
    near.sort((a, b) => a - b);
    const middle = (near[Math.floor(near.length / 2)] || 0) * scale;
    return Math.max(NARROWEST_PX, Math.min(WIDEST_PX, middle / 9));
  }

  /** A potential exchange that the allocation gives nothing is possible too, but carries nothing: it waits to be asked for. */
  function carries(link) {
    return link.kind === 1 || link.quantity > 0 || link.unknown > 0;
  }

  /** Received and given of each node in one unit. */
  function totals(links, nodes, unit) {
    const found = Array.from({ length: nodes }, () => ({ received: 0, given: 0 }));
    for (const link of links) {
      if (link.unit !== unit) continue;
      found[link.a].given += link.quantity;
      found[link.b].received += link.quantity;
    }
    return found;
  }

  function barb(width) {
    return 2.5 + 0.15 * width;
  }

  /** What a band takes beside its neighbours. */
  function slot(width) {
    return width + barb(width) + 0.8;
  }

  function headLength(width, room) {
    return Math.min(7 + 0.45 * width, room * 0.42);
  }

  /** Links between the same two nodes side by side: those of one direction on its right, synergies nearest the middle. */
  function bundles(links) {
    const found = new Map();
    for (const link of links) {
      const [low, high] = [Math.min(link.a, link.b), Math.max(link.a, link.b)];
      const key = `${low}-${high}`;
      if (!found.has(key)) found.set(key, { key, low, high, there: [], back: [] });
      found.get(key)[link.a === low ? "there" : "back"].push(link);
    }
    return [...found.values()].map(ordered);
  }

  function ordered(one) {
    for (const side of ["there", "back"]) {
      one[side].sort((a, b) => b.kind - a.kind || b.share - a.share || (a.key < b.key ? -1 : 1));
      one[`${side}Px`] = one[side].reduce((sum, link) => sum + slot(link.width), GAP_PX);
    }
    return one;
  }

  /** Curves of bundles, in their order, between `nodes` {x, y, r} in pixels.

      A bundle gets its own stretch of the rim of both discs: what comes later never moves what came before, and is
      left out where there is no room for it. The first `base` bundles make rims large enough for themselves.
      `outward` is the middle that curves turn away from. */
  function lay(bundlesInOrder, nodes, outward, base = bundlesInOrder.length) {
    const ground = { nodes, outward, rims: new Map(), radii: rimRadii(bundlesInOrder.slice(0, base), nodes) };
    const drawn = [];
    for (const one of bundlesInOrder) {
      const best = route(one, ground);
      if (!best) continue;
      taken(ground, one.low).push(best.spans[0]);
      taken(ground, one.high).push(best.spans[1]);
      drawn.push({ ...one, ...best });
    }
    return drawn;
  }

  function taken({ rims }, node) {
    if (!rims.has(node)) rims.set(node, []);
    return rims.get(node);
  }

  /** How far from the middle of each node its lines end: at its rim, or further where they would not fit there. */
  function rimRadii(found, nodes) {
    const needed = new Map();
    for (const one of found) {
      for (const node of [one.low, one.high]) {
        needed.set(node, (needed.get(node) || 0) + one.therePx + one.backPx);
      }
    }
    return nodes.map((node, n) => {
      const wanted = ((needed.get(n) || 0) * CROWD) / (2 * Math.PI);
      if (wanted <= node.r + RIM_PX) return node.r + RIM_PX;
      return node.r + RIM_PX + Math.max(0, Math.min(wanted - node.r - RIM_PX, spare(node, nodes)));
    });
  }

  /** How far a rim may grow: half of what lies between it and the next, a short line left out. */
  function spare(node, nodes) {
    const free = (other) => distance(node, other) - node.r - other.r - 2 * RIM_PX - SHORTEST_PX;
    return Math.min(...nodes.filter((other) => !other.far && other !== node).map(free)) / 2;
  }

  /** The first bend whose curve passes under no other disc. */
  function route(one, ground) {
    const [p, q] = [ground.nodes[one.low], ground.nodes[one.high]];
    const chord = Math.atan2(q.y - p.y, q.x - p.x);
    const side =
      ((p.x + q.x) / 2 - ground.outward.x) * -(q.y - p.y) + ((p.y + q.y) / 2 - ground.outward.y) * (q.x - p.x);
    for (const bend of BENDS) {
      const made = bent(one, chord, side >= 0 ? bend : -bend, ground);
      if (made && isClear({ ...one, ...made }, ground.nodes)) return made;
    }
    return null;
  }

  function bent(one, chord, bend, ground) {
    const { nodes, radii } = ground;
    const start = port(taken(ground, one.low), chord + bend, one.backPx, one.therePx, radii[one.low]);
    const turned = chord + Math.PI - bend;
    const end = start && port(taken(ground, one.high), turned, one.therePx, one.backPx, radii[one.high]);
    if (!end) return null;
    const ends = [
      { at: nodes[one.low], rim: radii[one.low], angle: start.angle },
      { at: nodes[one.high], rim: radii[one.high], angle: end.angle },
    ];
    const curve = cubic(...ends);
    if (Math.hypot(curve[STEPS][0] - curve[0][0], curve[STEPS][1] - curve[0][1]) < SHORTEST_PX / 2) return null;
    return { curve, spans: [start.span, end.span] };
  }

  /** The nearest free stretch of a rim for what needs `before` and `after` pixels on both sides of `angle`. */
  function port(spans, angle, before, after, radius) {
    const half = (before + after) / radius / 2;
    const lean = (after - before) / radius / 2;
    if (half > Math.PI) return null;
    const found = shifts(spans, angle + lean, half).find((shift) => free(spans, angle + shift + lean, half));
    return found === undefined ? null : { angle: angle + found, span: { middle: angle + found + lean, half } };
  }

  /** How far the middle of a stretch may move to lie beside another, the nearest first. */
  function shifts(spans, middle, half) {
    const tries = [0];
    for (const one of spans) {
      const apart = one.half + half + 1e-6;
      tries.push(wrap(one.middle + apart - middle), wrap(one.middle - apart - middle));
    }
    return tries.filter((one) => Math.abs(one) <= FARTHEST_PORT).sort((a, b) => Math.abs(a) - Math.abs(b));
  }

  function free(spans, middle, half) {
    for (const one of spans) {
      if (Math.abs(wrap(one.middle - middle)) < one.half + half - 1e-9) return false;
    }
    return true;
  }

  function wrap(angle) {
    return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  }

  /** Points of the curve that leaves both discs along their radius; a function of its two ends. */
  function cubic(start, end) {
    const reach = ({ at, rim, angle }, more) => [
      at.x + (rim + more) * Math.cos(angle),
      at.y + (rim + more) * Math.sin(angle),
    ];
    const [first, last] = [reach(start, 0), reach(end, 0)];
    const pull = Math.hypot(last[0] - first[0], last[1] - first[1]) * 0.36;
    const corners = [first, reach(start, pull), reach(end, pull), last];
    return Array.from({ length: STEPS + 1 }, (_, i) => {
      const t = i / STEPS;
      const s = 1 - t;
      const weights = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
      return [0, 1].map((axis) => weights.reduce((sum, weight, n) => sum + weight * corners[n][axis], 0));
    });
  }

  /** Whether a curve passes under a disc that is not one of its ends, its own width counted. */
  function underDisc(curve, one, nodes) {
    const room = Math.max(one.therePx, one.backPx);
    const box = boxOf(curve);
    return nodes.some((node, n) => {
      if (node.far || n === one.low || n === one.high) return false;
      const near = node.r + room;
      if (node.x < box[0] - near || node.y < box[1] - near || node.x > box[2] + near || node.y > box[3] + near) {
        return false;
      }
      return toLine([node.x, node.y], curve) < near;
    });
  }

  function boxOf(curve) {
    const box = [curve[0][0], curve[0][1], curve[0][0], curve[0][1]];
    for (const [x, y] of curve) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return box;
  }

  function isClear(one, nodes) {
    return (
      !underDisc(one.curve, one, nodes) &&
      clearOfEnds(one.curve, one, nodes) &&
      bands(one).every(({ head }) => headIsClear(head, [nodes[one.low], nodes[one.high]]))
    );
  }

  function headIsClear(head, ends) {
    return ends.every((end) => toLine([end.x, end.y], [...head, head[0]]) >= end.r);
  }

  /** Whether both edges of a bundle stay out of the discs at its ends: a curve that is too bent would run under them. */
  function clearOfEnds(curve, one, nodes) {
    const [p, q] = [nodes[one.low], nodes[one.high]];
    for (let i = 1; i < curve.length; i++) {
      const [x, y] = curve[i];
      const dx = x - curve[i - 1][0];
      const dy = y - curve[i - 1][1];
      const length = Math.hypot(dx, dy) || 1;
      for (const by of [one.therePx / length, -one.backPx / length]) {
        const at = { x: x - dy * by, y: y + dx * by };
        if (distance(p, at) < p.r || distance(q, at) < q.r) return false;
      }
    }
    return true;
  }

  function toSegment(x, y, from, to) {
    const dx = to[0] - from[0];
    const dy = to[1] - from[1];
    const length = dx * dx + dy * dy;
    const t = length ? ((x - from[0]) * dx + (y - from[1]) * dy) / length : 0;
    const held = Math.max(0, Math.min(1, t));
    return Math.hypot(x - from[0] - held * dx, y - from[1] - held * dy);
  }

  /** Each link of a bundle as a band with half an arrowhead at the rim of its target. */
  function bands(bundle) {
    const found = [];
    for (const side of ["there", "back"]) {
      const line = side === "there" ? bundle.curve : [...bundle.curve].reverse();
      let offset = GAP_PX / 2;
      for (const link of bundle[side]) {
        found.push({ link, ...band(line, offset, link.width) });
        offset += slot(link.width);
      }
    }
    return found;
  }

  function band(line, offset, width) {
    const lengths = [0];
    for (let i = 1; i < line.length; i++) {
      lengths.push(lengths[i - 1] + Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]));
    }
    const whole = lengths.at(-1);
    const length = headLength(width, whole);
    const body = [];
    for (let i = 0; i < line.length && lengths[i] < whole - length; i++) body.push(along(line, lengths, lengths[i]));
    const neck = along(line, lengths, whole - length);
    const tip = along(line, lengths, whole);
    body.push(neck);
    const shift = (at, by) => [at.x + at.nx * by, at.y + at.ny * by];
    return {
      inner: body.map((at) => shift(at, offset)),
      outer: body.map((at) => shift(at, offset + width)),
      middle: [...body.map((at) => shift(at, offset + width / 2)), shift(tip, offset + width / 2)],
      head: [shift(neck, offset), shift(tip, offset), shift(neck, offset + width + barb(width))],
    };
  }

  /** The point at a length along a line, and the direction to the right of travel there. */
  function along(line, lengths, length) {
    let i = 1;
    while (i < line.length - 1 && lengths[i] < length) i += 1;
    const [from, to] = [line[i - 1], line[i]];
    const step = lengths[i] - lengths[i - 1] || 1;
    const t = (length - lengths[i - 1]) / step;
    const [dx, dy] = [(to[0] - from[0]) / step, (to[1] - from[1]) / step];
    return { x: from[0] + t * (to[0] - from[0]), y: from[1] + t * (to[1] - from[1]), nx: -dy, ny: dx };
  }

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

  function toLine(point, line) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 1; i < line.length; i++)
      nearest = Math.min(nearest, toSegment(point[0], point[1], line[i - 1], line[i]));
    return nearest;
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

  return {
    carries,
    discOf,
    widestOf,
    LARGEST_PX,
    LARGEST_SITE_PX,
    world,
    levelOf,
    clusters,
    sums,
    totals,
    bundles,
    lay,
    bands,
    hit,
    place,
    toLine,
    SITE_ZOOM,
    TERRITORY_ZOOM,
  };
})();
