// Opens a page in Debian's chromium, light, dark and printed: accessibility rules
// (axe-core), no script, no request beyond the file itself, nothing cut off.
// usage: node check.mjs MODULES PAGE.html SCREENSHOTS
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [modules, page_path, shots] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'package.json'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core'), 'utf8');
const profile = mkdtempSync(join(tmpdir(), 'unseal-html-'));
const launch = () => puppeteer.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  userDataDir: profile,
  protocolTimeout: 600000,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
});
let failures = 0;
const say = (ok, text) => { if (!ok) failures++; console.log(`${ok ? 'ok' : 'FAIL'}: ${text}`); };
let browser;
try {
  const url = 'file://' + resolve(page_path);
  const requests = [];
  let page;
  for (const scheme of ['light', 'dark']) {
    if (browser) await browser.close();
    browser = await launch();
    page = await browser.newPage();
    page.on('request', (r) => requests.push(r.url()));
    page.on('pageerror', (e) => say(false, `script error ${e}`));
    await page.setViewport({ width: 1280, height: 1600 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(url, { waitUntil: 'load' });
    say(requests.every((r) => r === url), `${scheme}: no request but the page itself`);
    await page.screenshot({ path: join(shots, `page-${scheme}.png`) });
    await page.evaluate(axe);
    const result = await page.evaluate(async () => {
      const r = await axe.run(document, { resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
      return { passes: r.passes.length, violations: r.violations.map((v) =>
        `${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`) };
    });
    for (const v of result.violations) console.log(`  ${v}`);
    say(result.passes > 15, `${scheme}: rules ran`);
    say(result.violations.length === 0, `${scheme}: no accessibility violations`);
  }
  const facts = await page.evaluate(() => ({
    scripts: document.querySelectorAll('script, [onclick], [onload], iframe, object, embed').length,
    marks: document.querySelectorAll('b, i, img').length,
    tables: document.querySelectorAll('table').length,
    captions: document.querySelectorAll('table > caption').length,
    scopeless: document.querySelectorAll('th:not([scope])').length,
    charts: [...document.querySelectorAll('svg')].filter((s) => s.querySelector('title') && s.querySelector('rect')).length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  say(facts.scripts === 0, 'no script, frame or handler');
  say(facts.marks === 0, 'no element that data could have made');
  say(facts.tables > 2 && facts.captions === facts.tables && facts.scopeless === 0, 'tables have captions and scopes');
  say(facts.charts === 2, 'two charts with titles');
  say(!facts.wide, 'the page itself does not scroll sideways');
  await page.emulateMediaType('print');
  const pdf = await page.pdf({ path: join(shots, 'page.pdf'), format: 'A4', landscape: true, printBackground: true });
  say(pdf.length > 10000, 'prints');
} finally {
  if (browser) await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(failures ? 1 : 0);
