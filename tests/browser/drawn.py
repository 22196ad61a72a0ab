"""What stands on the map, as its script says it drew it, and what a reader meets in its document."""

from __future__ import annotations

from typing import Any

EVERYTHING = """() => {
  const seen = maillage.drawn(), {data} = maillage.board(), all = (what) => [...document.querySelectorAll(what)];
  const plain = (text) => text.replace(/[\u2068\u2069]/g, "");
  return {
    sites: data.sites.id.length, nodes: seen.nodes.filter((node) => !node.far).length,
    kinds: [...new Set(seen.bands.map((band) => band.link.kind))].sort(),
    lines: seen.bands.map((band) => band.link.key), links: seen.links.length,
    names: seen.names.map((name) => plain(name.text)), lit: seen.lit && [...seen.lit.links],
    litNames: seen.lit && seen.lit.names.map((name) => plain(name.text)),
    territories: all(".maillage-area").length, circles: all(".maillage-ring").length,
    rows: all(".maillage-list > li").map((row) => row.innerText), pinned: seen.view.pinned,
    legend: document.querySelector(".maillage-signs").innerText,
    head: document.querySelector(".maillage-head").innerText,
    lang: document.documentElement.lang, label: map.getContainer().getAttribute("aria-label"),
    tip: document.querySelector(".maillage-tip").innerText,
  };
}"""
PLACE = "() => ({zoom: map.getZoom(), centre: [map.getCenter().lat, map.getCenter().lng]})"
SPOT = """(what) => {
  const {nodes, bands} = maillage.drawn(), board = maillage.board();
  const shown = nodes.filter((node) => node.members.length === 1 && inFrame(node));
  function inFrame({x, y}) { const [w, n, e, s] = board.frame;
    return x > w + 320 && x < e - 20 && y > n + 60 && y < s - 60; }
  const line = bands.at(-1).middle, at = what === "node" ? shown[0] : {x: line[12][0], y: line[12][1]};
  if (!at) return null;
  const point = map.layerPointToContainerPoint(board.origin.add([at.x, at.y]));
  return {x: point.x, y: point.y, key: bands.at(-1).link.key,
          name: what === "node" ? board.data.sites.name[at.members[0]] : "",
          id: what === "node" ? board.data.sites.id[at.members[0]] : ""};
}"""


def drawing(frame: Any) -> dict[str, Any]:
    """Nodes, lines, names, rows and legend of the map in `frame`."""
    return frame.evaluate(EVERYTHING)


def place(frame: Any) -> dict[str, Any]:
    """Zoom and centre of the map."""
    return frame.evaluate(PLACE)


def move_by_hand(page: Any, frame: Any) -> dict[str, Any]:
    """Drag the map and turn the wheel; the place where it then rests."""
    before, box = place(frame), frame.frame_element().bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] * 0.6
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y - 60, steps=6)
    page.mouse.up()
    page.mouse.wheel(0, -120)
    page.wait_for_timeout(900)  # Leaflet's own animation
    after = place(frame)
    assert after["zoom"] > before["zoom"] and after["centre"] != before["centre"]
    return after


def spot(frame: Any, what: str) -> dict[str, Any]:
    """Where on the page a node of one organisation (`node`), or the middle of the largest line (`line`), is drawn."""
    found = frame.evaluate(SPOT, what)
    assert found, f"no {what} is drawn by itself"
    box = frame.frame_element().bounding_box()
    return found | {"x": box["x"] + found["x"], "y": box["y"] + found["y"]}
