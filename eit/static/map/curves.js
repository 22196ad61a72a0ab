/* Flow geometry, curves: each link a band beside the others of its pair, half an arrowhead at the rim of its target.

   eit/views/map/curves.py computes the same for paper; tests/js/flow_cases.json holds both to the same results. */
(() => {
  const { distance } = globalThis.maillageFlows;
  const GAP_PX = 1.5;
  const RIM_PX = 2.5;
  const STEPS = 24;
  /** How far the corners of a curve are from its ends, of the distance between these. */
  const PULL = 0.36;
  /** How much each corner of a curve weighs at each of its steps. */
  const WEIGHTS = Array.from({ length: STEPS + 1 }, (_, i) => {
    const t = i / STEPS;
    const s = 1 - t;
    return [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  });
  /** Angles between the chord and the curve at its ends that are tried beside the one that suits its length. */
  const BENDS = [0.12, 0.62, 0.9, 1.2].flatMap((bend) => [bend, -bend]);
  /** A short line is bent little, one of FAR_PX and more the most. */
  const [LEAST_BEND, MOST_BEND, FAR_PX] = [0.26, 0.42, 700];
  /** What a curve that leans to one of its ends costs, per radian, and one on the side of the middle. */
  const [LEANING, INWARD] = [0.8, 0.25];
  /** Room between the lines of a crowded rim. */
  const CROWD = 1.15;
  const SHORTEST_PX = 16;
  const FARTHEST_PORT = 1.4;
  /** What is only possible and carries little is not drawn by a long way round: how little, and how far both ends may turn from their chord. */
  const [LITTLE, FARTHEST_TURNS] = [0.1, 1.7];

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
    const near = nodes.filter((node) => !node.far);
    const radii = rimRadii(bundlesInOrder.slice(0, base), nodes, near);
    const ground = { nodes, near, outward, rims: new Map(), radii };
    const drawn = [];
    for (const one of bundlesInOrder) {
      const best = route({ ...one, from: nodes[one.low], to: nodes[one.high] }, ground);
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
  function rimRadii(found, nodes, near) {
    const needed = new Map();
    for (const one of found) {
      for (const node of [one.low, one.high]) {
        needed.set(node, (needed.get(node) || 0) + one.therePx + one.backPx);
      }
    }
    return nodes.map((node, n) => {
      const wanted = ((needed.get(n) || 0) * CROWD) / (2 * Math.PI);
      if (wanted <= node.r + RIM_PX) return node.r + RIM_PX;
      return node.r + RIM_PX + Math.max(0, Math.min(wanted - node.r - RIM_PX, spare(node, near)));
    });
  }

  /** How far a rim may grow: half of what lies between it and the next, a short line left out. */
  function spare(node, near) {
    const free = (other) => distance(node, other) - node.r - other.r - 2 * RIM_PX - SHORTEST_PX;
    return near.reduce((least, other) => (other === node ? least : Math.min(least, free(other))), 1e9) / 2;
  }

  /** The most even curve that passes under no other disc: as bent as suits its length, alike at both ends, outward. */
  function route(one, ground) {
    const { from: p, to: q } = one;
    const chord = Math.atan2(q.y - p.y, q.x - p.x);
    const side =
      ((p.x + q.x) / 2 - ground.outward.x) * -(q.y - p.y) + ((p.y + q.y) / 2 - ground.outward.y) * (q.x - p.x);
    const suits = LEAST_BEND + (MOST_BEND - LEAST_BEND) * Math.min(1, distance(p, q) / FAR_PX);
    const out = side >= 0 ? 1 : -1;
    const tries = [suits, -suits, ...BENDS].flatMap((bend) => turned(one, chord, out * bend, ground) || []);
    for (const made of tries) made.cost = unevenness(made, suits, out);
    tries.sort((a, b) => a.cost - b.cost);
    const near = tries.length ? withinReach(one, ground) : [];
    for (const { start, end } of tries) {
      const made = bent(one, start, end, ground);
      if (made && isClear({ ...one, ...made }, near)) return made;
    }
    return null;
  }

  /** The discs that some curve between two could touch: its corners are no further from both than it is pulled. */
  function withinReach({ low, high, from: p, to: q, therePx, backPx }, { near, radii }) {
    const rims = radii[low] + radii[high];
    const away = rims + PULL * (distance(p, q) + rims) + therePx + backPx;
    const [west, east] = p.x < q.x ? [p.x - away, q.x + away] : [q.x - away, p.x + away];
    const [north, south] = p.y < q.y ? [p.y - away, q.y + away] : [q.y - away, p.y + away];
    return near.filter(({ x, y, r }) => x > west - r && x < east + r && y > north - r && y < south + r);
  }

  /** How far a curve is from the one that suits: `turns` are the angles at its start and end, of like size and opposite when it is even. */
  function unevenness({ turns: [first, last] }, suits, out) {
    const most = Math.abs(first) > Math.abs(last) ? first : -last;
    const inward = most * out < 0 ? INWARD : 0;
    return LEANING * Math.abs(first + last) + Math.abs(Math.abs(most) - suits) + inward;
  }

  /** Where a curve that is bent so leaves its rims, if both have room there. */
  function turned(one, chord, bend, ground) {
    const { radii } = ground;
    const start = port(taken(ground, one.low), chord + bend, one.backPx, one.therePx, radii[one.low]);
    const back = chord + Math.PI - bend;
    const end = start && port(taken(ground, one.high), back, one.therePx, one.backPx, radii[one.high]);
    if (!end) return null;
    const turns = [wrap(start.angle - chord), wrap(end.angle - chord - Math.PI)];
    return loops(one, turns) ? null : { start, end, turns };
  }

  function bent(one, start, end, { radii }) {
    const ends = [
      { at: one.from, rim: radii[one.low], angle: start.angle },
      { at: one.to, rim: radii[one.high], angle: end.angle },
    ];
    const curve = cubic(...ends);
    if (hypot(curve[STEPS][0] - curve[0][0], curve[STEPS][1] - curve[0][1]) < SHORTEST_PX / 2) return null;
    return { curve, spans: [start.span, end.span] };
  }

  function loops({ there, back }, [start, end]) {
    if ([...there, ...back].some((link) => link.kind || link.share >= LITTLE)) return false;
    return Math.abs(start) + Math.abs(end) > FARTHEST_TURNS;
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
    const [p, s] = [reach(start, 0), reach(end, 0)];
    const pull = hypot(s[0] - p[0], s[1] - p[1]) * PULL;
    const [q, r] = [reach(start, pull), reach(end, pull)];
    return WEIGHTS.map(([a, b, c, d]) => [
      a * p[0] + b * q[0] + c * r[0] + d * s[0],
      a * p[1] + b * q[1] + c * r[1] + d * s[1],
    ]);
  }

  /** Much quicker than Math.hypot, which guards against numbers that no screen has. */
  function hypot(dx, dy) {
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** Whether a bundle passes under a disc that is not one of its ends: its middle line, and half its breadth beside it. */
  function underDisc({ curve, from, to, therePx, backPx }, nodes) {
    const half = (therePx + backPx) / 2;
    const line = beside(curve, therePx - half);
    const box = boxOf(line);
    const parts = inParts(line);
    return nodes.some((node) => {
      if (node === from || node === to) return false;
      const near = node.r + half;
      if (isFar(node, box, near)) return false;
      return parts.some((part) => !isFar(node, part.box, near) && isNear(node, part.line, near));
    });
  }

  /** A line in four, each with its box: a disc is far from most of them at a glance. */
  function inParts(line) {
    const step = Math.ceil(line.length / 4);
    const parts = [];
    for (let i = 0; i < line.length - 1; i += step) {
      const part = line.slice(i, i + step + 1);
      parts.push({ line: part, box: boxOf(part) });
    }
    return parts;
  }

  function isFar({ x, y }, box, near) {
    return x < box[0] - near || y < box[1] - near || x > box[2] + near || y > box[3] + near;
  }

  /** A line that runs `by` pixels to the right of another. */
  function beside(line, by) {
    return line.map(([x, y], i) => {
      const [before, after] = [line[Math.max(i - 1, 0)], line[Math.min(i + 1, line.length - 1)]];
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const step = hypot(dx, dy) || 1;
      return [x - (dy / step) * by, y + (dx / step) * by];
    });
  }

  /** Whether a line comes nearer to a point than `near`. */
  function isNear({ x, y }, line, near) {
    for (let i = 1; i < line.length; i++) {
      if (mayBeNear(x, y, line[i - 1], line[i], near) && toSegment(x, y, line[i - 1], line[i]) < near) return true;
    }
    return false;
  }

  /** Most segments are too far at a glance: their box says so. */
  function mayBeNear(x, y, from, to, near) {
    const [west, east] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
    if (x < west - near || x > east + near) return false;
    const [north, south] = from[1] < to[1] ? [from[1], to[1]] : [to[1], from[1]];
    return y >= north - near && y <= south + near;
  }

  function boxOf(curve) {
    let [[west, north]] = curve;
    let [east, south] = [west, north];
    for (const [x, y] of curve) {
      if (x < west) west = x;
      else if (x > east) east = x;
      if (y < north) north = y;
      else if (y > south) south = y;
    }
    return [west, north, east, south];
  }

  function isClear(one, near) {
    return (
      clearOfEnds(one) && !underDisc(one, near) && bands(one).every(({ head }) => headIsClear(head, [one.from, one.to]))
    );
  }

  function headIsClear(head, ends) {
    return ends.every((end) => !isNear(end, [...head, head[0]], end.r));
  }

  /** Whether both edges of a bundle stay out of the discs at its ends: a curve that is too bent would run under them. */
  function clearOfEnds({ curve, from, to, therePx, backPx }) {
    for (let i = 1; i < curve.length; i++) {
      const [x, y] = curve[i];
      const dx = x - curve[i - 1][0];
      const dy = y - curve[i - 1][1];
      const step = hypot(dx, dy) || 1;
      for (const by of [therePx / step, -backPx / step]) {
        const at = { x: x - dy * by, y: y + dx * by };
        if (distance(from, at) < from.r || distance(to, at) < to.r) return false;
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
    return hypot(x - from[0] - held * dx, y - from[1] - held * dy);
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
      lengths.push(lengths[i - 1] + hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]));
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

  function toLine(point, line) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 1; i < line.length; i++)
      nearest = Math.min(nearest, toSegment(point[0], point[1], line[i - 1], line[i]));
    return nearest;
  }

  Object.assign(globalThis.maillageFlows, { bundles, lay, bands, toLine });
})();
