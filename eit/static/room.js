/* The shared screen in the browser: what must work at once, between two windows, or while no server answers.

   `s`: keys (names of the hidden buttons). What is shown comes from `#eit-room` (its scene, its programme); keys press
   the buttons of the page, so that the server decides what a scene is. Black screen, timer and what was typed live
   here: none of them may wait for an answer. */
globalThis.maillageRoom = (s) => {
  const TICK_MS = 250;
  const TYPED = "eit-typed ";
  const TIMER = "eit-timer";
  const SHEETS = [
    [1.55, 1920, 1080],
    [1, 1500, 1125],
    [0, 1100, 1480],
  ];
  let digits = "";
  let told = "";
  let fitted = "";
  let channel = null;

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

  function setBlack(on) {
    if (on === Boolean(black())) return;
    if (on) {
      const cover = document.createElement("div");
      cover.id = "eit-room-black";
      cover.addEventListener("click", () => turnBlack(false));
      document.body.appendChild(cover);
    } else {
      black().remove();
    }
  }

  function turnBlack(on) {
    setBlack(on);
    channel?.postMessage({ black: on });
  }

  // Started and stopped by T, back to zero by 0 then Enter; kept through a reload and in every window.
  function timer() {
    return JSON.parse(localStorage.getItem(TIMER) ?? "null") ?? { since: 0, spent: 0 };
  }

  function spent({ since, spent: before }) {
    return before + (since ? Date.now() - since : 0);
  }

  function turnTimer() {
    const now = timer();
    const next = now.since ? { since: 0, spent: spent(now) } : { since: Date.now(), spent: now.spent };
    localStorage.setItem(TIMER, JSON.stringify(next));
    showTimer();
  }

  function showTimer() {
    const seconds = Math.floor(spent(timer()) / 1000);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    for (const one of document.querySelectorAll(".eit-room-timer"))
      if (one.textContent !== text) one.textContent = text;
  }

  function jump() {
    if (digits === "0") localStorage.removeItem(TIMER);
    else press(`${s.jump}-${digits}`);
    digits = "";
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.();
  }

  const KEYS = {
    b: () => turnBlack(!black()),
    ".": () => turnBlack(!black()),
    t: turnTimer,
    o: () => press(s.overview),
    p: () => press(s.speaker),
    Home: () => press(`${s.jump}-1`),
    End: () => press(`${s.jump}-${room().dataset.total}`),
    F5: fullScreen,
    Enter: jump,
    Escape: () => (black() ? turnBlack(false) : press(s.back)),
  };

  function onKey(event) {
    if (!room() || writing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
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
  function meet(programme) {
    if (channel?.name === `maillage ${programme}`) return;
    channel?.close();
    channel = new BroadcastChannel(`maillage ${programme}`);
    channel.onmessage = ({ data }) => {
      if (data.black !== undefined) setBlack(data.black);
      const here = room();
      if (data.place && here && data.place !== here.dataset.place) {
        told = data.place;
        press(`${s.jump}-${data.place}`);
      }
    };
  }

  function tellPlace(place) {
    if (told === place) return;
    if (told) channel?.postMessage({ place });
    told = place;
  }

  // What was typed and not sent, by the name of its field; a field that was sent has another number in its name.
  const nameOf = (field) =>
    /st-key-([\w-]+)/.exec(field.closest("[class*=st-key-]:not(.st-key-room-panel)")?.className ?? "")?.[1];

  function onInput(event) {
    const name = event.target.closest?.(".st-key-room-panel") && nameOf(event.target);
    if (name) sessionStorage.setItem(TYPED + name, event.target.value);
  }

  function put(field, text) {
    const kind = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  }

  function forgetSent(name) {
    const stem = TYPED + name.replace(/-\d+$/, "");
    for (const old of Object.keys(sessionStorage)) {
      if (old !== TYPED + name && old.replace(/-\d+$/, "") === stem) sessionStorage.removeItem(old);
    }
  }

  function restore() {
    if (writing(document.activeElement)) return;
    for (const field of document.querySelectorAll(".st-key-room-panel :is(textarea, input[type=text])")) {
      const name = nameOf(field);
      if (name) forgetSent(name);
      const kept = name && sessionStorage.getItem(TYPED + name);
      if (kept && !field.value && !field.dataset.kept) {
        field.dataset.kept = "1";
        put(field, kept);
      }
    }
  }

  function tick() {
    const here = room();
    if (!here) {
      setBlack(false);
      return;
    }
    measure();
    fit(here.dataset.place);
    meet(here.dataset.programme);
    tellPlace(here.dataset.place);
    showTimer();
    restore();
  }

  globalThis.maillageRoomEnd?.();
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", onInput);
  const ticking = setInterval(tick, TICK_MS);
  tick();
  globalThis.maillageRoomEnd = () => {
    clearInterval(ticking);
    channel?.close();
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("input", onInput);
  };
};
