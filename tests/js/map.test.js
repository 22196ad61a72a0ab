import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { load, MAP } from "./load.js";

const HOSTILE = "<img src=x onerror=window.hacked=1>\u202e`-1-`";
const WORDS = new Proxy({ per_year: "{quantity}/an" }, { get: (set, name) => set[name] ?? String(name) });
const SETTINGS = {
  ...{ lang: "fr", words: WORDS, credits: "&lt;b&gt;", drawn: "", context: "", place: "abitibi" },
  patterns: '<svg><pattern id="hatch"></pattern></svg>',
  units: {
    t: [
      [1e6, "Mt"],
      [1, "t"],
      [1e-3, "kg"],
    ],
  },
  bounds: [
    [47, -80],
    [49, -76],
  ],
};
const DATA = {
  ...{ digest: "1", areas: [], choropleth: null, unit: "t", units: ["t"], towns: [["Amos", 48.57, -78.12, "town"]] },
  sites: {
    ...{ id: ["a", "b", "c"], name: [HOSTILE, "Beta", "Gamma"], place: ["Amos", "Rouyn", "Val-d'Or"] },
    ...{ sector: ["", "", ""], area: [-1, -1, -1] },
    at: [
      [48.5, -79.5],
      [48.2, -78],
      [47.5, -77],
    ],
  },
  categories: [
    ["wood", "Bois", "BO"],
    ["glass", "Verre", "VE"],
  ],
  whats: [HOSTILE, "Verre"],
  flows: {
    ...{ id: ["f0", "f1", "s0"], from: [0, 1, 2], to: [1, 0, 0], kind: [0, 0, 1], unit: [0, 0, 0] },
    ...{ category: [0, 1, 0], quantity: [1200, 300, 40], year: [null, 2024, 2025], what: [0, 1, 0] },
    facts: ["a", "b", HOSTILE],
    stages: { 2: ["pilote", 0] },
  },
  left: [1, 0, 2],
};
const INK = { ink: "#000", quiet: "#555", halo: "#fff", edge: "#333", potential: "#aaa", synergy: "#111" };
const READER = {
  pinned: "",
  ring: null,
  dark: false,
  ink: INK,
  hues: ["#432004", "#00838d"],
  names: ["Bois", "Verre"],
};

class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
  add = (o) => new Point(this.x + o.x, this.y + o.y);
  subtract = (o) => new Point(this.x - o.x, this.y - o.y);
  multiplyBy = (n) => new Point(this.x * n, this.y * n);
  divideBy = (n) => new Point(this.x / n, this.y / n);
  round = () => new Point(Math.round(this.x), Math.round(this.y));
}

/** What of Leaflet the scripts call. */
function leaflet(document) {
  const group = () => ({ addTo: () => group(), addLayer() {}, clearLayers() {} });
  const control = () => ({ addAttribution: () => control(), addTo: () => control() });
  const layer = () => ({ addTo: () => layer(), on() {} });
  return {
    layerGroup: group,
    geoJSON: layer,
    circle: layer,
    latLngBounds: (corners) => corners,
    control: { zoom: control, scale: control, attribution: control },
    Layer: {
      extend: (methods) =>
        class extends Fired {
          constructor() {
            super();
            Object.assign(this, methods);
          }
        },
    },
    Control: {
      extend: (methods) =>
        class {
          constructor(options) {
            Object.assign(this, methods, { options });
          }
          addTo(map) {
            map.box.appendChild(this.onAdd());
          }
        },
    },
    DomUtil: {
      create(tag, className, parent) {
        const made = document.createElement(tag);
        made.className = className;
        parent?.appendChild(made);
        return made;
      },
      setPosition() {},
      getPosition: () => new Point(0, 0),
    },
    DomEvent: {
      disableClickPropagation() {},
      disableScrollPropagation() {},
      preventDefault() {},
      on: (element, what, act) => element.addEventListener(what, act),
    },
  };
}

class Fired {
  fired = [];
  fire(what, event) {
    this.fired.push([what, event.layer.toGeoJSON().properties]);
  }
}

function fakeMap(document, zoom = 8) {
  const on = {};
  const box = document.createElement("div");
  document.body.appendChild(box);
  Object.defineProperty(box, "clientWidth", { value: 1200 });
  const panes = new Map();
  const pane = (name) => {
    if (!panes.has(name)) panes.set(name, box.appendChild(document.createElement("div")));
    return panes.get(name);
  };
  const centre = [140.5 * 2 ** 0, 0];
  return {
    ...{ box, calls: [], centre },
    on(what, act) {
      for (const one of what.split(" ")) on[one] = [...(on[one] || []), act];
    },
    fire: (what, event) => (on[what] || []).map((act) => act(event)),
    getContainer: () => box,
    createPane: pane,
    getPane: pane,
    getZoom: () => zoom,
    getSize: () => new Point(1200, 800),
    getCenter: () => ({ lat: 48, lng: -78 }),
    getPixelOrigin: () => new Point(71.1 * 2 ** zoom - 400, 88.4 * 2 ** zoom - 300),
    containerPointToLayerPoint: (at) => at,
    layerPointToLatLng: () => ({ lat: 49, lng: -80 }),
    setView(...given) {
      this.calls.push(["setView", ...given]);
    },
    fitBounds(...given) {
      this.calls.push(["fitBounds", ...given]);
    },
  };
}

let scope;
let map;
let kept;

function start(more = {}, settings = {}) {
  kept = new Map();
  const store = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
  scope = load(MAP.slice(0, -1), "", {
    ...{ sessionStorage: store, localStorage: store, Intl, Proxy, Array, Number, String, ...more },
  });
  const { document } = scope;
  document.createElement("canvas").constructor.prototype.getContext = () => null;
  const L = leaflet(document);
  scope.L = L;
  const loaded = load(MAP, "", {
    ...{ sessionStorage: store, localStorage: store, Intl, Array, Number, String, L, ...more },
    document,
  });
  scope.maillage = loaded.maillage;
  map = fakeMap(document);
  scope.maillage.furnish(map, { ...SETTINGS, ...settings });
}

function show(data = DATA, reader = READER) {
  const layer = scope.maillage.scene(data, reader);
  layer.onAdd(map);
  return layer;
}

beforeEach(() => start());

const text = () => scope.document.querySelector(".maillage-panel").textContent;
const rows = () => [...scope.document.querySelectorAll(".maillage-list > li > button")];

describe("without a canvas", () => {
  test("the map is a drawing: bands, heads, discs and names as elements, and typed words as text", () => {
    show();
    const svg = scope.document.querySelector("svg.maillage-flows, svg[class~=maillage-flows]");
    assert.ok(svg.querySelectorAll("path").length > 6);
    const names = [...svg.querySelectorAll("text")].map((one) => one.textContent);
    assert.ok(
      names.some((one) => one.includes("<img src=x onerror=window.hacked=1>`-1-`")),
      names.join(),
    );
    assert.ok(!names.join("").includes("\u202e"));
    assert.equal(scope.document.querySelectorAll("img").length, 0);
  });
});

test("a quantity stands on the largest line of each unit, and on more of a unit that few lines have", () => {
  const flows = { ...DATA.flows, unit: [0, 0, 1], quantity: [1200, 300, 40] };
  show({ ...DATA, digest: "units", units: ["t", "kWh"], flows });
  const told = scope.maillage.drawn().names.filter(({ look }) => look === "quantity");
  assert.equal(told.length, 2, JSON.stringify(told));
  assert.ok(told.some(({ text }) => /1.200/.test(text)) && !told.some(({ text }) => /300/.test(text)));
});

test("where only bands are known no sum is told: the band of the largest exchange, and how many there are", () => {
  const at = [DATA.sites.at[0], DATA.sites.at[0], DATA.sites.at[2]];
  const flows = { ...DATA.flows, from: [0, 1, 2], to: [2, 2, 0], quantity: [1234, 345, 47] };
  const told = ["1 000 \u00e0 5 000 t/an", "100 \u00e0 500 t/an", "10 \u00e0 50 t/an"];
  show({ ...DATA, digest: "bands", sites: { ...DATA.sites, at }, flows: { ...flows, told } });
  const said = () => scope.document.body.textContent;
  assert.match(rows()[0].textContent, /of_which|1 000 \u00e0 5 000/);
  assert.doesNotMatch(said(), /1.234|1.579|345 t|47 t|of_quantity/);
  for (const row of rows()) row.dispatchEvent(new scope.document.defaultView.Event("mouseenter"));
  rows()[0].click();
  assert.doesNotMatch(said(), /1.234|1.579|345 t|47 t/);
  assert.match(scope.document.querySelector(".maillage-legend").textContent, /legend_wider/);
  const names = scope.maillage.drawn().names.filter(({ look }) => look === "quantity");
  assert.ok(names.every(({ text }) => /\u00e0|of_which/.test(text)));
});

describe("what stays inside a place", () => {
  const sites = { ...DATA.sites, at: [DATA.sites.at[0], DATA.sites.at[0], DATA.sites.at[2]] };
  const flows = { ...DATA.flows, quantity: [1200, 300, 40] };

  test("is a row of the list, counted in the share and in what is said of the place", () => {
    const layer = show({ ...DATA, digest: "inside", sites, flows });
    assert.equal(rows().length, 2);
    assert.match(rows()[0].textContent, /inside_of/);
    assert.match(rows()[0].textContent, /1.500/);
    assert.doesNotMatch(rows()[0].textContent, /\u2192 .*\u2192/);
    const { links, loops } = scope.maillage.drawn();
    assert.equal(loops[0].quantity, 1500);
    assert.equal(links.length, 1);
    rows()[0].click();
    assert.match(JSON.stringify(layer.fired), /"around:|"company:/);
    assert.match(scope.document.querySelector(".maillage-pinned").textContent, /kept\.other . 1.500/);
    assert.equal(scope.document.querySelectorAll(".maillage-details li").length, 2);
  });

  test("is not numbered on a shared screen", () => {
    show({ ...DATA, digest: "inside", sites, flows }, { ...READER, room: true });
    assert.equal(rows().length, 1);
  });
});

test("what is pointed at says how much each of its lines carries, and no name moves", () => {
  show();
  const before = scope.maillage.drawn().names.filter(({ look }) => look === "node" || look === "quantity");
  rows()[2].dispatchEvent(new scope.document.defaultView.Event("mouseenter"));
  const { names } = scope.maillage.drawn().lit;
  assert.ok(
    names.some(({ look, text }) => look === "quantity" && /40/.test(text)),
    JSON.stringify(names),
  );
  for (const name of names.filter((one) => one.look === "node")) {
    const stood = before.find((one) => one.of === name.of);
    if (stood) assert.deepEqual([name.x, name.y], [stood.x, stood.y]);
  }
});

test("a potential exchange stays a tint when its material lights up, a synergy is full", () => {
  show();
  scope.document.querySelectorAll(".maillage-chips button")[0].click();
  const svg = scope.document.querySelector("svg[class~=maillage-flows]");
  const fills = [...svg.querySelectorAll("path")].filter((one) => one.getAttribute("fill") === "#432004");
  const strengths = fills.map((one) => Number(one.getAttribute("fill-opacity")));
  assert.ok(strengths.some((one) => one < 0.7) && strengths.some((one) => one === 1), String(strengths));
  assert.ok(svg.querySelectorAll('path[stroke="#432004"]').length > 0);
  const signs = () => scope.document.querySelector(".maillage-signs").getAttribute("style") || "";
  assert.match(signs(), /--map-edge: ?#432004/);
  assert.equal(rows().filter((row) => row.querySelector(".hued")).length, rows().length);
  scope.document.querySelectorAll(".maillage-chips button")[1].click();
  assert.doesNotMatch(signs(), /--map-edge/);
});

describe("the list", () => {
  test("holds what is drawn, the largest first, and says what is not", () => {
    show();
    assert.equal(rows().length, 3);
    assert.match(rows()[0].textContent, /1.200/);
    assert.match(text(), /unplaced_site\.one/);
    assert.match(text(), /smaller\.other/);
    assert.equal(scope.document.querySelectorAll("img").length, 0);
  });

  test("arrows walk through it, and one row is reached by the tab key", () => {
    show();
    assert.equal(String(rows().map((one) => one.getAttribute("tabindex"))), "0,-1,-1");
  });

  test("a row that is pinned tells the page once, shows its flows, and is freed", () => {
    const layer = show();
    rows()[0].click();
    assert.equal(JSON.stringify(layer.fired), '[["click",{"pinned":"flow:f0"}]]');
    assert.equal(scope.document.querySelectorAll(".maillage-details li").length, 1);
    scope.document.querySelector(".maillage-free").click();
    assert.equal(JSON.stringify(layer.fired.at(-1)), '["click",{"pinned":""}]');
  });

  test("an answer to an earlier click does not take back the last one", () => {
    show();
    const details = () => scope.document.querySelectorAll(".maillage-details li").length;
    rows()[0].click();
    scope.document.querySelector(".maillage-free").click();
    show(DATA, { ...READER, pinned: "flow:f0" });
    assert.equal(details(), 0);
    show(DATA, READER);
    show(DATA, { ...READER, pinned: "flow:f0" });
    assert.equal(details(), 1);
  });

  test("a shared screen chooses nothing: its list is numbered as its lines, without a switch, the legend open", () => {
    const fitted = () => map.calls.filter(([what]) => what === "fitBounds").length;
    const before = fitted();
    const layer = show(DATA, { ...READER, room: true });
    assert.equal(fitted(), before + 1);
    assert.ok(scope.document.querySelector(".maillage-controls").hidden);
    assert.ok(scope.document.querySelector(".maillage-legend").open);
    const ranks = rows().map((row) => row.querySelector(".rank").textContent);
    assert.equal(String(ranks), "1,2,3");
    const badges = scope.maillage.drawn().badges.map(({ number, link }) => [number, link.key]);
    assert.equal(String(badges.map(([number]) => number)), "1,2,3");
    assert.deepEqual(
      rows().map((row) => row.dataset.key),
      [...badges.map(([, key]) => key)],
    );
    // Two of the three lines run between the same two places: their numbers do not cover each other.
    const at = scope.maillage.drawn().badges;
    const apart = at.flatMap((one, i) => at.slice(i + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)));
    assert.ok(Math.min(...apart) > 15, String(apart));
    const written = scope.maillage.drawn().names.filter((name) => name.look === "flow");
    assert.ok(
      written.some(({ text }) => /Beta → .*1.200/.test(text) || /→ Beta, 1.200/.test(text)),
      JSON.stringify(written),
    );
    map.fire("click", { containerPoint: new Point(600, 400) });
    assert.deepEqual(layer.fired, []);
  });
});

test("a shared screen draws no more than a room follows", () => {
  const many = { ...DATA, digest: "many" };
  const n = 40;
  const ids = Array.from({ length: n }, (_, i) => i);
  many.sites = {
    ...{ id: ids.map(String), name: ids.map((i) => `N${i}`), place: ids.map(() => ""), sector: ids.map(() => "") },
    ...{ area: ids.map(() => -1), at: ids.map((i) => [47.2 + (i % 8) * 0.2, -79.8 + Math.floor(i / 8) * 0.6]) },
  };
  const column = (make) => ids.slice(1).map(make);
  many.flows = {
    ...{ id: column((i) => `f${i}`), from: column((i) => i - 1), to: column((i) => i), kind: column(() => 0) },
    ...{ unit: column(() => 0), category: column(() => 0), quantity: column((i) => i * 10), year: column(() => null) },
    ...{ what: column(() => 0), facts: column(() => ""), stages: {} },
  };
  show(many, { ...READER, room: true });
  assert.ok(rows().length > 3 && rows().length <= 12, `${rows().length}`);
  show({ ...many, digest: "again" });
  assert.ok(rows().length > 12, `${rows().length}`);
});

test("what is realised wears a ring on its line, and the list says the stage of a synergy", () => {
  show();
  assert.equal(scope.maillage.drawn().marks.length, 0);
  const legend = () => scope.document.querySelector(".maillage-signs").textContent;
  assert.ok(!legend().includes("legend_running"));
  assert.ok(rows().some((row) => row.querySelector("small").textContent.includes("\u00b7 pilote")));
  show({ ...DATA, digest: "run", flows: { ...DATA.flows, stages: { 2: ["réalisée", 1] } } });
  const [ring] = scope.maillage.drawn().marks;
  const band = scope.maillage.drawn().bands.find(({ link }) => link.key === ring.link.key);
  assert.ok(band.link.kind && band.middle.some(([x, y]) => x === ring.x && y === ring.y), "it stands on the line");
  assert.ok(legend().includes("legend_running"));
  for (const { x, y, w, look } of scope.maillage.drawn().names) {
    if (look === "land" || look === "water") continue;
    assert.ok(Math.abs(x - ring.x) > w / 2 || Math.abs(y - ring.y) > 6, "no name lies over it");
  }
});

describe("the switches", () => {
  const choose = (value) => {
    const input = [...scope.document.querySelectorAll("input")].find((one) => one.value === value);
    input.dispatchEvent(new scope.document.defaultView.Event("change"));
  };

  test("let one kind through, and outlive new data", () => {
    show();
    choose("synergies");
    assert.equal(rows().length, 1);
    show({ ...DATA, digest: "2" });
    assert.equal(rows().length, 1);
    choose("both");
    assert.equal(rows().length, 3);
  });

  test("a material lights up in its hue, five at most", () => {
    show();
    scope.document.querySelectorAll(".maillage-chips button")[1].click();
    assert.equal(rows().length, 1);
    assert.match(rows()[0].innerHTML, /#00838d/);
  });

  test("a year leaves out what began later; what has no year stays", () => {
    show();
    const [, years] = scope.document.querySelectorAll("input[type=range]");
    assert.deepEqual([Number(years.min), Number(years.max)], [2024, 2025]);
    years.value = "2024";
    years.dispatchEvent(new scope.document.defaultView.Event("input"));
    assert.equal(rows().length, 2);
  });

  test("nothing to show says what to do", () => {
    const none = Object.fromEntries(Object.keys(DATA.flows).map((key) => [key, []]));
    show({ ...DATA, digest: "0", flows: none, left: [0, 0, 0] });
    assert.match(text(), /nothing/);
  });
});

describe("the place that the map keeps", () => {
  test("the whole at first, and again when the window changes, until the reader moves", () => {
    const fitted = () => map.calls.filter(([what]) => what === "fitBounds").length;
    map.fire("resize");
    assert.equal(fitted(), 2);
    map.fire("moveend");
    assert.equal(kept.has("maillage abitibi"), false);
    map.box.dispatchEvent(new scope.document.defaultView.Event("wheel"));
    map.fire("resize");
    map.fire("moveend");
    assert.equal(fitted(), 2);
    assert.deepEqual(JSON.parse(kept.get("maillage abitibi")), { lat: 48, lng: -78, zoom: 8 });
  });

  test("what cannot be read or kept shows the whole", () => {
    const refuse = () => {
      throw new Error("refused");
    };
    start({ sessionStorage: { getItem: refuse, setItem: refuse }, localStorage: { getItem: refuse, setItem: refuse } });
    map.box.dispatchEvent(new scope.document.defaultView.Event("wheel"));
    map.fire("moveend");
    assert.equal(map.calls[0][0], "fitBounds");
  });

  test("the button says what it does and shows the whole", () => {
    const button = map.box.querySelector("a");
    assert.equal(button.getAttribute("aria-label"), "whole");
    button.click();
    assert.equal(map.calls.at(-1)[1], SETTINGS.bounds);
  });
});

test("the ground that does not come leaves the map as it is", async () => {
  start({ fetch: () => Promise.reject(new Error("offline")) }, { context: "/context", drawn: "/drawn" });
  await scope.maillage.context(map, "/context");
  assert.ok(!map.box.classList.contains("grounded"));
  show();
  assert.equal(rows().length, 3);
});
