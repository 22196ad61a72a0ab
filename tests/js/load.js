// Runs a script of eit/static in a window of its own, as a browser does: no module, everything on the global object.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { parseHTML } from "linkedom";

const NodeFilter = { SHOW_ELEMENT: 1, SHOW_TEXT: 4 };
const STATIC = new URL("../../eit/static/", import.meta.url);
const ASSETS = readFileSync(new URL("../../eit/web/assets.py", import.meta.url), "utf8");
/** The scripts of a map in the order in which the page gets them; the first three are pure computation. */
export const MAP = /MAP_SCRIPTS = \(([^=]*?)\n\)/
  .exec(ASSETS)[1]
  .match(/\w+\.js/g)
  .map((name) => `map/${name}`);
export const FLOWS = MAP.slice(0, 3);

/** A window with `body`, the scripts `names` run in it in order, and what else they find there. */
export function load(names, body = "", more = {}) {
  const { window, document } = parseHTML(`<!doctype html><html><head></head><body>${body}</body></html>`);
  const { Node, MutationObserver } = window;
  const timers = { setTimeout, setInterval, clearInterval };
  const scope = { document, Node, NodeFilter, MutationObserver, JSON, Map, Object, Math, ...timers, ...more };
  vm.createContext(scope);
  for (const name of [names].flat()) {
    vm.runInContext(readFileSync(new URL(name, STATIC), "utf8"), scope, { filename: name });
  }
  return scope;
}
