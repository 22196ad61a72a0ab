/* What a map does in the browser: the board of one canvas and one panel, the pointer, pinning.

   Each part has a file: nodes.js, curves.js and layout.js say where things lie, draw.js draws them, panel.js is the
   list and the legend, ground.js what is under them, canvas.js, labels.js, targets.js, picture.js and model.js what their
   names say. Values come as JSON (eit/views/map/leaflet.py); the words that people typed are written as text and never as
   HTML. */
globalThis.maillage = (() => {
  const flowsOf = globalThis.maillageFlows;
  const draw = globalThis.maillageDraw;
  const { context, place } = globalThis.maillageGround;
  const { sizeCanvas, follow, spot, inside } = globalThis.maillageCanvas;
  const { named } = globalThis.maillageLabels;
  const { targetAt, litOf, pinOf, pinnedTarget, beside } = globalThis.maillageTargets;
  const { most, sitesOf, level, placed, lay, prepare } = globalThis.maillagePicture;
  const { model, told } = globalThis.maillageModel;

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

  /** The frame of the map: language, controls, ground, place, panel. Called once. */
  function furnish(map, s) {
    document.documentElement.lang = s.lang;
    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", s.words.region);
    document.body.insertAdjacentHTML("beforeend", s.patterns);
    L.control.zoom({ zoomInTitle: s.words.zoom_in, zoomOutTitle: s.words.zoom_out }).addTo(map);
    L.control.attribution({ prefix: false, position: "bottomright" }).addAttribution(s.credits).addTo(map);
    // What is added last stands highest at the foot of the map.
    L.control.scale({ imperial: false, maxWidth: 140, position: "bottomright" }).addTo(map);
    board = makeBoard(map, s);
    lettered();
    if (s.context) context(map, s.context);
    place(map, s, () => board.padding());
    if (s.drawn) setTimeout(() => fetch(s.drawn).catch(() => {}));
  }

  /** Names are placed by their length, and what lies beside them has its own: once more, when the letters are there.

      A canvas asks for none by itself in every browser. */
  function lettered() {
    const asked = ["600 13px 'Source Sans'", "italic 500 13px 'Source Sans'"].map((font) => document.fonts?.load(font));
    Promise.allSettled(asked).then(() => {
      draw.lettered();
      board.panel.moved();
      refresh(board);
    });
  }

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

  function makeBoard(map, s) {
    const canvas = L.DomUtil.create("canvas", "maillage-flows leaflet-zoom-animated", map.createPane("maillage-flows"));
    map.getPane("maillage-flows").style.zIndex = 410;
    map.getPane("maillage-flows").style.pointerEvents = "none";
    const tip = L.DomUtil.create("div", "maillage-tip", map.getContainer());
    tip.hidden = true;
    const me = {
      ...{ map, view, words: s.words, units: s.units, lang: s.lang, canvas, tip, data: null, levels: new Map() },
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
    fitShared(me, Boolean(reader.room));
  }

  /** The list and the legend of a shared screen take another room than the first view left free: it is fitted again. */
  function fitShared(me, shared) {
    if (shared && !me.shared) me.map.fire("resize");
    me.shared = shared;
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

  function refresh(me) {
    if (!me.data) return;
    sizeCanvas(me);
    const now = level(me);
    const nodes = placed(me, now);
    const seen = nodes.map((node) => inside(node, me.frame));
    const wanted = now.links.filter((link) => seen[link.a] || seen[link.b]);
    me.picture = { ...now, nodes, wanted, hues: view.chips.size ? me.reader.hues : null };
    lay(me, wanted.filter(flowsOf.carries).slice(0, most(me)));
    me.picture.names = named(me);
    paint(me);
    me.panel.show(model(me));
    prepare(me);
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
    const lines = target ? told(me, target) : me.area && at ? [me.area.name, me.area.said] : [];
    me.tip.hidden = !lines.length || !at;
    if (me.tip.hidden) return;
    me.tip.replaceChildren();
    lines.filter(Boolean).forEach((line, i) => {
      const row = document.createElement(i ? "span" : "b");
      row.textContent = draw.plain(line);
      me.tip.appendChild(row);
    });
    const [left, top] = beside(me, target, at, me.tip.offsetWidth, me.tip.offsetHeight);
    me.tip.style.left = `${left}px`;
    me.tip.style.top = `${top}px`;
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

  function actions(me) {
    const linkBy = (key) => me.picture?.links.find((link) => link.key === key);
    const loopBy = (key) => me.picture?.loops.find((loop) => loop.key === key);
    const targetBy = (key) => (loopBy(key) ? { node: loopBy(key).a } : { link: linkBy(key) });
    return {
      changed: () => refresh(me),
      light: (key) => hover(me, key ? targetBy(key) : null),
      pin: (key) => pin(me, targetBy(key)),
      free: () => free(me),
      near: (key) => nearer(me, loopBy(key) || linkBy(key)),
    };
  }

  function nearer(me, link) {
    if (!link) return;
    const ends = [link.a, link.b].map((n) => me.levels.get(me.picture.at).nodes[n]);
    const corner = ({ x, y }) => me.map.unproject([x, y], 0);
    me.map.fitBounds(L.latLngBounds(ends.map(corner)), { ...me.padding(), maxZoom: 14 });
  }

  /** What is drawn now, for tests and measurements: nothing of it is needed to draw. */
  const drawn = () => ({ ...board?.picture, view, frame: board?.frame, margin: board?.margin, reader: board?.reader });

  return { furnish, scene, context, drawn, board: () => board, refresh: () => refresh(board) };
})();
