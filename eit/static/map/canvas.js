/* The canvas over what is seen: its size and place, and where a point of the world is on it. */
globalThis.maillageCanvas = (() => {
  /** Around what is seen, this share of it is drawn too, so that a short drag shows no edge. */
  const MARGIN = 0.25;

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

  function inside({ x, y }, [west, north, east, south]) {
    return x >= west && x <= east && y >= north && y <= south;
  }

  return { sizeCanvas, follow, spot, inside };
})();
