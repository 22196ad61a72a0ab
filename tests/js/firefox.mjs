// Opens pages in Firefox by its own protocol and writes what its console said: node firefox.mjs BASE FIREFOX PATH…
import puppeteer from "puppeteer-core";

const [base, executablePath, ...paths] = process.argv.slice(2);
const READY = '[data-testid="stApp"][data-test-script-state="notRunning"]';
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const page = await browser.newPage();
await page.setViewport({ width: 1366, height: 768 });
let said = [];
page.on("console", (message) => message.type() === "error" && said.push(message.text()));
page.on("pageerror", (error) => said.push(String(error)));

/** What a map draws once it is there; null where the page has none. */
async function drawn() {
  const frame = page.frames().find((one) => one.url().includes("st_folium"));
  if (!frame) return null;
  await frame.waitForFunction("window.maillage && maillage.drawn().bands");
  return frame.evaluate("({ lines: maillage.drawn().bands.length, names: maillage.drawn().names.length })");
}

const found = {};
for (const path of paths) {
  said = [];
  await page.goto(base + path, { waitUntil: "load", timeout: 60_000 });
  await page.waitForSelector(READY, { timeout: 60_000 });
  await page.waitForSelector("h1", { timeout: 60_000 });
  const bars = await page.$$eval(".modebar", (all) => all.length);
  found[path] = { title: await page.$eval("h1", (one) => one.textContent), map: await drawn(), bars, errors: said };
}
await browser.close();
process.stdout.write(JSON.stringify(found));
