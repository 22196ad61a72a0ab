import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const KEYS = { jump: "jump-to", overview: "go-overview", speaker: "go-speaker", back: "go-scenes" };

function room(body) {
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, String(text)),
    removeItem: (key) => kept.delete(key),
  };
  const said = [];
  class BroadcastChannel {
    constructor(name) {
      this.name = name;
    }
    postMessage(data) {
      said.push(data);
    }
    close() {}
  }
  const more = { localStorage: storage, sessionStorage: storage, innerWidth: 1280, innerHeight: 720, BroadcastChannel };
  const scope = load("room.js", body, { ...more, Date, Number, String, setInterval: () => 0, clearInterval: () => {} });
  scope.maillageRoom(KEYS);
  const pressed = [];
  for (const one of scope.document.querySelectorAll("button")) {
    one.addEventListener("click", () => pressed.push(one.textContent));
  }
  const press = (key, at = scope.document.body) => {
    const event = new scope.document.defaultView.Event("keydown", { bubbles: true });
    at.dispatchEvent(Object.assign(event, { key }));
  };
  return { document: scope.document, press, pressed, said };
}

const BODY = `<div id="eit-room" data-programme="abitibi" data-place="2" data-total="12"></div>
  <div class="st-key-jump-to-1"><button>1</button></div><div class="st-key-jump-to-12"><button>12</button></div>
  <div class="st-key-go-overview"><button>all</button></div><p class="eit-room-timer"></p><textarea></textarea>`;

test("a number then Enter, Home, End and O lead to a scene", () => {
  const { press, pressed } = room(BODY);
  for (const key of ["1", "2", "Enter", "Home", "End", "o", "Enter"]) press(key);
  assert.deepEqual(pressed, ["12", "1", "12", "all"]);
});

test("B makes the screen black in every window, and a key in a field is a letter", () => {
  const { document, press, said } = room(BODY);
  press("b", document.querySelector("textarea"));
  assert.equal(document.getElementById("eit-room-black"), null);
  press("b");
  assert.ok(document.getElementById("eit-room-black"));
  press("Escape");
  assert.equal(document.getElementById("eit-room-black"), null);
  assert.deepEqual(
    said.map((one) => one.black),
    [true, false],
  );
});
