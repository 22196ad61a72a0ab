import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const KEYS = { jump: "jump-to", overview: "go-overview", speaker: "go-speaker", back: "go-scenes" };

function room(body, clock = { now: 1_000_000 }) {
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, String(text)),
    removeItem: (key) => kept.delete(key),
  };
  const said = [];
  const channels = [];
  let tick = () => {};
  class BroadcastChannel {
    constructor(name) {
      this.name = name;
      channels.push(this);
    }
    postMessage(data) {
      said.push(data);
    }
    close() {}
  }
  class Clock extends Date {
    static now() {
      return clock.now;
    }
  }
  const setInterval = (run) => {
    tick = run;
  };
  const more = { localStorage: storage, sessionStorage: storage, innerWidth: 1280, innerHeight: 720, BroadcastChannel };
  const scope = load("room.js", body, { ...more, Date: Clock, Number, String, setInterval, clearInterval: () => {} });
  scope.maillageRoom(KEYS);
  const pressed = [];
  for (const one of scope.document.querySelectorAll("button")) {
    one.addEventListener("click", () => pressed.push(one.textContent));
  }
  const press = (key, at = scope.document.body, code = "") => {
    const event = new scope.document.defaultView.Event("keydown", { bubbles: true });
    at.dispatchEvent(Object.assign(event, { key, code }));
  };
  const hear = (data) => channels.at(-1).onmessage({ data });
  const goTo = (place) => {
    scope.document.getElementById("eit-room").dataset.place = place;
    tick();
  };
  return { kept, document: scope.document, press, pressed, said, hear, goTo, clock, tick: () => tick() };
}

const BODY = `<div id="eit-room" data-programme="abitibi" data-place="2" data-total="12" data-over="Fini"></div>
  <div class="st-key-jump-to-1"><button>1</button></div><div class="st-key-jump-to-12"><button>12</button></div>
  <div class="st-key-go-overview"><button>all</button></div><p class="eit-room-timer corner"></p><textarea></textarea>`;

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

test("the row of digits of a French keyboard, and the point of its remote, are known by their place", () => {
  const { document, press, pressed } = room(BODY);
  press("&", document.body, "Digit1");
  press("Enter");
  assert.deepEqual(pressed, ["1"]);
  press(":", document.body, "Period");
  assert.ok(document.getElementById("eit-room-black"));
});

test("who presents is told that the screen is black, and keeps the notes", () => {
  const { document, press } = room(`${BODY}<strong class="eit-room-blacked" hidden>noir</strong>`);
  press("b");
  assert.equal(document.getElementById("eit-room-black"), null);
  assert.equal(document.querySelector(".eit-room-blacked").hidden, false);
  press("b");
  assert.equal(document.querySelector(".eit-room-blacked").hidden, true);
});

test("a window that follows another is not an answer to it: two windows come to rest", () => {
  const { said, pressed, hear, goTo } = room(BODY);
  hear({ place: "12", stamp: 2_000_000 });
  assert.deepEqual(pressed, ["12"]);
  goTo("1"); // what it had asked before arrives late
  goTo("12");
  goTo("12");
  assert.deepEqual(said, []);
  hear({ place: "1", stamp: 1_999_999 }); // told before, heard after
  assert.deepEqual(pressed, ["12"]);
  goTo("1");
  assert.equal(JSON.stringify(said), JSON.stringify([{ place: "1", stamp: 2_000_001 }]));
});

test("a window that was not heard asks again, until a hand leads elsewhere", () => {
  const { press, pressed, hear, tick, clock } = room(BODY);
  hear({ place: "12", stamp: 2_000_000 });
  tick();
  assert.deepEqual(pressed, ["12"]);
  clock.now += 4000;
  tick();
  assert.deepEqual(pressed, ["12", "12"]);
  press("PageUp");
  clock.now += 4000;
  tick();
  assert.deepEqual(pressed, ["12", "12"]);
});

test("a number then T gives so many minutes; the end is said, and 0 then Enter takes the timer away", () => {
  const { document, press, tick, clock } = room(BODY);
  const timer = document.querySelector(".eit-room-timer");
  assert.equal(timer.hidden, true);
  for (const key of ["5", "t"]) press(key);
  clock.now += 61_000;
  tick();
  assert.deepEqual([timer.textContent, timer.hidden], ["3:59", false]);
  press("t");
  clock.now += 60_000;
  tick();
  assert.equal(timer.textContent, "3:59");
  press("t");
  clock.now += 251_000;
  tick();
  assert.equal(timer.textContent, "Fini · +0:12");
  assert.ok(timer.classList.contains("over"));
  for (const key of ["0", "Enter"]) press(key);
  assert.equal(timer.hidden, true);
});

test("what was typed survives a reload under another number, and is forgotten once it was sent", () => {
  const field = (number) => `<div class="st-key-room-wording-${number} x"><textarea></textarea></div>`;
  const body = BODY.replace(
    "<textarea></textarea>",
    `<div class="st-key-room-panel">${field(1)}<button>send</button></div>`,
  );
  const { document, kept, tick } = room(body);
  const here = document.getElementById("eit-room");
  here.dataset.edits = "1";
  tick();
  const { Event } = document.defaultView;
  const typed = () => kept.get("eit-typed room-wording");
  const area = document.querySelector("textarea");
  area.value = "Peser";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  assert.equal(typed(), "Peser");
  document.querySelector(".st-key-room-panel button").dispatchEvent(new Event("click", { bubbles: true }));
  tick();
  assert.equal(typed(), "Peser", "a refusal keeps it");
  here.dataset.edits = "2";
  tick();
  assert.equal(typed(), undefined);
});

test("what is typed on when the field was shut by a lost server is no command", () => {
  const { document, press } = room(`${BODY}<div class="st-key-room-panel"><input></div>`);
  document.querySelector("input").setAttribute("disabled", "");
  press("b");
  assert.equal(document.getElementById("eit-room-black"), null);
  document.querySelector("input").removeAttribute("disabled");
  press("b");
  assert.ok(document.getElementById("eit-room-black"));
});
