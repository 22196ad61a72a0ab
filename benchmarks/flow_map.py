"""The flow map against its targets: geometry, pointer, names and times, in Chromium at 1920×1080."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely

from benchmarks import browser
from benchmarks.report import Table

PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")
MADE = ((500, 5000), (5000, 6000))
"""Organisations and flows of two worlds that are put into the page: what a programme may have, and ten times that."""
READY = "window.maillage && maillage.drawn().bands"
INJECT = """([sites, flows]) => {
  let state = 11;
  const roll = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const n = (count, make) => Array.from({length: count}, (_, i) => make(i));
  const {data, reader} = maillage.board(), old = data;
  const towns = n(40, () => [47.3 + 1.5 * roll(), -79.4 + 2.6 * roll()]);
  const near = () => { const [y, x] = towns[Math.floor(40 * roll() ** 2)];
    return [y + .1 * (roll() - .5), x + .15 * (roll() - .5)]; };
  const made = {...old, digest: `made ${sites}`, sites: {
      id: n(sites, (i) => `made-${i}`), name: n(sites, (i) => `Organisation ${i}`), place: n(sites, () => "Amos"),
      sector: n(sites, () => ""), at: n(sites, near), area: n(sites, () => -1)},
    flows: {id: n(flows, (i) => `f${i}`), from: n(flows, () => Math.floor(sites * roll())),
      to: n(flows, () => Math.floor(sites * roll())), kind: n(flows, () => roll() < .1 ? 1 : 0),
      unit: n(flows, () => 0),
      category: n(flows, () => 0), quantity: n(flows, () => 10 ** (4 * roll())), year: n(flows, () => null),
      what: n(flows, () => 0), facts: n(flows, () => "")}};
  const start = performance.now();
  maillage.scene(made, reader).onAdd(map);
  return performance.now() - start;
}"""
GEOMETRY = """() => {
  const {bands, nodes, names, links, frame} = maillage.drawn();
  const near = nodes.filter((node) => !node.far);
  function shareDrawn() {
    const {wanted, drawn} = maillage.drawn(), asked = wanted.filter(maillageFlows.carries).slice(0, 60);
    const sum = (some) => some.reduce((whole, link) => whole + link.share, 0);
    return asked.length ? sum(asked.filter((link) => drawn.has(link.key))) / sum(asked) : 1;
  }
  return {
    heads: bands.map((band) => band.head), lines: bands.map((band) => band.middle),
    ends: bands.map((band) => [band.link.a, band.link.b]), discs: near.map((o) => [o.x, o.y, o.r, o.n]),
    names: names.filter((name) => name.look !== "water" && name.look !== "land").length,
    drawn: bands.length, of: links.length, share: shareDrawn(),
    hits: bands.map((band) => band.middle.slice(1, -1).map(([x, y]) => {
      const found = maillageFlows.hit(nodes, bands, x, y);
      if (found && found.node !== undefined) return null;
      return Boolean(found && found.link.key === band.link.key);
    })),
    whole: map.getBounds().contains(L.latLngBounds(maillage.board().data.sites.at)),
  };
}"""
TIMES = """() => {
  const ours = [], board = maillage.board(), {bands} = maillage.drawn(), clock = (act) => {
    const times = [];
    for (let i = 0; i < 7; i++) { const start = performance.now(); act(i); times.push(performance.now() - start); }
    return times.sort((a, b) => a - b)[3];
  };
  const at = (i) => { const band = bands[(7 * i) % bands.length].middle[9];
    return map.layerPointToContainerPoint(board.origin.add(band)); };
  const hover = clock((i) => map.fire("mousemove", {containerPoint: at(i)}));
  const pan = clock((i) => map.fire("move"));
  const zoom = clock((i) => { map.setZoom(map.getZoom() + (i % 2 ? -1 : 1), {animate: false});
    // As if this zoom were seen for the first time: what it gathers is kept otherwise.
    board.levels.clear(); board.asked = null;
    const start = performance.now(); maillage.refresh(); ours.push(performance.now() - start); });
  const click = clock((i) => map.fire("click", {containerPoint: at(i)}));
  return {hover, pan, zoom: ours.sort((a, b) => a - b)[3], leaflet: zoom, click};
}"""
MOVED = """() => {
  // What was pinned before is freed: its own lines leave with it.
  document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
  const heads = () => Object.fromEntries(maillage.drawn().bands.map((band) => [band.link.key, band.head[1]]));
  const board = maillage.board(), before = heads(), node = maillage.drawn().nodes.find((one) => !one.far);
  map.fire("click", {containerPoint: map.layerPointToContainerPoint(board.origin.add([node.x, node.y]))});
  const after = heads();
  return Math.max(0, ...Object.keys(before).map((key) => after[key] ?
    Math.hypot(after[key][0] - before[key][0], after[key][1] - before[key][1]) : 1e6));
}"""
HEADINGS = (
    "carte (map)",
    "lignes (lines)",
    "part dessinée des 60 plus grandes (drawn of the 60 largest)",
    "pointes qui se touchent (heads that meet)",
    "pointes sous un disque (heads under a disc)",
    "croisements (crossings)",
    "lignes sous un disque étranger (lines under another's disc)",
    "pointeur (pointer hits)",
    "px bougés (px moved)",
    "noms (names)",
    "survol (hover) ms",
    "clic (click) ms",
    "déplacement (pan) ms",
    "zoom, notre script (our script) ms",
    "zoom, en tout (in all) ms",
)


def measure(database: Path) -> list[Table]:
    """One row per map; a target that is missed is said, and makes the bench fail."""
    table = Table("La carte des flux (the flow map)", HEADINGS)
    if reason := browser.not_measured():
        table.notes.append(reason)
        return [table]
    with browser.server(EIT_DATABASE=str(database)) as (url, _), browser.open_browser() as chromium:
        for programme in PROGRAMMES:
            frame = _open(chromium, f"{url}/carte?programme={programme}")
            _add(table, programme, frame, whole=True)
        for sites, flows in MADE:
            frame = _open(chromium, f"{url}/carte?programme=abitibi")
            frame.evaluate(INJECT, [sites, flows])
            _add(table, f"{sites} organisations, {flows} flux (flows)", frame, whole=False)
    table.notes.append("Croisements de la première version (crossings of the first version): quebec 1 079.")
    return [table]


def _open(chromium: Any, address: str) -> Any:
    context = chromium.new_context(
        viewport={"width": 1920, "height": 1080}, locale="fr-CA", bypass_csp=True
    )  # What is waited for is evaluated, which the page rightly forbids.
    page = context.new_page()
    page.goto(address)
    frame = page.wait_for_selector(browser.FRAME, state="attached").content_frame()
    frame.wait_for_function(READY)
    page.wait_for_timeout(1500)
    return frame


def _add(table: Table, name: str, frame: Any, whole: bool) -> None:
    seen = frame.evaluate(GEOMETRY)
    heads, lines = shapely.polygons(seen["heads"]), [shapely.LineString(line) for line in seen["lines"]]
    discs = [shapely.Point(x, y).buffer(r) for x, y, r, _ in seen["discs"]]
    owners = [n for *_, n in seen["discs"]]
    meet = sum(
        heads[i].intersection(heads[j]).area > 0.5
        for i in range(len(heads))
        for j in range(i + 1, len(heads))
    )
    under = sum(head.intersection(disc).area > 0.5 for head in heads for disc in discs)
    crossings = sum(lines[i].crosses(lines[j]) for i in range(len(lines)) for j in range(i + 1, len(lines)))
    strange = sum(
        owner not in ends and line.intersects(disc)
        for line, ends in zip(lines, seen["ends"], strict=True)
        for disc, owner in zip(discs, owners, strict=True)
    )
    hits = [hit for line in seen["hits"] for hit in line if hit is not None]
    times = frame.evaluate(TIMES)
    moved = frame.evaluate(MOVED)
    cells = [meet, under, crossings, strange, f"{sum(hits) / len(hits):.0%}", f"{moved:.1f}", seen["names"]]
    times_ms = [f"{times[key]:.1f}" for key in ("hover", "click", "pan", "zoom", "leaflet")]
    lines_cells = (f"{seen['drawn']}/{seen['of']}", f"{seen['share']:.0%}")
    table.rows.append((name, *lines_cells, *map(str, cells), *times_ms))
    limits = {
        "heads that meet": (meet, 0), "heads under a disc": (under, 0), "lines under another's disc": (strange, 0),
        "px moved": (moved, 0), "not drawn of the 60 largest": (1 - seen["share"], 0.2),
        "misses of the pointer": (len(hits) - sum(hits), 0),
        "hover ms": (times["hover"], 50), "click ms": (times["click"], 100), "pan ms": (times["pan"], 8),
        "zoom ms": (times["zoom"], 30), "programme cut": (int(whole and not seen["whole"]), 0),
        "names missing": (max(0, 5 - seen["names"]) if whole else 0, 0),
    }  # fmt: skip
    table.missed += [
        f"{name}: {what} {value:.2f} > {most}" for what, (value, most) in limits.items() if value > most
    ]
