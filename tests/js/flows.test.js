import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { LEVELS, results, world } from "./flow_cases.js";
import { FLOWS, load } from "./load.js";

const { maillageFlows: flows } = load(FLOWS);
const site = (x, y, weight = 1, area = -1) => ({ x, y, weight, area });
const columns = (...rows) => {
  const found = { from: [], to: [], kind: [], unit: [], category: [], quantity: [], year: [] };
  for (const [from, to, quantity, kind = 0, unit = 0, category = 0] of rows) {
    for (const [name, value] of Object.entries({ from, to, kind, unit, category, quantity })) found[name].push(value);
  }
  return found;
};
const all = () => true;

test("the table of cases is what the script makes", () => {
  const kept = JSON.parse(readFileSync(new URL("flow_cases.json", import.meta.url), "utf8"));
  const given = world();
  assert.deepEqual(JSON.parse(JSON.stringify(LEVELS.map((level) => results(given, level)))), kept.results);
});

describe("nodes", () => {
  test("a thousand sites at one point are one node at every zoom, and every site is in one", () => {
    const sites = Array.from({ length: 1000 }, () => site(70, 90));
    for (const level of [3, 8, 11, 18]) assert.equal(flows.clusters(sites, level).nodes.length, 1);
    const spread = Array.from({ length: 300 }, (_, i) => site(70 + (i % 17) / 9, 90 + (i % 23) / 9, i % 5));
    for (const level of [4, 9, 13]) {
      const { nodes, of } = flows.clusters(spread, level);
      assert.equal(
        nodes.reduce((n, one) => n + one.members.length, 0),
        300,
      );
      assert.ok(of.every((n, i) => nodes[n].members.includes(i)));
    }
  });

  test("sites of a territory are one below zoom 9, and apart above when there is room", () => {
    const sites = [site(70, 90, 1, 0), site(72, 90, 1, 0), site(75, 90, 1, 1)];
    assert.equal(flows.clusters(sites, 8).nodes.length, 2);
    assert.equal(flows.clusters(sites, 9).nodes.length, 3);
  });

  test("no site and one site", () => {
    assert.equal(flows.clusters([], 8).nodes.length, 0);
    assert.equal(flows.clusters([site(1, 1)], 8).nodes.length, 1);
  });
});

describe("sums", () => {
  const of = [0, 0, 1];

  test("both directions, units and kinds apart; what stays inside is counted, not drawn", () => {
    const rows = columns([0, 2, 5], [1, 2, 7], [2, 0, 3], [0, 2, 1, 1], [0, 2, 9, 0, 1], [0, 1, 4]);
    const { links, inside } = flows.sums(rows, of, all, false);
    assert.deepEqual([...links.map((one) => [one.key, one.quantity].join())].sort(), [
      "0>1|0|0|-1,12",
      "0>1|0|1|-1,9",
      "0>1|1|0|-1,1",
      "1>0|0|0|-1,3",
    ]);
    assert.deepEqual([...inside.get(0)], [5]);
  });

  test("the largest of each unit is as broad as any other: heat without tonnes is not the thinnest", () => {
    const { links } = flows.sums(columns([0, 2, 1000], [0, 2, 2, 0, 1], [2, 0, 1, 0, 1]), of, all, false);
    const width = Object.fromEntries(links.map((one) => [one.key, one.width]));
    // Three lines between the same two places are no broader together than the largest disc.
    assert.equal(width["0>1|0|0|-1"], 12);
    assert.equal(width["0>1|0|1|-1"], 12);
    assert.equal(width["1>0|0|1|-1"], 1.5 + 10.5 / 2);
    const { links: alone } = flows.sums(columns([0, 2, 1000]), of, all, false);
    assert.equal(alone[0].width, 14);
  });

  test("what stays inside a place is one row per unit, ranked among the lines of its unit", () => {
    const rows = columns([0, 1, 40], [1, 0, 10], [0, 1, 5, 0, 1], [0, 1, null], [0, 2, 20], [2, 0, 1, 1]);
    const { links, inside } = flows.sums(rows, of, all, false);
    const loops = flows.loops(inside, rows, links);
    assert.deepEqual(
      [...loops.map((one) => [one.a, one.b, one.unit, one.quantity, one.share, one.flows.length].join())],
      ["0,0,0,50,2.5,3", "0,0,1,5,1,1"],
    );
    assert.equal(flows.loops(new Map([[0, [3]]]), rows, links).length, 0);
  });

  test("seven materials between two places are one line, or one for each that is asked for", () => {
    const rows = columns(...Array.from({ length: 7 }, (_, i) => [0, 2, i + 1, 0, 0, i]));
    assert.equal(flows.sums(rows, of, all, false).links.length, 1);
    assert.equal(flows.sums(rows, of, (i) => i < 3, true).links.length, 3);
  });

  test("not communicated is not zero: it is drawn, what the allocation gives nothing waits", () => {
    const { links } = flows.sums(columns([0, 2, null], [2, 0, 0]), of, all, false);
    assert.deepEqual([...links.map((one) => [one.a, flows.carries(one)].join())].sort(), ["0,true", "1,false"]);
  });
});

describe("curves", () => {
  const nodes = [
    { x: 0, y: 0, r: 10 },
    { x: 300, y: 0, r: 10 },
    { x: 150, y: 40, r: 12 },
  ];
  const outward = { x: 150, y: 400 };
  const link = (a, b, width = 6, kind = 0) => ({ key: `${a}>${b}|${kind}`, a, b, kind, width, share: 1, flows: [0] });

  test("what is added moves nothing that was drawn", () => {
    const base = flows.bundles([link(0, 1), link(1, 0)]);
    const [alone] = flows.lay(base, nodes, outward);
    const [again] = flows.lay([...base, ...flows.bundles([link(0, 2), link(2, 1)])], nodes, outward, base.length);
    assert.deepEqual(again.curve, alone.curve);
  });

  test("a curve is alike at both ends where there is room, and a long one is bent more than a short one", () => {
    const turns = (far) => {
      const ends = [
        { x: 0, y: 0, r: 10 },
        { x: far, y: 0, r: 10 },
      ];
      const [{ curve }] = flows.lay(flows.bundles([link(0, 1)]), ends, outward);
      const angle = ([x, y], [u, v]) => Math.atan2(v - y, u - x);
      return [angle(curve[0], curve[1]), angle(curve.at(-2), curve.at(-1))];
    };
    const [short, long] = [turns(80), turns(700)];
    for (const [first, last] of [short, long]) assert.ok(Math.abs(first + last) < 0.02, `${first} ${last}`);
    assert.ok(Math.abs(short[0]) < Math.abs(long[0]), `${short} ${long}`);
  });

  test("a crowded rim bends what comes later as little as it can, not to the first place that is free", () => {
    const ends = [
      { x: 0, y: 0, r: 6 },
      { x: 200, y: -8, r: 6 },
      { x: 205, y: 40, r: 6 },
      { x: 190, y: -60, r: 6 },
    ];
    const drawn = flows.lay(flows.bundles([link(0, 1, 12), link(0, 2, 12), link(0, 3, 12)]), ends, outward);
    const turn = ({ curve, low, high }) => {
      const [from, to] = [ends[low], ends[high]];
      const chord = Math.atan2(to.y - from.y, to.x - from.x);
      const at = (i, j) => Math.atan2(curve[j][1] - curve[i][1], curve[j][0] - curve[i][0]) - chord;
      return Math.abs(at(0, 1) + at(curve.length - 2, curve.length - 1));
    };
    assert.equal(drawn.length, 3);
    for (const one of drawn) assert.ok(turn(one) < 0.75, `${one.key} ${turn(one)}`);
  });

  test("a curve goes round a disc that is not its end", () => {
    const [made] = flows.lay(flows.bundles([link(0, 1, 10)]), nodes, outward);
    const near = Math.min(...made.curve.map(([x, y]) => Math.hypot(x - 150, y - 40)));
    assert.ok(near > 12, `${near}`);
  });

  test("the two directions lie side by side, each head at the rim of its target", () => {
    const [bundle] = flows.lay(flows.bundles([link(0, 1), link(1, 0)]), nodes.slice(0, 2), outward);
    const [there, back] = flows.bands(bundle);
    assert.ok(Math.abs(Math.hypot(there.head[1][0] - 300, there.head[1][1]) - 12.5) < 2);
    assert.ok(Math.abs(Math.hypot(...back.head[1]) - 12.5) < 2);
    const middle = Math.floor(there.middle.length / 2);
    assert.ok(flows.toLine(there.middle[middle], back.middle) >= 6);
  });

  test("what carries little is not drawn by a long way round", () => {
    const crowd = Array.from({ length: 14 }, (_, i) => ({ x: 150, y: 40 + 24 * i - 180, r: 11 }));
    const discs = [{ x: 0, y: 0, r: 5 }, { x: 300, y: 0, r: 5 }, ...crowd];
    const drawn = (share) => flows.lay(flows.bundles([{ ...link(0, 1), share }]), discs, outward).length;
    const away = ({ curve }) => Math.max(...curve.map(([, y]) => Math.abs(y)));
    for (const [one] of [flows.lay(flows.bundles([{ ...link(0, 1), share: 0.01 }]), discs, outward)])
      if (one) assert.ok(away(one) < 160);
    assert.ok(drawn(0.01) <= drawn(1));
  });

  test("where places crowd, most of what is asked for still finds a way, and nothing lies under a disc", () => {
    let state = 11;
    const roll = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const towns = Array.from({ length: 40 }, () => [70 + roll(), 88 + roll()]);
    const sites = Array.from({ length: 1500 }, () => {
      const [x, y] = towns[Math.floor(40 * roll() ** 2)];
      return site(x + 0.1 * (roll() - 0.5), y + 0.1 * (roll() - 0.5), 10 ** (3 * roll()));
    });
    const any = () => Math.floor(roll() * sites.length);
    const rows = columns(...Array.from({ length: 2000 }, () => [any(), any(), 10 ** (4 * roll())]));
    for (const level of [9, 10.5, 12]) {
      const { nodes, of } = flows.clusters(sites, level);
      const { links } = flows.sums(rows, of, all, false, flows.widestOf(nodes, 2 ** level));
      const discs = nodes.map((one) => ({ x: (one.x - 70) * 2 ** level, y: (one.y - 88) * 2 ** level, r: 5 }));
      const asked = links.slice(0, 60);
      const bands = flows.lay(flows.bundles(asked), discs, { x: 256, y: 256 }).flatMap(flows.bands);
      const sum = (some) => some.reduce((whole, link) => whole + link.quantity, 0);
      assert.ok(
        sum(bands.map((band) => band.link)) > 0.6 * sum(asked),
        `${level} ${sum(bands.map((band) => band.link)) / sum(asked)}`,
      );
      for (const { link, middle } of bands) {
        for (const [n, disc] of discs.entries()) {
          if (n !== link.a && n !== link.b) assert.ok(flows.toLine([disc.x, disc.y], middle) > disc.r);
        }
      }
    }
  });

  test("the pointer finds a line along its whole length, and a disc before it", () => {
    const drawn = flows.bundles([link(0, 1), link(1, 0)]);
    const bands = flows.lay(drawn, nodes, outward).flatMap(flows.bands);
    for (const band of bands) {
      for (const [x, y] of band.middle.slice(1, -1)) {
        assert.equal(flows.hit(nodes, bands, x, y)?.link?.key ?? "disc", band.link.key);
      }
    }
    assert.equal(flows.hit(nodes, bands, 151, 41).node, 2);
    assert.equal(flows.hit(nodes, bands, 150, 300), null);
  });
});

describe("names", () => {
  const name = (text, x, y, r) => ({ text, x, y, r, width: 60, height: 15 });

  test("none covers a disc, another name or the edge; one without room is left out", () => {
    const asked = [name("a", 50, 50, 8), name("b", 55, 52, 8), name("c", 50, 50), name("d", 500, 50, 8)];
    const spots = flows.place(asked, [[42, 42, 58, 58]], [0, 0, 300, 100]);
    const struck = flows.place([name("a", 150, 50, 8)], [], [0, 0, 300, 100], [[190, 50]])[0];
    assert.ok(struck.x < 150, "the first place off the line, here on the other side");
    const crossed = flows.place([name("e", 50, 50)], [], [0, 0, 300, 100], [[50, 50]]);
    assert.deepEqual({ ...crossed[0] }, { x: 50, y: 50 }, "on a line rather than nowhere");
    const shy = flows.place([{ ...name("f", 50, 50), shy: true }], [], [0, 0, 300, 100], [[50, 50]]);
    assert.equal(shy[0], null, "left out rather than struck through");
    const marked = { ...name("g", 150, 50, 2), dot: { x: 150, y: 50 } };
    assert.equal(flows.place([marked], [[140, 40, 160, 60]], [0, 0, 300, 100])[0], null, "its mark is covered");
    const two = flows.place([marked, name("h", 150, 50)], [], [0, 0, 300, 100]);
    assert.equal(two[1], null, "no name over the mark of another");
    const unless = flows.place([name("i", 50, 50), { ...name("j", 50, 90), unless: 0 }], [], [0, 0, 300, 300]);
    assert.ok(unless[0] && unless[1] === null, "the shorter name stands only where the whole does not");
    const along = {
      text: "k",
      width: 60,
      height: 15,
      along: [
        [50, 50],
        [150, 50],
      ],
    };
    const told = flows.place([along], [[40, 40, 60, 60]], [0, 0, 300, 100], [[150, 50]]);
    assert.deepEqual({ ...told[0] }, { x: 150, y: 50 }, "a quantity stands on its own line, off what is taken");
    const far = flows.dotted([
      [
        [0, 0],
        [100, 0],
      ],
    ]);
    assert.ok(far.length > 8, "no name between two points of a line");
    const box = ({ x, y }) => [x - 30, y - 7.5, x + 30, y + 7.5];
    assert.ok(spots[0] && spots[1]);
    assert.equal(spots[2], null);
    assert.equal(spots[3], null);
    const [first, second] = [box(spots[0]), box(spots[1])];
    assert.ok(first[2] <= second[0] || second[2] <= first[0] || first[3] <= second[1] || second[3] <= first[1]);
  });
});
