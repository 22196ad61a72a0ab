/* From the data to what is drawn now: what the switches let through, gathered at a zoom, laid out on the canvas. */
globalThis.maillagePicture = (() => {
  const flowsOf = globalThis.maillageFlows;
  const draw = globalThis.maillageDraw;
  const { spot } = globalThis.maillageCanvas;
  const { linksOf, pinnedTarget } = globalThis.maillageTargets;
  const MOST = 60;
  const MARK_SHARE = 0.4;
  /** On a shared screen: as many as a room can follow, and as their list has room for. */
  const [MOST_IN_ROOM, ROW_PX, LIST_HEAD_PX] = [12, 40, 36];

  function most(me) {
    if (!me.reader.room) return MOST;
    return Math.max(3, Math.min(MOST_IN_ROOM, Math.floor((me.map.getSize().y - LIST_HEAD_PX) / ROW_PX)));
  }

  /** Sites in the plane of the map, and what passes through each. */
  function sitesOf(data) {
    const weight = new Array(data.sites.id.length).fill(0);
    const { flows } = data;
    const unit = data.units.indexOf(data.unit);
    flows.from.forEach((from, i) => {
      if (flows.unit[i] !== unit) return;
      weight[from] += flows.quantity[i] || 0;
      weight[flows.to[i]] += flows.quantity[i] || 0;
    });
    return data.sites.at.map(([lat, lon], i) => {
      const [x, y] = flowsOf.world(lat, lon);
      return { x, y, area: data.sites.area[i], weight: weight[i] };
    });
  }

  /** Which flows the switches let through. */
  function keeper({ data, view }) {
    const { flows } = data;
    const least = leastQuantities(data, view.least);
    return (i) =>
      (view.kinds === "both" || flows.kind[i] === (view.kinds === "synergies" ? 1 : 0)) &&
      (!view.chips.size || view.chips.has(data.categories[flows.category[i]][0])) &&
      (view.year === null || flows.year[i] === null || flows.year[i] <= view.year) &&
      (flows.quantity[i] || 0) >= least[flows.unit[i]];
  }

  /** The least quantity that is shown of each unit: the same share of the largest flow of each. */
  function leastQuantities(data, least) {
    const largest = data.units.map(() => 0);
    data.flows.unit.forEach((unit, i) => {
      largest[unit] = Math.max(largest[unit], data.flows.quantity[i] || 0);
    });
    return largest.map((one) => one * (least / 100) ** 2);
  }

  /** The gatherings of the zooms that a reader comes to next, made while the browser has nothing else to do. */
  function prepare(me) {
    const at = flowsOf.levelOf(me.map.getZoom());
    const next = [0.5, -0.5, 1, -1].map((step) => flowsOf.levelOf(at + step)).find((level) => !me.levels.has(level));
    const idle = globalThis.requestIdleCallback;
    if (next === undefined || !idle || me.preparing) return;
    me.preparing = true;
    idle(() => {
      me.preparing = false;
      if (!me.levels.has(next)) me.levels.set(next, flowsOf.clusters(me.sites, next));
      prepare(me);
    });
  }

  /** What the data give at a zoom with the switches as they stand: computed once for each. */
  function level(me) {
    const at = flowsOf.levelOf(me.map.getZoom());
    const asked = [at, me.view.kinds, [...me.view.chips].sort(), me.view.year, me.view.least].join("|");
    if (!me.levels.has(at)) me.levels.set(at, flowsOf.clusters(me.sites, at));
    const { nodes, of } = me.levels.get(at);
    if (me.asked !== asked || me.askedOf !== me.data) {
      const widest = flowsOf.widestOf(nodes, 2 ** at);
      const found = flowsOf.sums(me.data.flows, of, keeper(me), me.view.chips.size > 0, widest);
      me.widest = widest;
      const unit = me.data.units.indexOf(me.data.unit);
      found.loops = flowsOf.loops(found.inside, me.data.flows, found.links);
      Object.assign(me, { asked, askedOf: me.data, found, totals: flowsOf.totals(found.links, nodes.length, unit) });
    }
    return { at, nodes, of, ...me.found, totals: me.totals };
  }

  /** The nodes of the level in pixels, those near what is seen; the others are null. */
  function placed(me, now) {
    const most = Math.max(...now.totals.map((one) => one.received + one.given), 0);
    const largest = now.at >= flowsOf.SITE_ZOOM ? flowsOf.LARGEST_SITE_PX : flowsOf.LARGEST_PX;
    return now.nodes.map((node, n) => {
      const { received, given } = now.totals[n];
      const { x, y } = spot(me, node.x, node.y);
      // What is far is drawn to, and neither drawn nor gone round.
      const far = x < -60 || y < -60 || x > me.width + 60 || y > me.height + 60;
      const r = flowsOf.discOf(most ? (received + given) / most : 0, largest);
      return { n, far, x, y, r, received, given, members: node.members, inside: now.inside.get(n)?.length || 0 };
    });
  }

  /** Curves of the largest links, then of what is pinned: what is added moves nothing. */
  function lay(me, base) {
    const { picture } = me;
    const focus = pinnedTarget(me);
    const shown = new Set(base);
    const added = linksOf(me, focus).filter((link) => !shown.has(link));
    const known = picture.nodes.filter((node) => !node.far);
    const outward = { x: mean(known.map((one) => one.x)), y: mean(known.map((one) => one.y)) };
    const first = flowsOf.bundles(base);
    const more = flowsOf.bundles(added.slice(0, MOST));
    const laid = flowsOf.lay([...first, ...more], picture.nodes, outward, first.length);
    picture.bands = laid.flatMap((one) => flowsOf.bands(one)).sort((a, b) => a.link.share - b.link.share);
    const chips = [...me.view.chips];
    const { stages } = me.data.flows;
    picture.bands.forEach((band, i) => {
      band.rank = (i + 1) / picture.bands.length;
      if (me.view.chips.size)
        band.motif = chips.indexOf(me.data.categories[band.link.category][0]) % draw.MOTIFS.length;
    });
    picture.drawn = new Set(picture.bands.map((band) => band.link.key));
    picture.marks = picture.bands.filter(({ link }) => link.flows.some((flow) => stages[flow]?.[1])).map(markOf);
    picture.badges = me.reader.room ? badges(picture) : [];
  }

  /** Where a line wears the ring of what is realised: not at its middle, where its number stands. */
  function markOf({ link, middle }) {
    const [x, y] = middle[Math.round(MARK_SHARE * (middle.length - 1))];
    return { link, x, y };
  }

  /** The number that each line has in the list, on the line as near its middle as it covers no other number. */
  function badges({ wanted, bands, nodes }) {
    const by = new Map(bands.map((band) => [band.link.key, band.middle]));
    const found = [];
    for (const link of wanted.filter(({ key }) => by.has(key))) {
      const [x, y] = freeSpot(by.get(link.key), found, nodes);
      found.push({ link, number: found.length + 1, x, y });
    }
    return found;
  }

  function freeSpot(middle, taken, nodes) {
    const half = Math.floor(middle.length / 2);
    const steps = middle.map((_, i) => i).sort((a, b) => Math.abs(a - half) - Math.abs(b - half));
    const spots = steps.slice(0, Math.floor(middle.length * 0.8)).map((i) => middle[i]);
    const isFree = ([x, y]) => taken.every((one) => Math.abs(one.x - x) + Math.abs(one.y - y) > 2.6 * draw.BADGE_PX);
    const offDiscs = ([x, y]) => nodes.every((one) => Math.hypot(one.x - x, one.y - y) > one.r + draw.BADGE_PX);
    return spots.find(isFree) || around(middle[half]).find((at) => isFree(at) && offDiscs(at)) || middle[half];
  }

  /** Beside a line that is too short for its number and those of its neighbours: on rings, the nearest first. */
  function around([x, y]) {
    const turns = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 6);
    return [2.4, 4, 5.6].flatMap((step) =>
      turns.map((turn) => [x + step * draw.BADGE_PX * Math.cos(turn), y + step * draw.BADGE_PX * Math.sin(turn)]),
    );
  }

  function mean(values) {
    return values.reduce((sum, one) => sum + one, 0) / (values.length || 1);
  }

  return { most, sitesOf, leastQuantities, level, placed, lay, prepare };
})();
