/* Flow geometry, nodes: which places are one at a zoom, and what flows between them.

   Pure computation: no document, no Leaflet. Lengths are CSS pixels; y grows downwards, angles clockwise.
   eit/views/map/nodes.py computes the same for paper; tests/js/flow_cases.json holds both to the same results. */
globalThis.maillageFlows = (() => {
  const TERRITORY_ZOOM = 8;
  const SITE_ZOOM = 13;
  /** Largest and smallest disc, and the room between two: what is nearer becomes one. */
  const LARGEST_PX = 18;
  const LARGEST_SITE_PX = 12;
  const SMALLEST_PX = 4.5;
  const ROOM_PX = 32;
  /** Territories are few and keep their names: they stand nearer to each other. */
  const TERRITORY_ROOM_PX = 16;
  const SITE_ROOM_PX = 14;
  const WIDEST_PX = 14;
  const THINNEST_PX = 1.5;
  /** What all lines between two places may be broad together: about the largest disc, or they would end beside it. */
  const BROADEST_PAIR_PX = 30;
  /** The largest flow is never thinner. */
  const NARROWEST_PX = 7;

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
    const [largest, most] = level >= SITE_ZOOM ? [LARGEST_SITE_PX, SITE_ROOM_PX] : [LARGEST_PX, ROOM_PX];
    const summed = level < TERRITORY_ZOOM + 1;
    const room = (one) => (summed && one.area >= 0 ? TERRITORY_ROOM_PX : most) / 2 / 2 ** level;
    let groups = summed ? byArea(sites) : sites.map((site, i) => group([single(site, i)]));
    for (let round = 0; round < 12; round++) {
      const heaviest = Math.max(...groups.map((one) => one.weight), 1e-9);
      for (const one of groups) one.r = discOf(one.weight / heaviest, largest) / 2 ** level;
      const merged = merge(groups, room, (2 * largest + most) / 2 ** level);
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

  /** Groups whose discs are nearer than the `room` that both ask for become one, the heaviest first; none at `reach`. */
  function merge(groups, room, reach) {
    const column = (one) => Math.floor(one.x / reach);
    const row = (one) => Math.floor(one.y / reach);
    const cells = new Map();
    groups.forEach((one, i) => {
      const key = cell(column(one), row(one));
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(i);
    });
    const free = new Array(groups.length).fill(true);
    const order = [...groups.keys()].sort((a, b) => groups[b].weight - groups[a].weight || a - b);
    const found = [];
    for (const i of order) {
      if (!free[i]) continue;
      const one = groups[i];
      const near = around(cells, column(one), row(one), (j) => free[j]).filter(
        (j) => j === i || distance(one, groups[j]) < one.r + groups[j].r + room(one) + room(groups[j]),
      );
      near.sort((a, b) => a - b);
      for (const j of near) free[j] = false;
      found.push(near.length > 1 ? group(near.map((j) => groups[j])) : one);
    }
    return found;
  }

  function distance(one, other) {
    const [dx, dy] = [other.x - one.x, other.y - one.y];
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** One number for a square of the plane: much quicker to find again than a text. */
  function cell(column, row) {
    return column * 2 ** 26 + row;
  }

  /** What lies in a square and the eight around it; what is no longer free leaves its square for good. */
  function around(cells, column, row, isFree) {
    const found = [];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const key = cell(column + dx, row + dy);
        const left = (cells.get(key) || []).filter(isFree);
        if (left.length) cells.set(key, left);
        else cells.delete(key);
        for (const j of left) found.push(j);
      }
    }
    return found;
  }

  /** What flows from node to node: one link per pair, kind, unit (and category when `byCategory`).

      `flows` are columns; `keep(i)` says which count. What stays inside a node is counted there. */
  function sums(flows, of, keep, byCategory, widest) {
    const links = Object.assign(new Map(), { units: new Map() });
    const inside = new Map();
    for (let i = 0; i < flows.from.length; i++) {
      if (!keep(i)) continue;
      const [a, b] = [of[flows.from[i]], of[flows.to[i]]];
      if (a === b) keepInside(inside, a, i);
      else add(links, a, b, flows, i, byCategory ? flows.category[i] : -1);
    }
    return { links: ranked([...links.values()], widest), inside };
  }

  /** What stays inside nodes, as links from a node to itself: one per node, kind and unit, of which something is known.

      Its share is of the largest line of its unit: it may be more than the whole. */
  function loops(inside, flows, links) {
    const largest = largestOf(links);
    const found = new Map();
    for (const [n, kept] of inside) for (const i of kept) addLoop(found, n, i, flows);
    const known = [...found.values()].filter((one) => one.quantity > 0);
    const others = largestOf(known);
    for (const one of known) one.share = one.quantity / (largest.get(one.unit) || others.get(one.unit));
    return known.sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1));
  }

  function addLoop(found, n, i, flows) {
    const [kind, unit] = [flows.kind[i], flows.unit[i]];
    const key = `${n}@|${kind}|${unit}`;
    if (!found.has(key)) found.set(key, { key, a: n, b: n, kind, unit, category: -1, quantity: 0, flows: [] });
    const one = found.get(key);
    one.quantity += flows.quantity[i] || 0;
    one.flows.push(i);
  }

  /** The largest quantity of each unit. */
  function largestOf(links) {
    const found = new Map();
    for (const { unit, quantity } of links) found.set(unit, Math.max(found.get(unit) || 0, quantity));
    return found;
  }

  function numberOf(known, unit) {
    if (!known.has(unit)) known.set(unit, known.size);
    return known.get(unit);
  }

  function keepInside(inside, node, i) {
    if (!inside.has(node)) inside.set(node, []);
    inside.get(node).push(i);
  }

  function add(links, a, b, flows, i, category) {
    const kind = flows.kind[i];
    const unit = flows.unit[i];
    // A number is found again much quicker than a text; it holds 10 000 nodes, 2 kinds, 64 units, 512 categories.
    const found = (((a * 16384 + b) * 2 + kind) * 64 + numberOf(links.units, unit)) * 512 + category + 1;
    let link = links.get(found);
    if (!link) {
      const key = `${a}>${b}|${kind}|${unit}|${category}`;
      link = { key, a, b, kind, unit, category, quantity: 0, unknown: 0, flows: [] };
      links.set(found, link);
    }
    link.quantity += flows.quantity[i] || 0;
    if (flows.quantity[i] === null) link.unknown += 1;
    link.flows.push(i);
  }

  /** Links with their share of the largest of their unit and their width; the largest first. */
  function ranked(links, widest = WIDEST_PX) {
    const largest = largestOf(links);
    const pairs = new Map();
    for (const link of links) {
      link.share = largest.get(link.unit) > 0 ? link.quantity / largest.get(link.unit) : 0;
      const pair = Math.min(link.a, link.b) * 16384 + Math.max(link.a, link.b);
      pairs.set(pair, (pairs.get(pair) || 0) + link.share);
    }
    let fullest = 1;
    for (const sum of pairs.values()) fullest = Math.max(fullest, sum);
    const broad = Math.min(widest, Math.max(NARROWEST_PX, BROADEST_PAIR_PX / fullest));
    for (const link of links) link.width = THINNEST_PX + (broad - THINNEST_PX) * link.share;
    return links.sort((a, b) => b.share - a.share || b.flows.length - a.flows.length || (a.key < b.key ? -1 : 1));
  }

  /** The widest band that suits the distances between nodes (pixels): on a short chord a broad one has no shape. */
  function widestOf(nodes, scale) {
    const near = nearest(nodes).sort((a, b) => a - b);
    const middle = (near[Math.floor(near.length / 2)] || 0) * scale;
    return Math.max(NARROWEST_PX, Math.min(WIDEST_PX, middle / 9));
  }

  /** How far each node is from the next; sorted by x, those further off than the best so far are not looked at. */
  function nearest(nodes) {
    const order = [...nodes].sort((a, b) => a.x - b.x);
    return order.map((one, i) => {
      let best = 1e9;
      for (let j = i + 1; j < order.length && order[j].x - one.x < best; j++)
        best = Math.min(best, distance(one, order[j]));
      for (let j = i - 1; j >= 0 && one.x - order[j].x < best; j--) best = Math.min(best, distance(one, order[j]));
      return best;
    });
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

  const constants = { LARGEST_PX, LARGEST_SITE_PX, SITE_ZOOM, TERRITORY_ZOOM };
  return { ...constants, world, levelOf, clusters, discOf, widestOf, sums, loops, totals, carries, distance };
})();
