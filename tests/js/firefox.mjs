// Opens pages in Firefox by its own protocol and writes what its console said: node firefox.mjs BASE FIREFOX PATH…
import puppeteer from "puppeteer-core";

const [base, executablePath, ...paths] = process.argv.slice(2);
const READY = '[data-testid="stApp"][data-test-script-state="notRunning"]';
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const page = await browser.newPage();
await page.setViewport({ width: 1366, height: 768 });
let said = [];
/** What Firefox says of a download that the next page cut short (NS_BINDING_ABORTED): no fault of a page. */
const CUT_SHORT = "status=2152398850";
const hear = (text) => text.includes(CUT_SHORT) || said.push(text);
page.on("console", (message) => message.type() === "error" && hear(message.text()));
page.on("pageerror", (error) => hear(String(error)));

const MAP = "iframe[title='streamlit_folium.st_folium']";

/** What a map draws once it is there; null on a page that has none.

    Asked again and again: the page's own policy forbids what would wait for a text of code. */
async function drawn(path) {
  if (!path.startsWith("/carte")) return null;
  const holder = await page.waitForSelector(MAP, { timeout: 60_000 });
  for (let tries = 0; tries < 240; tries++) {
    const frame = await holder.contentFrame();
    const seen = await frame?.evaluate(() => {
      const { bands, names } = globalThis.maillage?.drawn?.() ?? {};
      return bands ? { lines: bands.length, names: names.length } : null;
    });
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, 250));
  }
  return null;
}

const found = {};
for (const path of paths) {
  said = [];
  await page.goto(base + path, { waitUntil: "load", timeout: 60_000 });
  await page.waitForSelector(READY, { timeout: 60_000 });
  await page.waitForSelector("h1", { timeout: 60_000 });
  const bars = await page.$$eval(".modebar", (all) => all.length);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  found[path] = { title: await page.$eval("h1", (one) => one.textContent), map: await drawn(path), bars, errors: said };
}
await browser.close();
process.stdout.write(JSON.stringify(found));
