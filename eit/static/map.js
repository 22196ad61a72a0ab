/* What a map does in the browser: the ground, the canvas of flows over it, the pointer, the keyboard, the panel.

   flows.js says where things lie, draw.js draws them, panel.js is the list and the legend. Values come as JSON
   (eit/views/map/leaflet.py); the words that people typed are written as text and never as HTML. */
globalThis.maillage = (() => {
  const flowsOf = globalThis.maillageFlows;
  const draw = globalThis.maillageDraw;
  const MOST = 60;
  const [FIRST_TOWNS, MOST_TOWNS] = [8, 40];
  /** Around what is seen, this share of it is drawn too, so that a short drag shows no edge. */
  const MARGIN = 0.25;
  const KEPT = "maillage ";

  /** What the reader chose; it outlives every change of the data. */
  const view = {
    mode: "all",
    kinds: "both",
    chips: new Set(),
    least: 0,
    year: null,
    pinned: "",
    asked: null,
    hover: null,
  };
  let board = null;

  // ---- the map before any data -------------------------------------------------------------------

  /** The frame of the map: language, controls, ground, place, panel. Called once. */
  function furnish(map, s) {
    document.documentElement.lang = s.lang;
    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", s.words.region);
    document.body.insertAdjacentHTML("beforeend", s.patterns);
    L.control.zoom({ zoomInTitle: s.words.zoom_in, zoomOutTitle: s.words.zoom_out }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 140, position: "bottomright" }).addTo(map);
    L.control.attribution({ prefix: false, position: "bottomright" }).addAttribution(s.credits).addTo(map);
    board = makeBoard(map, s);
    if (s.context) context(map, s.context);
    place(map, s);
    if (s.drawn) setTimeout(() => fetch(s.drawn).catch(() => {}));
  }

  /** The ground from its own address; without an answer the map stands on what it has. */
  function context(map, url) {
    return fetch(url)
      .then((answer) => answer.json())
      .then((shapes) => {
        for (const kind of ["land", "outline", "line", "water"]) {
          const pane = kind === "water" ? "water" : "context";
          L.geoJSON(together(shapes, kind), { pane, interactive: false, className: `maillage-${kind}` }).addTo(map);
        }
      })
      .catch(() => {});
  }

  /** All shapes of a kind as one: a browser draws one path faster than some hundred. */
  function together(shapes, kind) {
    const found = shapes.features.filter((one) => one.properties.kind === kind).map((one) => one.geometry);
    const of = (many, one) =>
      found.flatMap(({ type, coordinates }) => (type === many ? coordinates : type === one ? [coordinates] : []));
    return [
      { type: "MultiPolygon", coordinates: of("MultiPolygon", "Polygon") },
      { type: "MultiLineString", coordinates: of("MultiLineString", "LineString") },
    ].filter(({ coordinates }) => coordinates.length);
  }

  /** Goes back to where the reader was after another page or language; a button shows the whole again.

      Until the reader has moved it, the map shows the whole in every window, one that is turned or widened too.
      The place is kept by the browser for one tab: the page must not know it, or each move would run it. */
  function place(map, s) {
    const key = KEPT + s.place;
    let moved = false;
    const whole = (animate) => map.fitBounds(s.bounds, { ...board.padding(), animate });
    const kept = s.place ? held(sessionStorage, key) : null;
    // Not animated: an animation ends after the next call and would undo it.
    if (kept) map.setView([kept.lat, kept.lng], kept.zoom, { animate: false });
    else whole(false);
    const again = () => {
      if (!kept && !moved) whole(false);
    };
    map.on("resize", again);
    for (const what of ["pointerdown", "wheel", "keydown"]) {
      const note = () => {
        moved = true;
      };
      map.getContainer().addEventListener(what, note, { passive: true, capture: true });
    }
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      if (moved && s.place) keep(sessionStorage, key, { lat, lng, zoom: map.getZoom() });
    });
    wholeButton(s.words.whole, () => whole(true)).addTo(map);
  }

  function keep(store, key, seen) {
    try {
      store.setItem(key, JSON.stringify(seen));
    } catch {
      // A browser that keeps nothing shows the whole next time.
    }
  }

  function held(store, key) {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  }

  function wholeButton(title, act) {
    const Whole = L.Control.extend({
      onAdd() {
        const bar = L.DomUtil.create("div", "leaflet-bar");
        const button = L.DomUtil.create("a", "maillage-whole", bar);
        button.href = "#";
        button.title = title;
        button.setAttribute("role", "button");
        button.setAttribute("aria-label", title);
        button.textContent = "\u2922";
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(button, "click", (pressed) => {
          L.DomEvent.preventDefault(pressed);
          act();
        });
        return bar;
      },
    });
    return new Whole({ position: "topleft" });
  }

  // ---- the data ----------------------------------------------------------------------------------

  /** The layer of a scene: what streamlit-folium adds and takes away; the board stays and draws the last one. */
  function scene(data, reader) {
    const Scene = L.Layer.extend({
      onAdd(map) {
        board.show(map, this, data, reader);
        return this;
      },
      onRemove() {
        return this;
      },
    });
    return new Scene();
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
  function keeper(data) {
    const { flows } = data;
    const least = leastQuantities(data);
    return (i) =>
      (view.kinds === "both" || flows.kind[i] === (view.kinds === "synergies" ? 1 : 0)) &&
      (!view.chips.size || view.chips.has(data.categories[flows.category[i]][0])) &&
      (view.year === null || flows.year[i] === null || flows.year[i] <= view.year) &&
      (flows.quantity[i] || 0) >= least[flows.unit[i]];
  }

  /** The least quantity that is shown of each unit: the same share of the largest flow of each. */
  function leastQuantities(data) {
    const largest = data.units.map(() => 0);
    data.flows.unit.forEach((unit, i) => {
      largest[unit] = Math.max(largest[unit], data.flows.quantity[i] || 0);
    });
    return largest.map((one) => one * (view.least / 100) ** 2);
  }

  // ---- the board: one canvas, one panel ----------------------------------------------------------

  function makeBoard(map, s) {
    const canvas = L.DomUtil.create("canvas", "maillage-flows leaflet-zoom-animated", map.createPane("maillage-flows"));
    map.getPane("maillage-flows").style.zIndex = 410;
    map.getPane("maillage-flows").style.pointerEvents = "none";
    const tip = L.DomUtil.create("div", "maillage-tip", map.getContainer());
    tip.hidden = true;
    const me = {
      ...{ map, words: s.words, units: s.units, lang: s.lang, canvas, tip, data: null, levels: new Map() },
      ...{ areas: L.layerGroup().addTo(map), circle: L.layerGroup().addTo(map), picture: null, layer: null },
    };
    me.pen = penOf(me);
    me.panel = globalThis.maillagePanel(map.getContainer(), s, view, actions(me));
    me.padding = () => me.panel.padding(map.getSize());
    me.show = (_, layer, data, reader) => show(me, layer, data, reader);
    map.on("resize", me.panel.moved);
    map.on("moveend resize", () => refresh(me));
    map.on("zoomanim", (moved) => follow(me, moved));
    map.on("mousemove", (moved) => point(me, moved.containerPoint));
    map.on("mouseout", () => point(me, null));
    map.on("click", (pressed) => pin(me, targetAt(me, pressed.containerPoint)));
    document.addEventListener("keydown", (pressed) => {
      if (pressed.key === "Escape") free(me);
    });
    return me;
  }

  /** The canvas as a pen; where there is none, elements of a drawing in its place. */
  function penOf(me) {
    const pen = me.canvas.getContext?.("2d");
    if (pen) return pen;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", me.canvas.getAttribute("class"));
    me.canvas.replaceWith(svg);
    me.canvas = svg;
    return draw.svgPen(svg);
  }

  function show(me, layer, data, reader) {
    const changed = me.data?.digest !== data.digest;
    Object.assign(me, { layer, reader, data });
    dress(reader);
    if (changed) {
      me.sites = sitesOf(data);
      me.levels = new Map();
      me.areas.clearLayers();
      drawAreas(me);
      view.hover = null;
      for (const chip of view.chips) if (!data.categories.some(([id]) => id === chip)) view.chips.delete(chip);
    }
    // An answer to an earlier click that comes late does not take back the last one.
    if (reader.pinned === view.asked) view.asked = null;
    if (view.asked === null && (reader.pinned || !view.pinned || view.pinned.startsWith("company:")))
      view.pinned = reader.pinned;
    drawRing(me);
    refresh(me);
  }

  function dress(reader) {
    const root = document.documentElement;
    root.dataset.theme = reader.dark ? "dark" : "light";
    for (const [name, colour] of Object.entries(reader.ink)) root.style.setProperty(`--map-${name}`, colour);
  }

  function drawAreas(me) {
    for (const area of me.data.areas) {
      const className = `maillage-area${area.approximate ? " approximate" : ""}${area.fill ? " shaded" : ""}`;
      const shape = L.geoJSON(area.geometry, {
        ...{ pane: "territories", smoothFactor: 0.5 },
        ...{ className, style: area.fill ? { fillColor: area.fill, fillOpacity: 1 } : {} },
      });
      shape.on("mouseover", () => {
        me.area = area;
      });
      shape.on("mouseout", () => {
        me.area = null;
      });
      me.areas.addLayer(shape);
    }
  }

  function drawRing(me) {
    me.circle.clearLayers();
    const { ring } = me.reader;
    if (!ring) return;
    const look = { pane: "circle", interactive: false, className: "maillage-ring", radius: ring.km * 1000 };
    me.circle.addLayer(L.circle(ring.at, look));
  }

  /** What the data give at a zoom with the switches as they stand: computed once for each. */
  function level(me) {
    const at = flowsOf.levelOf(me.map.getZoom());
    const asked = [at, view.kinds, [...view.chips].sort(), view.year, view.least].join("|");
    if (!me.levels.has(at)) me.levels.set(at, flowsOf.clusters(me.sites, at));
    const { nodes, of } = me.levels.get(at);
    if (me.asked !== asked || me.askedOf !== me.data) {
      const widest = flowsOf.widestOf(nodes, 2 ** at);
      const found = flowsOf.sums(me.data.flows, of, keeper(me.data), view.chips.size > 0, widest);
      me.widest = widest;
      const unit = me.data.units.indexOf(me.data.unit);
      Object.assign(me, { asked, askedOf: me.data, found, totals: flowsOf.totals(found.links, nodes.length, unit) });
    }
    return { at, nodes, of, ...me.found, totals: me.totals };
  }

  function refresh(me) {
    if (!me.data) return;
    sizeCanvas(me);
    const now = level(me);
    const nodes = placed(me, now);
    const seen = nodes.map((node) => inside(node, me.frame));
    const wanted = now.links.filter((link) => seen[link.a] || seen[link.b]);
    me.picture = { ...now, nodes, wanted, hues: view.chips.size ? me.reader.hues : null };
    lay(me, wanted.filter(flowsOf.carries).slice(0, MOST));
    me.picture.names = named(me);
    paint(me);
    me.panel.show(model(me));
  }

  /** The canvas over what is seen and a margin, in the pixels of the screen. */
  function sizeCanvas(me) {
    const size = me.map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const origin = me.map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const [width, height] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
    const dots = Math.min(2, globalThis.devicePixelRatio || 1);
    L.DomUtil.setPosition(me.canvas, origin);
    Object.assign(me, { origin, margin, dots, zoom: me.map.getZoom(), width, height });
    me.northWest = me.map.layerPointToLatLng(origin);
    me.frame = me.panel.frame(size, margin);
    if (me.pen.clear) {
      me.canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    } else if (me.canvas.width !== width * dots || me.canvas.height !== height * dots) {
      me.canvas.width = width * dots;
      me.canvas.height = height * dots;
    }
    me.canvas.style.width = `${width}px`;
    me.canvas.style.height = `${height}px`;
  }

  /** While Leaflet animates a zoom, the picture grows with the ground; it is drawn anew when that ends. */
  function follow(me, moved) {
    if (!me.northWest) return;
    const half = me.map.getSize().divideBy(2);
    const pane = L.DomUtil.getPosition(me.map.getPane("mapPane"));
    const origin = me.map.project(moved.center, moved.zoom).subtract(half).add(pane).round();
    const corner = me.map.project(me.northWest, moved.zoom).subtract(origin);
    L.DomUtil.setTransform(me.canvas, corner, me.map.getZoomScale(moved.zoom, me.zoom));
  }

  /** From a point of the world (zoom 0) to the canvas. */
  function spot(me, x, y) {
    const scale = 2 ** me.zoom;
    const zero = me.map.getPixelOrigin().add(me.origin);
    return { x: x * scale - zero.x, y: y * scale - zero.y };
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

  function inside({ x, y }, [west, north, east, south]) {
    return x >= west && x <= east && y >= north && y <= south;
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
    const chips = [...view.chips];
    picture.bands.forEach((band, i) => {
      band.strength = 0.55 + (0.45 * (i + 1)) / picture.bands.length;
      if (view.chips.size) band.motif = chips.indexOf(me.data.categories[band.link.category][0]) % draw.MOTIFS.length;
    });
    picture.drawn = new Set(picture.bands.map((band) => band.link.key));
  }

  function mean(values) {
    return values.reduce((sum, one) => sum + one, 0) / (values.length || 1);
  }

  // ---- names -------------------------------------------------------------------------------------

  /** Names that fit, the most wanted first. */
  function named(me) {
    const { picture, pen } = me;
    const asked = [...nodeNames(me, 14), ...areaNames(me), ...townNames(me)];
    const ready = asked.map((name) => ({ ...name, ...draw.size(pen, name.text, name.look) }));
    const spots = flowsOf.place(ready, [...discBoxes(picture), ...me.panel.boxes(me.margin)], me.frame);
    const seen = new Set();
    const names = [];
    ready.forEach((name, i) => {
      if (!spots[i] || seen.has(name.text)) return;
      seen.add(name.text);
      names.push({ ...name, ...spots[i] });
    });
    picture.dots = names.filter((name) => name.dot).map((name) => name.dot);
    return names;
  }

  function discBoxes(picture) {
    return picture.nodes.filter((node) => !node.far).map(({ x, y, r }) => [x - r - 1, y - r - 1, x + r + 1, y + r + 1]);
  }

  function nodeNames(me, most) {
    const { picture } = me;
    const order = picture.nodes.filter((node) => inside(node, me.frame));
    order.sort((a, b) => b.received + b.given - a.received - a.given || b.members.length - a.members.length);
    return order.slice(0, most).map((node) => nodeName(me, node));
  }

  function nodeName(me, { n, x, y, r }) {
    return { text: draw.plain(labelOf(me, n)), x, y, r: r + 2, look: "node" };
  }

  /** A node is its territory where territories are summed, its organisation when it is alone, else its place. */
  function labelOf(me, n) {
    const { data, picture } = me;
    const { members, area } = me.levels.get(picture.at).nodes[n];
    if (picture.at < flowsOf.TERRITORY_ZOOM + 1 && area >= 0) return data.areas[area].name;
    if (members.length === 1) return data.sites.name[members[0]];
    const counts = new Map();
    for (const i of members) counts.set(data.sites.place[i], (counts.get(data.sites.place[i]) || 0) + 1);
    const [place] = [...counts].filter(([one]) => one).sort((a, b) => b[1] - a[1])[0] || [""];
    return me.words.gathered.replace("{place}", place).replace("{n}", String(members.length)).trim();
  }

  function areaNames(me) {
    if (me.map.getZoom() > 11.5) return [];
    return me.data.areas.map((area) => {
      const { x, y } = spot(me, ...flowsOf.world(...area.at));
      return { text: draw.plain(area.name), x, y, r: 0, look: "area" };
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
      return { text, ...at, look: kind, ...(spaced ? {} : { r: 2, dot: at }) };
    });
  }

  // ---- what is looked at -------------------------------------------------------------------------

  function targetAt(me, at) {
    if (!me.picture || !at) return null;
    const { x, y } = me.map.containerPointToLayerPoint(at).subtract(me.origin);
    return flowsOf.hit(me.picture.nodes, me.picture.bands, x, y);
  }

  /** Links of a target: of a node those that the direction asked for lets through. */
  function linksOf(me, target) {
    if (!target) return [];
    if (target.link) return me.picture.links.filter((link) => link.key === target.link.key);
    const n = target.node;
    return me.picture.links.filter(
      (link) => (link.a === n && view.mode !== "in") || (link.b === n && view.mode !== "out"),
    );
  }

  /** What stays lit: the links of a target, their ends, and the names of these. */
  function litOf(me, target) {
    if (!target) return null;
    const links = linksOf(me, target).filter((link) => me.picture.drawn.has(link.key));
    const nodes = new Set(links.flatMap((link) => [link.a, link.b]));
    if (target.node !== undefined) nodes.add(target.node);
    const asked = [...nodes].map((n) => me.picture.nodes[n]).filter((node) => !node.far);
    const ready = asked
      .map((node) => nodeName(me, node))
      .map((name) => ({ ...name, ...draw.size(me.pen, name.text, "node") }));
    const spots = flowsOf.place(
      ready,
      asked.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]),
      me.frame,
    );
    const names = ready.map((name, i) => ({ ...name, ...spots[i] })).filter((_, i) => spots[i]);
    return { links: new Set(links.map((link) => link.key)), nodes, names };
  }

  function paint(me) {
    const { pen, picture, reader } = me;
    if (pen.clear) pen.clear();
    else {
      pen.setTransform(me.dots, 0, 0, me.dots, 0, 0);
      pen.clearRect(0, 0, me.width, me.height);
    }
    picture.lit = litOf(me, view.hover || pinnedTarget(me));
    draw.paint(pen, picture, reader.ink, picture.lit);
    paintRingName(me);
  }

  /** The length of the circle at its top, or on the edge of the map nearest to it. */
  function paintRingName(me) {
    const { ring, ink } = me.reader;
    if (!ring) return;
    const [lat, lon] = ring.at;
    const top = spot(me, ...flowsOf.world(lat + ring.km / 111.2, lon));
    const [west, north, east, south] = me.frame;
    const x = Math.max(west + 70, Math.min(east - 70, top.x));
    const y = Math.max(north + 14, Math.min(south - 14, top.y));
    const arrow = y > top.y ? "\u2191 " : y < top.y ? "\u2193 " : "";
    draw.name(me.pen, { text: draw.plain(arrow + ring.label), x, y, look: "ring" }, ink);
  }

  function point(me, at) {
    const found = targetAt(me, at);
    const same = found?.node === view.hover?.node && found?.link?.key === view.hover?.link?.key;
    tell(me, found, at);
    if (same) return;
    hover(me, found);
  }

  function hover(me, target) {
    view.hover = target;
    me.map.getContainer().classList.toggle("pointing", Boolean(target));
    if (!me.picture) return;
    paint(me);
    me.panel.light(me.picture.lit?.links || new Set(), target?.link?.key || null);
  }

  /** What the pointer reads; where nothing is drawn, the territory. */
  function tell(me, target, at) {
    const lines = target ? linesOf(me, target) : me.area && at ? [me.area.name, me.area.said] : [];
    me.tip.hidden = !lines.length || !at;
    if (me.tip.hidden) return;
    me.tip.replaceChildren();
    lines.filter(Boolean).forEach((line, i) => {
      const row = document.createElement(i ? "span" : "b");
      row.textContent = draw.plain(line);
      me.tip.appendChild(row);
    });
    const size = me.map.getSize();
    me.tip.style.left = `${Math.min(at.x + 14, size.x - 300)}px`;
    me.tip.style.top = `${at.y > size.y - 130 ? at.y - 14 - me.tip.offsetHeight : at.y + 16}px`;
  }

  function linesOf(me, target) {
    const { words, data, picture } = me;
    if (target.link) {
      const { link } = target;
      const first = largestFlow(me, link);
      const kind = link.kind ? words.synergy : words.potential;
      return [
        `${labelOf(me, link.a)} \u2192 ${labelOf(me, link.b)}`,
        [kind, said(me, link.quantity, data.units[link.unit]), counted(me, "exchange", link.flows.length)].join(
          " \u00b7 ",
        ),
        data.whats[data.flows.what[first]],
        data.flows.facts[first],
      ];
    }
    const { members } = me.levels.get(picture.at).nodes[target.node];
    const { received, given } = picture.totals[target.node];
    const inner = picture.inside.get(target.node)?.length;
    const unit = data.unit;
    return [
      labelOf(me, target.node),
      members.length === 1 ? data.sites.sector[members[0]] : counted(me, "company", members.length),
      `${words.received} ${said(me, received, unit)} \u00b7 ${words.given} ${said(me, given, unit)}`,
      inner ? counted(me, "inside", inner) : "",
    ];
  }

  // ---- words -------------------------------------------------------------------------------------

  function number(me, value) {
    const size = Math.abs(value);
    const most = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || !size ? 2 : 1 - Math.floor(Math.log10(size));
    const digits = Math.min(most, 20);
    me.formats ||= new Map();
    if (!me.formats.has(digits)) {
      me.formats.set(digits, new Intl.NumberFormat(me.lang, { maximumFractionDigits: digits }));
    }
    return me.formats.get(digits).format(value);
  }

  /** A quantity of a year in the step of its unit that suits it. */
  function said(me, value, unit) {
    const steps = me.units[unit] || [[1, unit]];
    const [step, name] =
      steps.find(([from]) => Math.abs(value) >= from) || (value ? steps.at(-1) : steps.find(([from]) => from === 1));
    return me.words.per_year.replace("{quantity}", `${number(me, value / step)}\u00a0${name}`);
  }

  function counted(me, noun, n) {
    const one = me.lang === "fr" ? n < 2 : n === 1;
    return me.words[`${noun}.${one ? "one" : "other"}`].replace("{n}", number(me, n));
  }

  // ---- pinning -----------------------------------------------------------------------------------

  /** The name of a target that holds at every zoom: of an organisation, a territory, a gathering or a flow. */
  function pinOf(me, target) {
    const { data, picture } = me;
    if (target.link) {
      return `flow:${data.flows.id[target.link.flows[0]]}`;
    }
    const { members, area } = me.levels.get(picture.at).nodes[target.node];
    if (members.length === 1) return `company:${data.sites.id[members[0]]}`;
    if (picture.at < flowsOf.TERRITORY_ZOOM + 1 && area >= 0) return `territory:${data.areas[area].id}`;
    return `around:${data.sites.id[members[0]]}`;
  }

  function pinnedTarget(me) {
    const at = view.pinned.indexOf(":");
    if (!me.picture || at < 0) return null;
    const [kind, id] = [view.pinned.slice(0, at), view.pinned.slice(at + 1)];
    if (kind === "flow") return linkOf(me, me.data.flows.id.indexOf(id));
    if (kind === "territory") return nodeOf(me, me.data.sites.area.indexOf(areaOf(me, id)));
    return nodeOf(me, me.data.sites.id.indexOf(id));
  }

  function areaOf(me, id) {
    const area = me.data.areas.findIndex((one) => one.id === id);
    return area < 0 ? Number.NaN : area;
  }

  function nodeOf(me, site) {
    return site < 0 ? null : { node: me.picture.of[site] };
  }

  function linkOf(me, flow) {
    const link = flow < 0 ? null : me.picture.links.find((one) => one.flows.includes(flow));
    return link ? { link } : null;
  }

  function pin(me, target) {
    if (me.reader?.room || !me.picture) return;
    const name = target ? pinOf(me, target) : "";
    if (name === view.pinned) return;
    view.pinned = view.asked = name;
    view.hover = null;
    refresh(me);
    // streamlit-folium listens to clicks on layers, and hands what was clicked to the page.
    const toGeoJSON = () => ({ type: "Feature", properties: { pinned: name }, geometry: null });
    me.layer.fire("click", { layer: { toGeoJSON } });
  }

  function free(me) {
    if (view.pinned) pin(me, null);
    else hover(me, null);
  }

  // ---- the panel ---------------------------------------------------------------------------------

  function actions(me) {
    const linkBy = (key) => me.picture?.links.find((link) => link.key === key);
    return {
      changed: () => refresh(me),
      light: (key) => hover(me, key ? { link: linkBy(key) } : null),
      pin: (key) => pin(me, { link: linkBy(key) }),
      free: () => free(me),
      near: (key) => nearer(me, linkBy(key)),
    };
  }

  function nearer(me, link) {
    if (!link) return;
    const ends = [link.a, link.b].map((n) => me.levels.get(me.picture.at).nodes[n]);
    const corner = ({ x, y }) => me.map.unproject([x, y], 0);
    me.map.fitBounds(L.latLngBounds(ends.map(corner)), { ...me.padding(), maxZoom: 14 });
  }

  /** What the panel shows: the rows of what is drawn, and what is not. */
  function model(me) {
    const { data, picture } = me;
    const target = pinnedTarget(me);
    const rows = (target ? linksOf(me, target) : picture.wanted).filter((link) => picture.drawn.has(link.key));
    const all = picture.links.reduce((n, link) => n + link.flows.length, 0);
    const unit = data.units.indexOf(data.unit);
    const sum = (links) => links.reduce((total, link) => total + (link.unit === unit ? link.quantity : 0), 0);
    const drawn = picture.links.filter((link) => picture.drawn.has(link.key));
    const whole = sum(picture.links);
    return {
      title: target ? [...chosen(me), ...linesOf(me, target)] : null,
      rows: rows.map((link) => row(me, link)),
      drawn: drawn.length,
      of: picture.links.length,
      share: whole ? sum(drawn) / whole : null,
      flows: all,
      inside: [...picture.inside.values()].reduce((n, list) => n + list.length, 0),
      left: data.left,
      legend: legend(me, drawn),
      chips: data.categories.map(([id, , short], i) => ({
        id,
        short,
        name: me.reader.names[i],
        hue: me.reader.hues[i],
      })),
      years: yearsOf(data),
      least: said(me, leastQuantities(data)[Math.max(unit, 0)] || 0, data.unit),
      number: (value) => number(me, value),
      counted: (noun, n) => counted(me, noun, n),
      room: me.reader.room,
    };
  }

  /** The organisation that is pinned, where others share its disc. */
  function chosen(me) {
    const i = me.data.sites.id.indexOf(view.pinned.replace("company:", ""));
    const members = i < 0 ? [] : me.levels.get(me.picture.at).nodes[me.picture.of[i]].members;
    return members.length > 1 ? [me.data.sites.name[i]] : [];
  }

  function row(me, link) {
    const { data } = me;
    const pinned = linkIsPinned(me, link);
    const largest = largestFlow(me, link);
    return {
      key: link.key,
      kind: link.kind,
      from: draw.plain(labelOf(me, link.a)),
      to: draw.plain(labelOf(me, link.b)),
      quantity: said(me, link.quantity, data.units[link.unit]),
      width: link.width,
      hue: view.chips.size ? me.reader.hues[link.category] : "",
      what: draw.plain(data.whats[data.flows.what[largest]]),
      more: link.flows.length - 1,
      pinned,
      flows: pinned ? flowsOfLink(me, link) : [],
    };
  }

  function largestFlow({ data }, link) {
    return link.flows.reduce((best, i) =>
      (data.flows.quantity[i] || 0) > (data.flows.quantity[best] || 0) ? i : best,
    );
  }

  /** The largest flows of a link, one by one. */
  function flowsOfLink(me, link) {
    const { flows, whats, sites, units } = me.data;
    const order = [...link.flows].sort((a, b) => (flows.quantity[b] || 0) - (flows.quantity[a] || 0));
    return order.slice(0, 8).map((i) => ({
      what: draw.plain(whats[flows.what[i]]),
      ends: `${draw.plain(sites.name[flows.from[i]])} \u2192 ${draw.plain(sites.name[flows.to[i]])}`,
      quantity: flows.quantity[i] === null ? me.words.unknown : said(me, flows.quantity[i], units[link.unit]),
      facts: draw.plain(flows.facts[i]),
    }));
  }

  function linkIsPinned(me, link) {
    return view.pinned.startsWith("flow:") && pinnedTarget(me)?.link?.key === link.key;
  }

  function yearsOf(data) {
    const known = data.flows.year.filter((year) => year !== null);
    return known.length ? [Math.min(...known), Math.max(...known)] : null;
  }

  /** Only what is drawn: kinds, widths of each unit, discs, shades, categories. */
  function legend(me, drawn) {
    const { data, picture, reader } = me;
    const widths = [];
    for (const unit of new Set(drawn.map((link) => link.unit))) {
      const most = Math.max(...drawn.filter((link) => link.unit === unit).map((link) => link.quantity));
      if (!(most > 0)) continue;
      const half = data.units[unit] === data.unit ? said(me, most / 4, data.unit) : "";
      widths.push({ text: said(me, most, data.units[unit]), half });
    }
    return {
      kinds: [0, 1].filter((kind) => drawn.some((link) => link.kind === kind)),
      widths,
      widest: Math.max(...drawn.map((link) => link.width), 1.5),
      nodes: picture.nodes.length > 0,
      inside: picture.nodes.some((node) => node.inside && node.r >= 8),
      summed: picture.at < flowsOf.TERRITORY_ZOOM + 1,
      gathered: picture.nodes.some((node) => node.members.length > 1),
      shades: data.choropleth,
      approximate: data.areas.some((area) => area.approximate),
      ring: Boolean(reader.ring),
      unit: data.unit,
    };
  }

  /** What is drawn now, for tests and measurements: nothing of it is needed to draw. */
  const drawn = () => ({ ...board?.picture, view, frame: board?.frame, margin: board?.margin, reader: board?.reader });

  return { furnish, scene, context, drawn, board: () => board, refresh: () => refresh(board) };
})();
