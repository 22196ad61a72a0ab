/* The map before any data: the ground from its own address, the place where the reader was, the button of the whole. */
globalThis.maillageGround = (() => {
  const KEPT = "maillage ";
  const BEHIND = new Set(["land", "outline", "line"]);

  /** The ground from its own address; without an answer the map stands on plain land, which is no water. */
  function context(map, url) {
    return fetch(url)
      .then((answer) => answer.json())
      .then((shapes) => {
        for (const kind of ["land", "outline", "line", "water", "river", "rail", "road", "motorway", "park"]) {
          const pane = BEHIND.has(kind) ? "context" : "water";
          L.geoJSON(together(shapes, kind), { pane, interactive: false, className: `maillage-${kind}` }).addTo(map);
        }
        map.getContainer().classList.add("grounded");
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
  function place(map, s, padding) {
    const key = KEPT + s.place;
    let moved = false;
    const whole = (animate) => map.fitBounds(s.bounds, { ...padding(), animate });
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

  return { context, place };
})();
