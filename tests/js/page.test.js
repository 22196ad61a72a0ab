import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const TOLD = {
  lang: "fr",
  words: { "Browse files": "Choisir des fichiers", Close: "Fermer" },
  help: "Aide sur",
  size: "$1 Mo par fichier",
  error: "Erreur : ",
  tooLarge: "Au plus $1 Mo.",
  notTaken: "Un fichier $1 ne se prend pas ici.",
  places: "[data-testid=stFileUploader]",
  own: "[data-testid=stSidebar]",
  author: ".author",
  cookie: "who",
};

function page(body) {
  const scope = load("page.js", body);
  scope.maillagePage(TOLD);
  return scope.document;
}

test("the words of Streamlit's furniture are ours, in the language of the page", () => {
  const document = page(
    '<div data-testid="stFileUploader"><button aria-label="Help for x"> Browse files </button><i>200MB per file</i></div>',
  );
  assert.equal(document.documentElement.lang, "fr");
  assert.equal(document.querySelector("button").textContent, "Choisir des fichiers");
  assert.equal(document.querySelector("button").getAttribute("aria-label"), "Aide sur x");
  assert.equal(document.querySelector("i").textContent, "200 Mo par fichier");
});

test("what an uploader refuses is said in the language of the page", () => {
  const document = page(
    '<div data-testid="stFileUploader"><u>Error: </u><i>Error: File must be 50.0MB or smaller.</i><b>application/x-exe files are not allowed.</b></div>',
  );
  assert.equal(document.querySelector("u").textContent, "Erreur : ");
  assert.equal(document.querySelector("i").textContent, "Au plus 50 Mo.");
  assert.equal(document.querySelector("b").textContent, "Un fichier application/x-exe ne se prend pas ici.");
});

test("what people typed is never taken for a word of Streamlit", () => {
  const document = page(
    '<p title="Close">Browse files</p><div data-testid="stSidebar" title="Close"><b>Close</b></div>',
  );
  assert.equal(document.querySelector("p").textContent, "Browse files");
  assert.equal(document.querySelector("p").getAttribute("title"), "Close");
  assert.equal(document.querySelector("b").textContent, "Close");
  assert.equal(document.querySelector("div").getAttribute("title"), "Fermer");
});

test("the name of who signs is kept for another tab, and no other field", () => {
  const document = page('<p class="author"><input value=" Zoé; B"></p><input id="other" value="x">');
  const changed = (field) => field.dispatchEvent(new document.defaultView.Event("input", { bubbles: true }));
  changed(document.getElementById("other"));
  assert.equal(document.cookie, undefined);
  changed(document.querySelector(".author input"));
  assert.match(document.cookie, /^who=Zo%C3%A9%3B%20B; path=\/; max-age=43200; samesite=strict$/);
});

test("a word is no property of an object", () => {
  const document = page('<div data-testid="stFileUploader"><p>constructor</p><p>__proto__</p></div>');
  assert.deepEqual(
    [...document.querySelectorAll("p")].map((one) => one.textContent),
    ["constructor", "__proto__"],
  );
});

test("what comes later is read too, and another language stops the first", async () => {
  const scope = load("page.js", '<div data-testid="stFileUploader"></div>');
  scope.maillagePage(TOLD);
  const first = scope.maillageWords;
  let stopped = 0;
  const disconnect = first.disconnect.bind(first);
  first.disconnect = () => {
    stopped += 1;
    disconnect();
  };
  const late = scope.document.createElement("button");
  late.textContent = "Close";
  scope.document.querySelector("div").appendChild(late);
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(late.textContent, "Fermer");
  scope.maillagePage({ ...TOLD, lang: "en" });
  assert.equal(stopped, 1);
  assert.equal(scope.document.documentElement.lang, "en");
});

test("a slash leads to the search box, but not from a field that is being written in", () => {
  const scope = load("page.js", '<input aria-label="Chercher"><textarea></textarea><p>texte</p>', { Element: null });
  scope.Element = scope.document.body.constructor;
  Object.defineProperty(scope.Element, Symbol.hasInstance, { value: (one) => typeof one?.closest === "function" });
  scope.maillagePage({ ...TOLD, search: "Chercher" });
  const { document } = scope;
  let focused = 0;
  let selected = 0;
  Object.assign(document.querySelector("input"), {
    focus: () => {
      focused += 1;
    },
    select: () => {
      selected += 1;
    },
  });
  const press = (target, more = {}) => scope.maillageSearch({ key: "/", target, preventDefault: () => {}, ...more });
  press(document.querySelector("textarea"));
  press(document.querySelector("p"), { ctrlKey: true });
  assert.equal(focused, 0);
  press(document.querySelector("p"));
  assert.deepEqual([focused, selected], [1, 1], "what is typed replaces the last search");
});
