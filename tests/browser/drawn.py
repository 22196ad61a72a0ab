"""What stands on the map, read in its own document: a test says what it sees, not how Leaflet keeps it."""

from __future__ import annotations

from typing import Any

EVERYTHING = """() => {
  const pane = name => document.querySelector(`.leaflet-${name}-pane`);
  const all = (name, what) => [...pane(name).querySelectorAll(what)];
  const seen = e => getComputedStyle(e).display !== "none" && e.getBoundingClientRect().width > 0;
  const line = p => ({dashed: p.hasAttribute("stroke-dasharray"), stroke: p.getAttribute("stroke"),
                      long: p.getTotalLength() > 5});
  const box = e => e.getBoundingClientRect();
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const discs = [...document.querySelectorAll(".maillage-site, .maillage-group")].filter(seen).map(box);
  return {
    covered: [...document.querySelectorAll(".maillage-name span")].filter(seen)
      .filter(e => discs.some(d => meet(box(e), d))).map(e => e.textContent),
    layers: Object.keys(map._layers).length,
    sites: all("sites", ".leaflet-marker-icon").length,
    letters: all("sites", ".leaflet-marker-icon").every(e => e.textContent.trim().length > 0),
    exchanges: all("exchanges", "path").map(line),
    synergies: all("synergies", "path").map(line),
    arrows: all("arrows", ".leaflet-marker-icon svg path").length,
    territories: all("territories", "path").map(p => p.getAttribute("fill")),
    circles: all("circle", "path").length,
    names: [...document.querySelectorAll(".maillage-name span")].filter(seen).map(e => e.textContent),
    chosen: document.querySelectorAll(".maillage-site.chosen").length,
    lang: document.documentElement.lang, label: map.getContainer().getAttribute("aria-label"),
  };
}"""
PLACE = "() => ({zoom: map.getZoom(), centre: [map.getCenter().lat, map.getCenter().lng]})"
FREE_DISC = """() => [...document.querySelectorAll(".maillage-site")].findIndex(disc => {
  const r = disc.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
  return x > 60 && y > 60 && x < innerWidth - 60 && y < innerHeight - 60
      && disc.contains(document.elementFromPoint(x, y));
})"""
EVERY_TIP = """() => {
  const found = [];
  map.eachLayer(layer => { if (layer.getTooltip && layer.getTooltip()) {
    const box = document.createElement("div");
    box.innerHTML = layer.getTooltip().getContent();
    found.push(box.textContent);
  }});
  return found;
}"""


def drawing(frame: Any) -> dict[str, Any]:
    """Sites, lines, arrows, territories, circle and visible names of the map in `frame`."""
    return frame.evaluate(EVERYTHING)


def place(frame: Any) -> dict[str, Any]:
    """Zoom and centre of the map."""
    return frame.evaluate(PLACE)


def move_by_hand(page: Any, frame: Any) -> dict[str, Any]:
    """Drag the map and turn the wheel; the place where it then rests."""
    before, box = place(frame), frame.frame_element().bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] * 0.8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y - 60, steps=6)
    page.mouse.up()
    page.mouse.wheel(0, -120)
    page.wait_for_timeout(900)  # Leaflet's own animation
    after = place(frame)
    assert after["zoom"] > before["zoom"] and after["centre"] != before["centre"]
    return after


def free_disc(frame: Any) -> Any:
    """A company disc that no other one hides."""
    found = frame.evaluate(FREE_DISC)
    assert found >= 0, "every disc is hidden by another"
    return frame.locator(".maillage-site").nth(found)


def tooltips(frame: Any) -> list[str]:
    """The text of every tooltip, as a reader would see it."""
    return frame.evaluate(EVERY_TIP)
