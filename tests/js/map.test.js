import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { load } from "./load.js";

/** What of Leaflet the scripts call, and what they were told. */
function leaflet() {
  const told = { markers: [], controls: [], layers: [] };
  const control = (kind) => (options) => {
    const made = { kind, options, addAttribution: (text) => Object.assign(made, { text }), addTo: () => made };
    told.controls.push(made);
    return made;
  };
  const L = {
    Browser: {},
    divIcon: (options) => options,
    marker(place, options) {
      const on = {};
      const marker = { place, options, on: (what, act) => (on[what] = act), fire: (what) => on[what]?.() };
      told.markers.push(marker);
      return marker;
    },
    circleMarker: (place, options) => ({ place, options }),
    geoJSON: (data, options) => ({ addTo: () => told.layers.push({ data, options }) }),
    control: { zoom: control("zoom"), scale: control("scale"), attribution: control("attribution") },
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
        const made = told.document.createElement(tag);
        made.className = className;
        parent?.appendChild(made);
        return made;
      },
    },
    DomEvent: {
      disableClickPropagation() {},
      preventDefault() {},
      on: (element, what, act) => element.addEventListener(what, act),
    },
  };
  return { L, told };
}

function fakeMap(document) {
  const on = {};
  const box = document.createElement("div");
  const calls = [];
  return {
    box,
    calls,
    on: (what, act) => {
      on[what] = act;
    },
    fire: (what) => on[what]?.(),
    whenReady: (act) => act(),
    getContainer: () => box,
    getZoom: () => 8.75,
    getCenter: () => ({ lat: 48, lng: -78 }),
    setView: (...given) => calls.push(["setView", ...given]),
    fitBounds: (...given) => calls.push(["fitBounds", ...given]),
  };
}

let scope;
let told;
let map;
let kept;

function start(more = {}) {
  const fake = leaflet();
  told = fake.told;
  kept = new Map();
  const sessionStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
  scope = load("map.js", "", { L: fake.L, sessionStorage, ...more });
  told.document = scope.document;
  map = fakeMap(scope.document);
}

beforeEach(() => start());

const feature = (properties) => ({ properties });

describe("how things look", () => {
  test("a line keeps its dashes, an area its fill", () => {
    const line = scope.maillage.style(feature({ c: "#123456", w: 2, o: 0.9, d: "7 5" }));
    assert.equal(line.dashArray, "7 5");
    assert.equal(line.fill, false);
    assert.equal(line.fillOpacity, 0);
    const area = scope.maillage.style(feature({ c: "#000", w: 1, o: 1, f: "url(#hatch)", fo: 1 }));
    assert.deepEqual([area.fill, area.fillColor, area.fillOpacity, area.lineCap], [true, "url(#hatch)", 1, "butt"]);
  });

  test("a site has its letters, its colours, and its name for who does not see them", () => {
    const place = [48, -78];
    const site = scope.maillage.site(
      feature({ r: 9, look: "from-7", on: 1, o: 1, name: "Scierie", text: "BO", f: "#432004", ink: "#ffffff" }),
      place,
    );
    assert.equal(site.options.icon.className, "maillage-site from-7 chosen");
    assert.equal(site.options.icon.html, '<i role="img" aria-label="Scierie">BO</i>');
    assert.equal(site.options.zIndexOffset, 5000);
    const disc = scope.document.createElement("div");
    site.getElement = () => disc;
    site.fire("add");
    assert.equal(disc.style.background, "#432004");
  });

  test("encoded words are handed on as they came", () => {
    const name = scope.maillage.name(feature({ text: "&lt;b&gt; &#36;&#123;x&#125;", look: "from-6" }), [0, 0]);
    assert.equal(name.options.icon.html, "<span>&lt;b&gt; &#36;&#123;x&#125;</span>");
  });

  test("an arrow is turned and an icon has its size", () => {
    const arrow = scope.maillage.arrow(feature({ s: 14, b: 45, c: "#432004", o: 0.5 }), [0, 0]);
    assert.match(arrow.options.icon.html, /rotate\(45deg\)/);
    assert.deepEqual([...arrow.options.icon.iconSize], [14, 14]);
    assert.equal(arrow.options.interactive, false);
  });
});

describe("what the reader does", () => {
  test("Enter and the space bar click a sign, another key does not", () => {
    let clicks = 0;
    const group = scope.maillage.group(feature({ look: "", s: 30, name: "5", text: "5", z: 9 }), [1, 2]);
    const sign = scope.document.createElement("div");
    sign.click = () => {
      clicks += 1;
    };
    group.getElement = () => sign;
    group.fire("add");
    for (const key of ["Enter", " ", "a"]) {
      const pressed = new scope.document.defaultView.Event("keydown");
      pressed.key = key;
      sign.dispatchEvent(pressed);
    }
    assert.equal(clicks, 2);
  });

  test("a group opens at the zoom where it comes apart", () => {
    const group = scope.maillage.group(feature({ look: "", s: 30, name: "5", text: "5", z: 11 }), [1, 2]);
    group._map = map;
    group.fire("click");
    assert.deepEqual(map.calls, [["setView", [1, 2], 11]]);
  });

  test("a tooltip thickens its line while the mouse is there", () => {
    const on = {};
    const styles = [];
    const layer = {
      bindTooltip: (tip) => styles.push(tip),
      setStyle: (s) => styles.push(s.weight),
      on: (w, act) => (on[w] = act),
    };
    scope.maillage.tell(feature({ tip: "<b>x</b>", w: 2, o: 0.9 }), layer);
    on.mouseover();
    on.mouseout();
    assert.deepEqual(styles, ["<b>x</b>", 3.5, 2]);
    scope.maillage.tell(feature({}), { bindTooltip: () => assert.fail("nothing to say") });
  });
});

describe("the place that the map keeps", () => {
  const settings = {
    place: "abitibi",
    whole: "Tout voir",
    bounds: [
      [47, -80],
      [49, -76],
    ],
  };

  test("the whole at first, and again when the window changes, until the reader moves", () => {
    scope.maillage.place(map, settings);
    map.fire("resize");
    assert.equal(map.calls.length, 2);
    assert.equal(map.calls[0][0], "fitBounds");
    map.fire("moveend");
    assert.equal(kept.size, 0);
    map.box.dispatchEvent(new scope.document.defaultView.Event("wheel"));
    map.fire("resize");
    map.fire("moveend");
    assert.equal(map.calls.length, 2);
    assert.deepEqual(JSON.parse(kept.get("maillage abitibi")), { lat: 48, lng: -78, zoom: 8.75 });
  });

  test("back where the reader was, without moving there", () => {
    kept.set("maillage abitibi", '{"lat":45,"lng":-73,"zoom":10}');
    scope.maillage.place(map, settings);
    assert.equal(JSON.stringify(map.calls), JSON.stringify([["setView", [45, -73], 10, { animate: false }]]));
  });

  test("what cannot be read or kept shows the whole", () => {
    kept.set("maillage abitibi", "{broken");
    scope.maillage.place(map, settings);
    assert.equal(map.calls[0][0], "fitBounds");
    const refuse = () => {
      throw new Error("refused");
    };
    start({ sessionStorage: { getItem: refuse, setItem: refuse } });
    scope.maillage.place(map, settings);
    map.box.dispatchEvent(new scope.document.defaultView.Event("wheel"));
    map.fire("moveend");
    assert.equal(map.calls[0][0], "fitBounds");
  });

  test("the button says what it does and shows the whole", () => {
    scope.maillage.place(map, settings);
    const button = map.box.querySelector("a");
    assert.equal(button.getAttribute("aria-label"), "Tout voir");
    button.click();
    assert.equal(map.calls.length, 2);
    assert.equal(map.calls[1][2].animate, true);
  });
});

describe("the furniture", () => {
  const settings = {
    ...{ lang: "fr", label: "Carte", zoomIn: "+", zoomOut: "-", credits: "&lt;b&gt;", drawn: "" },
    hatch: '<svg><pattern id="hatch"></pattern></svg>',
    skip: '<a id="maillage-skip" href="#maillage-end">x</a>',
    end: '<div id="maillage-end"></div>',
  };

  test("is put once, and the zoom is written for the style of the names", () => {
    scope.maillage.furnish(map, settings);
    scope.maillage.furnish(map, settings);
    const { document } = scope;
    assert.equal(document.querySelectorAll("#maillage-end").length, 1);
    assert.equal(document.querySelectorAll("#hatch").length, 1);
    assert.equal(document.documentElement.lang, "fr");
    assert.equal(map.box.dataset.zoom, "8");
    assert.equal(map.box.getAttribute("aria-label"), "Carte");
    assert.equal(told.controls.find((one) => one.kind === "attribution").text, "&lt;b&gt;");
  });

  test("outlines that do not come leave the map as it is", async () => {
    start({ fetch: () => Promise.reject(new Error("offline")) });
    await scope.maillage.context(map, { url: "/context", look: {} });
    assert.equal(told.layers.length, 0);
    start({ fetch: () => Promise.resolve({ json: () => ({ type: "FeatureCollection" }) }) });
    await scope.maillage.context(map, { url: "/context", look: { color: "#c3cac9" } });
    assert.equal(told.layers[0].options.style.color, "#c3cac9");
    assert.equal(told.layers[0].options.interactive, false);
  });
});
