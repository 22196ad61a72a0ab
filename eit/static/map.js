/* What a map does in the browser. Loaded once in the frame of the map, before anything is drawn there.

   Every function gets its values as data. Texts that people typed arrive encoded (eit/views/escape.py), ready to
   stand in HTML; nothing here decodes them. */
globalThis.maillage = (() => {
  /** How a line, a territory or the circle looks; `p` are the properties of a feature. */
  function style(feature) {
    const p = feature.properties;
    return {
      color: p.c,
      weight: p.w,
      opacity: p.o,
      dashArray: p.d || null,
      lineCap: p.cap || "butt",
      fill: p.f !== undefined,
      fillColor: p.f || null,
      fillOpacity: p.fo === undefined ? 0 : p.fo,
    };
  }

  /** The sentence of a feature under the mouse, and a thicker line while it is there. */
  function tell(feature, layer) {
    const p = feature.properties;
    if (!p.tip) return;
    layer.bindTooltip(p.tip, { sticky: true, className: "maillage-tip", opacity: 1 });
    if (!layer.setStyle) return;
    layer.on("mouseover", () => layer.setStyle({ weight: p.w + 1.5, opacity: 1 }));
    layer.on("mouseout", () => layer.setStyle({ weight: p.w, opacity: p.o }));
  }

  /** Enter and the space bar do what a click does. */
  function keys(sign) {
    sign.addEventListener("keydown", (pressed) => {
      if (pressed.key === "Enter" || pressed.key === " ") {
        pressed.preventDefault();
        sign.click();
      }
    });
  }

  function named(p) {
    return `<i role="img" aria-label="${p.name}">${p.text}</i>`;
  }

  function icon(className, size, html) {
    return L.divIcon({ className, iconSize: [size, size], html });
  }

  /** A site among many: a plain dot. */
  function dot(feature, place) {
    const p = feature.properties;
    return L.circleMarker(place, { pane: "sites", radius: p.r, className: p.look });
  }

  /** A site: a disc with the two letters of its category. */
  function site(feature, place) {
    const p = feature.properties;
    const look = `maillage-site ${p.look}${p.on ? " chosen" : ""}`;
    const marker = L.marker(place, {
      pane: "sites",
      icon: icon(look, 2 * p.r, named(p)),
      opacity: p.o,
      riseOnHover: true,
      zIndexOffset: p.on ? 5000 : 0,
    });
    marker.on("add", () => {
      const disc = marker.getElement();
      disc.style.background = p.f;
      disc.style.color = p.ink;
      keys(disc);
    });
    return marker;
  }

  /** Sites that lie together: their number; a click comes nearer until they come apart. */
  function group(feature, place) {
    const p = feature.properties;
    const marker = L.marker(place, {
      pane: "groups",
      icon: icon(`maillage-group ${p.look}`, p.s, named(p)),
      riseOnHover: true,
    });
    marker.on("click", () => marker._map.setView(place, Math.max(marker._map.getZoom() + 1, p.z)));
    marker.on("add", () => keys(marker.getElement()));
    return marker;
  }

  /** How many exchanges stay inside a territory. */
  function inside(feature, place) {
    const p = feature.properties;
    const marker = L.marker(place, { pane: "groups", icon: icon("maillage-inside", p.s, named(p)) });
    marker.on("add", () => keys(marker.getElement()));
    return marker;
  }

  /** An arrowhead of constant size, turned by `b` degrees. */
  function arrow(feature, place) {
    const p = feature.properties;
    const head =
      `<svg width="${p.s}" height="${p.s}" viewBox="0 0 12 12" style="transform:rotate(${p.b}deg)">` +
      `<path d="M6 0.4L11.2 11.4L6 9L0.8 11.4Z" fill="${p.c}" stroke="#fff" stroke-width="0.8"/></svg>`;
    return L.marker(place, {
      pane: "arrows",
      interactive: false,
      keyboard: false,
      opacity: p.o,
      icon: icon("maillage-arrow", p.s, head),
    });
  }

  /** A name centred on its point. */
  function name(feature, place) {
    const p = feature.properties;
    return L.marker(place, {
      pane: "names",
      interactive: false,
      keyboard: false,
      icon: icon(`maillage-name ${p.look}`, 0, `<span>${p.text}</span>`),
    });
  }

  /** Language, credits, scale, zoom buttons, hatch, and the zoom written where the style of the names reads it.

      Signs are moved in two dimensions (what Leaflet does for browsers without a third): in three, the browser keeps
      a picture of each of a thousand signs and puts them together again for every step of the hand. */
  function furnish(map, s) {
    document.documentElement.lang = s.lang;
    L.Browser.ie3d = true;
    if (!document.getElementById("maillage-end")) {
      document.body.insertAdjacentHTML("afterbegin", s.skip);
      document.body.insertAdjacentHTML("beforeend", s.end);
      document.getElementById("maillage-skip").onclick = (pressed) => {
        pressed.preventDefault();
        document.getElementById("maillage-end").focus();
      };
    }
    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", s.label);
    L.control.zoom({ zoomInTitle: s.zoomIn, zoomOutTitle: s.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(s.credits).addTo(map);
    if (s.drawn) setTimeout(() => fetch(s.drawn).catch(() => {}));
    const tellZoom = () => {
      box.dataset.zoom = Math.floor(map.getZoom());
    };
    map.on("zoomend", tellZoom);
    map.whenReady(tellZoom);
    if (!document.getElementById("hatch")) document.body.insertAdjacentHTML("beforeend", s.hatch);
  }

  /** Thin, silent outlines from their own address; without an answer the map stands on what it has. */
  function context(map, s) {
    return fetch(s.url)
      .then((answer) => answer.json())
      .then((shapes) => {
        const look = { pane: "context", interactive: false, smoothFactor: 0, style: s.look };
        L.geoJSON(shapes, look).addTo(map);
      })
      .catch(() => {});
  }

  /** Goes back to where the reader was after another page or language; a button shows the whole again.

      Until the reader has moved it, the map shows the whole in every window, one that is turned or widened too.
      The place is kept by the browser for one tab: the page must not know it, or each move would run it. */
  function place(map, s) {
    const key = `maillage ${s.place}`;
    let moved = false;
    const whole = (animate) => map.fitBounds(s.bounds, { padding: [18, 18], animate });
    const kept = s.place ? held(key) : null;
    // Not animated: an animation ends after the next call and would undo it.
    if (kept) {
      map.setView([kept.lat, kept.lng], kept.zoom, { animate: false });
    } else {
      whole(false);
      map.on("resize", () => {
        if (!moved) whole(false);
      });
    }
    for (const what of ["pointerdown", "wheel", "keydown"]) {
      const note = () => {
        moved = true;
      };
      map.getContainer().addEventListener(what, note, { passive: true, capture: true });
    }
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      if (moved && s.place) keep(key, { lat, lng, zoom: map.getZoom() });
    });
    wholeButton(s.whole, () => whole(true)).addTo(map);
  }

  function keep(key, seen) {
    try {
      sessionStorage.setItem(key, JSON.stringify(seen));
    } catch {
      // A browser that keeps nothing shows the whole next time.
    }
  }

  function held(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
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

  return { style, tell, dot, site, group, inside, arrow, name, furnish, context, place };
})();
