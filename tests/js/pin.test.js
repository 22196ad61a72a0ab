import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

test("where a pin is let go is where one would have clicked", () => {
  const heard = [];
  const here = { lat: 48.5, lng: -78.1 };
  const map = { fire: (name, event) => heard.push([name, event.latlng]) };
  load("map/pin.js").maillagePin({ target: { _map: map, getLatLng: () => here } });
  assert.deepEqual(heard, [["click", here]]);
});
