import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const BOARD = `
  <div class="x st-key-stage-identified y">
    <article draggable="true" data-card="abi-s1" data-to="proposed=proposée|pilot=pilote"><h4>A</h4></article>
    <div class="st-key-move-abi-s1"><button>Déplacer</button></div>
  </div>
  <div class="st-key-stage-pilot"><p>place</p></div>
  <div class="st-key-stage-set-aside"><p>aside</p></div>`;

function board() {
  const scope = load("drag.js", BOARD, { CSS: { escape: (text) => text }, Date });
  scope.maillageDrag();
  scope.maillageDrag(); // a page that is drawn again does not move a card twice
  const document = scope.document;
  const chosen = [];
  document.querySelector("button").addEventListener("click", () => {
    setTimeout(() => {
      const menu = document.createElement("div");
      menu.setAttribute("role", "menu");
      for (const word of ["proposée", "pilote"]) {
        const item = document.createElement("div");
        item.setAttribute("role", "menuitem");
        item.textContent = word;
        item.addEventListener("click", () => chosen.push(word));
        menu.append(item);
      }
      document.body.append(menu);
    }, 10);
  });
  const fire = (name, selector) => {
    const event = new document.defaultView.Event(name, { bubbles: true, cancelable: true });
    event.dataTransfer = {};
    document.querySelector(selector).dispatchEvent(event);
    return event;
  };
  return { document, fire, chosen };
}

const later = (ms) => new Promise((done) => setTimeout(done, ms));

test("a card dropped on a later stage chooses that stage in its own menu, once", async () => {
  const { document, fire, chosen } = board();
  fire("dragstart", "h4");
  assert.ok(fire("dragover", ".st-key-stage-pilot p").defaultPrevented);
  assert.ok(document.querySelector(".st-key-stage-pilot").classList.contains("eit-over"));
  fire("drop", ".st-key-stage-pilot p");
  assert.equal(document.querySelector(".eit-over"), null);
  await later(120);
  assert.deepEqual(chosen, ["pilote"]);
});

test("a card goes neither where it may not, nor when nothing is held", async () => {
  const { fire, chosen } = board();
  fire("drop", ".st-key-stage-pilot p");
  fire("dragstart", "h4");
  assert.ok(!fire("dragover", ".st-key-stage-set-aside p").defaultPrevented);
  fire("drop", ".st-key-stage-set-aside p");
  await later(120);
  assert.deepEqual(chosen, []);
});
