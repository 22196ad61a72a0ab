/* The shared screen in the browser: what must work at once, between two windows, or while no server answers.

   `s`: keys (names of the hidden buttons). What is shown comes from `#eit-room` (its scene, its programme); keys press
   the buttons of the page, so that the server decides what a scene is. Black screen, timer and what was typed live
   here: none of them may wait for an answer. The window of who speaks says that the screen is black, and stays. */
globalThis.maillageRoom = (s) => {
  const TICK_MS = 250;
  const TYPED = "eit-typed ";
  const TIMER = "eit-timer";
  const BLACK = "eit-black";
  const MINUTE_MS = 60_000;
  const AGAIN_MS = 3000;
  const PATIENCE_MS = 60_000;
  const SENDING_MS = 10_000;
  const FIELDS = ":is(textarea, input[type=text])";
  const SHEETS = [
    [1.55, 1920, 1080],
    [1, 1500, 1125],
    [0, 1100, 1480],
  ];
  let digits = "";
  let told = "";
  let stamp = 0;
  let followed = null;
  let fitted = "";
  let edits = Number.POSITIVE_INFINITY;
  let sentAt = 0;
  const sent = new Set();
  let channel = null;
  let dark = sessionStorage.getItem(BLACK) === "1";

  const root = document.documentElement;
  const room = () => document.getElementById("eit-room");
  const press = (name) => document.querySelector(`.st-key-${name} :is(button:not([disabled]), a)`)?.click();
  const writing = (at) => Boolean(at?.closest?.("input, textarea, select, [contenteditable=true], [role=combobox]"));
  const black = () => document.getElementById("eit-room-black");

  // The same three sheets as in the style: only the scale of the map needs a number without a unit.
  function measure() {
    const [, wide, tall] = SHEETS.find(([least]) => innerWidth / innerHeight > least);
    root.style.setProperty("--eit-room-unit", Math.min(innerWidth / wide, innerHeight / tall).toFixed(4));
  }

  // A scene that is too long for the sheet is drawn smaller, a step at a time; another scene or window begins anew.
  function fit(place) {
    const stage = document.querySelector(".st-key-meeting-stage");
    const alone = !document.querySelector(".st-key-room-panel");
    const now = `${place} ${alone} ${innerWidth} ${innerHeight}`;
    const share = fitted === now ? Number(root.style.getPropertyValue("--fit") || 1) : 1;
    const over = alone && stage && stage.scrollHeight - stage.clientHeight > 1;
    fitted = now;
    root.style.setProperty("--fit", over && share > 0.6 ? (share * 0.94).toFixed(3) : share);
  }

  function showBlack() {
    const told = document.querySelector(".eit-room-blacked");
    if (told) told.hidden = !dark;
    const covers = dark && room() && !told;
    if (covers === Boolean(black())) return;
    if (covers) {
      const cover = document.createElement("div");
      cover.id = "eit-room-black";
      cover.addEventListener("click", () => turnBlack(false));
      document.body.appendChild(cover);
    } else {
      black().remove();
    }
  }

  function setBlack(on) {
    dark = on;
    sessionStorage.setItem(BLACK, on ? "1" : "");
    showBlack();
  }

  function turnBlack(on) {
    setBlack(on);
    channel?.postMessage({ black: on });
  }

  // Started and stopped by T, back to zero by 0 then Enter; a number before T is the minutes that are given.
  // Kept through a reload and in every window.
  function timer() {
    return JSON.parse(localStorage.getItem(TIMER) ?? "null");
  }

  function spent({ since, spent: before }) {
    return before + (since ? Date.now() - since : 0);
  }

  function turnTimer() {
    const now = timer() ?? { since: 0, spent: 0, given: 0 };
    const given = Number(digits) * MINUTE_MS;
    const next = given
      ? { since: Date.now(), spent: 0, given }
      : { ...now, since: now.since ? 0 : Date.now(), spent: spent(now) };
    localStorage.setItem(TIMER, JSON.stringify(next));
    showTimer();
  }

  function inMinutes(seconds) {
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  // What is left of the minutes that were given, else what has passed; past the end, by how much.
  function timed(now) {
    const ms = now ? spent(now) : 0;
    if (!now?.given) return { clock: inMinutes(Math.floor(ms / 1000)), over: false };
    return { clock: inMinutes(Math.ceil(Math.abs(now.given - ms) / 1000)), over: ms >= now.given };
  }

  function write(selector, text) {
    for (const one of document.querySelectorAll(selector)) if (one.textContent !== text) one.textContent = text;
  }

  // The end is said in words and by its colours.
  function showTimer() {
    const now = timer();
    const { clock, over } = timed(now);
    write(".eit-room-timer", over ? `${room()?.dataset.over} · +${clock}` : clock);
    for (const one of document.querySelectorAll(".eit-room-timer")) {
      one.classList.toggle("over", over);
      one.hidden = !now && one.classList.contains("corner");
    }
    const hour = new Date().toLocaleTimeString(root.lang || undefined, { hour: "numeric", minute: "2-digit" });
    write(".eit-room-hour", hour);
  }

  function jump() {
    if (digits === "0") {
      localStorage.removeItem(TIMER);
      showTimer();
    } else press(`${s.jump}-${digits}`);
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.();
  }

  const KEYS = {
    b: () => turnBlack(!dark),
    ".": () => turnBlack(!dark),
    t: turnTimer,
    o: () => press(s.overview),
    "?": () => press(s.overview),
    "/": () => press(s.overview),
    p: () => press(s.speaker),
    Home: () => press(`${s.jump}-1`),
    End: () => press(`${s.jump}-${room().dataset.total}`),
    F5: fullScreen,
    Enter: jump,
    Escape: () => (dark ? turnBlack(false) : press(s.back)),
  };

  // By the place of the key too: a French keyboard writes `&` for 1 and `:` for the point of a remote.
  function nameOfKey({ key, code }) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(code ?? "")?.[1];
    if (digit && !KEYS[key]) return digit;
    if (code === "Period") return ".";
    return key.length === 1 ? key.toLowerCase() : key;
  }

  // The field that one types in is shut while no server answers: what is typed on is no command.
  const cutOff = () => Boolean(document.querySelector(".st-key-room-panel :is(textarea, input):disabled"));

  function onKey(event) {
    if (!room() || writing(event.target) || cutOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = nameOfKey(event);
    followed = null;
    if (/^\d$/.test(name)) {
      digits += name;
      return;
    }
    if (!KEYS[name] || (name === "Enter" && !digits)) return;
    event.preventDefault();
    KEYS[name]();
    digits = "";
  }

  // Two windows of one browser show the same scene: that of the room follows that of who speaks, and the other way.
  // Only what a hand did is told, each time with a later stamp: a scene that is still on its way is no answer to it.
  function meet(programme) {
    if (channel?.name === `maillage ${programme}`) return;
    channel?.close();
    channel = new BroadcastChannel(`maillage ${programme}`);
    channel.onmessage = ({ data }) => {
      if (data.black !== undefined) setBlack(data.black);
      if (data.place && data.stamp > stamp && room()) {
        stamp = data.stamp;
        followed = { place: data.place, since: Date.now(), asked: 0 };
        follow(room().dataset.place);
      }
    };
  }

  // Asked again now and then: a server that was away, or was drawing, may not have heard.
  function follow(place) {
    const now = Date.now();
    if (place === followed.place || now - followed.since > PATIENCE_MS) {
      told = place;
      followed = null;
    } else if (now - followed.asked > AGAIN_MS) {
      followed.asked = now;
      press(`${s.jump}-${followed.place}`);
    }
  }

  function tellPlace(place) {
    if (followed) {
      follow(place);
      return;
    }
    if (told === place) return;
    if (told) {
      stamp = Math.max(stamp + 1, Date.now());
      channel?.postMessage({ place, stamp });
    }
    told = place;
  }

  // A press on a button is a hand's, as a key is; that of this script is not.
  function onPress(event) {
    if (event.isTrusted) followed = null;
    const panel = event.target.closest?.("button")?.closest(".st-key-room-panel");
    if (panel) onSend(panel);
  }

  // A click in the map takes the keys with it: they are given back.
  function freeKeys() {
    for (const frame of document.querySelectorAll(".st-key-meeting-stage iframe")) {
      const inside = frame.contentDocument;
      if (inside && !inside.maillageFreed) {
        inside.maillageFreed = true;
        inside.addEventListener("pointerup", () => setTimeout(() => frame.blur()));
      }
    }
  }

  // What was typed and not sent, by the name of its field without the number that counts how often it was sent.
  const nameOf = (field) =>
    /st-key-([\w-]+?)(-\d+)?(?!\S)/.exec(
      field.closest("[class*=st-key-]:not(.st-key-room-panel)")?.className ?? "",
    )?.[1];

  function onInput(event) {
    const name = event.target.closest?.(".st-key-room-panel") && nameOf(event.target);
    if (!name) return;
    sent.delete(name);
    sessionStorage.setItem(TYPED + name, event.target.value);
  }

  // What a press on a button of the panel sends is forgotten once the server counts one more edit of this window.
  function onSend(panel) {
    sentAt = Date.now();
    for (const field of panel.querySelectorAll(FIELDS)) sent.add(nameOf(field));
  }

  function forgetSent(count) {
    if (Number(count) > Number(edits)) {
      for (const name of sent) sessionStorage.removeItem(TYPED + name);
      sent.clear();
    }
    edits = count;
  }

  function put(field, text) {
    const kind = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  }

  function restore() {
    if (writing(document.activeElement)) return;
    for (const field of document.querySelectorAll(`.st-key-room-panel ${FIELDS}`)) {
      const name = nameOf(field);
      if (!name || (sent.has(name) && Date.now() - sentAt < SENDING_MS)) continue;
      const kept = sessionStorage.getItem(TYPED + name);
      if (kept && !field.value && !field.dataset.kept) {
        field.dataset.kept = "1";
        put(field, kept);
      }
    }
  }

  function tick() {
    const here = room();
    showBlack();
    if (!here) return;
    measure();
    fit(here.dataset.place);
    meet(here.dataset.programme);
    tellPlace(here.dataset.place);
    showTimer();
    freeKeys();
    forgetSent(here.dataset.edits ?? "0");
    restore();
  }

  globalThis.maillageRoomEnd?.();
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", onInput);
  document.addEventListener("click", onPress, true);
  const ticking = setInterval(tick, TICK_MS);
  tick();
  globalThis.maillageRoomEnd = () => {
    clearInterval(ticking);
    channel?.close();
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("input", onInput);
    document.removeEventListener("click", onPress, true);
  };
};
