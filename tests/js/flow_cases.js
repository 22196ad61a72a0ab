// Makes flow_cases.json, to which the scripts and their twins for paper (eit/views/map) are held: node flow_cases.js > flow_cases.json
import { FLOWS, load } from "./load.js";

const { maillageFlows: flows } = load(FLOWS);

/** Numbers that look random and are the same each time. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const round = (value, digits = 2) => Number(value.toFixed(digits));

export function world() {
  const roll = dice(7);
  const sites = Array.from({ length: 40 }, (_, i) => {
    const area = i % 9 === 0 ? -1 : i % 4;
    return [round(70 + area * 0.5 + roll() * 0.6, 5), round(88 + roll() * 0.7, 5), area];
  });
  sites.push([...sites[3].slice(0, 2), 3], [...sites[3].slice(0, 2), 3]);
  const pairs = Array.from({ length: 120 }, () => {
    const [from, to] = [Math.floor(roll() * sites.length), Math.floor(roll() * sites.length)];
    const quantity = roll() < 0.1 ? null : round(roll() < 0.2 ? 0 : 10 ** (4 * roll()), 3);
    return [from, (to + (from === to)) % sites.length, roll() < 0.2 ? 1 : 0, roll() < 0.7 ? "t" : "kWh", quantity];
  });
  return { sites, flows: pairs };
}

export function results({ sites, flows: rows }, level) {
  const column = (n) => rows.map((row) => row[n]);
  const columns = { from: column(0), to: column(1), kind: column(2), unit: column(3), quantity: column(4) };
  columns.category = rows.map(() => 0);
  const weight = sites.map(() => 0);
  for (const [from, to, , unit, quantity] of rows) {
    if (unit !== "t") continue;
    weight[from] += quantity || 0;
    weight[to] += quantity || 0;
  }
  const placed = sites.map(([x, y, area], i) => ({ x, y, area, weight: weight[i] }));
  const { nodes, of } = flows.clusters(placed, level);
  const { links, inside } = flows.sums(columns, of, () => true, false, flows.widestOf(nodes, 2 ** level));
  const totals = flows.totals(links, nodes.length, "t");
  const most = Math.max(...totals.map((one) => one.received + one.given));
  const largest = level >= flows.SITE_ZOOM ? flows.LARGEST_SITE_PX : flows.LARGEST_PX;
  const discs = nodes.map(({ x, y }, n) => ({
    ...{ x: (x - 70) * 2 ** level, y: (y - 88) * 2 ** level },
    r: flows.discOf((totals[n].received + totals[n].given) / most, largest),
  }));
  const middle = (axis) => discs.reduce((sum, one) => sum + one[axis], 0) / discs.length;
  const drawn = flows.bundles(links.filter(flows.carries).slice(0, 60));
  const bands = flows.lay(drawn, discs, { x: middle("x"), y: middle("y") }).flatMap(flows.bands);
  return {
    level,
    nodes: nodes.map((one, n) => [round(discs[n].x), round(discs[n].y), round(discs[n].r), one.area, one.members]),
    inside: [...inside].map(([n, list]) => [n, list.length]).sort((a, b) => a[0] - b[0]),
    links: links.map((one) => [
      one.a,
      one.b,
      one.kind,
      one.unit,
      round(one.quantity, 3),
      one.flows.length,
      round(one.width),
    ]),
    bands: bands.map((one) => [
      one.link.a,
      one.link.b,
      one.link.kind,
      one.link.unit,
      one.head.map((at) => at.map((v) => round(v, 1))),
    ]),
  };
}

export const LEVELS = [6, 7.5, 9, 11.5, 13];

if (process.argv[1]?.endsWith("flow_cases.js")) {
  const given = world();
  process.stdout.write(`${JSON.stringify({ ...given, results: LEVELS.map((level) => results(given, level)) })}\n`);
}
