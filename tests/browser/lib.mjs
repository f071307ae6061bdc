// What the browser tests share: TAP, a browser, signing in, axe, and whether a page fits a small screen.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';

const require = createRequire(import.meta.url);
export const site = process.env.ONROLL_SITE?.replace(/\/$/, '');
export const dir = process.env.ONROLL_VAR;
const password = 'invented-children-only';
let checks = 0, failed = 0;

export function ok(good, what, more = '') {
  console.log(`${good ? '' : 'not '}ok ${++checks} - ${what}`);
  if (!good) {
    failed++;
    if (more) console.log(String(more).split('\n').slice(0, 25).map((l) => '#   ' + l).join('\n'));
  }
  return good;
}

export function is(got, want, what) {
  return ok(String(got) === String(want), what, `got  ${got}\nwant ${want}`);
}

export function includes(text, part, what) {
  return ok(text.includes(part), what, `want "${part}" in:\n${text.slice(0, 1500)}`);
}

export function skipAll(why) {
  console.log(`ok 1 - all of it # SKIP ${why}\n1..1`);
  process.exit(0);
}

export function done() {
  console.log(`1..${checks}`);
  process.exit(failed ? 1 : 0);
}

// Debian's Chromium, driven over its own protocol; a test machine may lack either.
export async function start() {
  const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => fs.existsSync(p));
  let playwright;
  try {
    playwright = require('playwright-core');
  } catch {
    skipAll('npm has not installed tests/browser');
  }
  if (!chromium) skipAll('there is no chromium');
  if (!site) skipAll('there is no site: run it by tests/site with');
  return playwright.chromium.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// A person's own browser, signed in. options: viewport, javaScriptEnabled ...
export async function person(browser, email, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on('pageerror', (e) => ok(false, `no script fails on ${page.url()}`, e));
  await page.goto(site + '/sign-in');
  await page.fill('#email', email);
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL((url) => url.pathname !== '/sign-in'); // a page asked for before would break the signing in off
  return page;
}

// The e-mail addresses that the demo printed, by role and place.
export function signIns() {
  const lines = fs.readFileSync(dir + '/demo/sign-ins', 'utf8').split('\n');
  const of = (role) => lines.filter((l) => l.endsWith('  ' + role)).map((l) => l.split('  ')[0].trim());
  return { la: of('LA administrator')[0], officer: of('LA officer')[0], reader: of('LA read-only')[0],
    admins: of('School administrator'), teachers: of('Teacher') };
}

// From now on this site's stand-in for cron does nothing: it would process a file before it was seen waiting.
export function stopCron() {
  process.kill(Number(fs.readFileSync(`${dir}/run/cron.pid`, 'utf8')), 'SIGTERM');
}

// What cron does each minute.
export function work() {
  execFileSync(`${process.env.B ?? 'build'}/onroll-work`, { env: { ...process.env, ONROLL_CONF: `${dir}/onroll.conf` }, stdio: 'ignore' });
}

let shots = 0;
// With SHOTS=DIR every page that is looked at is kept as a picture.
export async function shot(page, name) {
  if (!process.env.SHOTS) return;
  fs.mkdirSync(process.env.SHOTS, { recursive: true });
  const file = `${process.env.SHOTS}/${String(++shots).padStart(3, '0')}-${name.replace(/[^a-z0-9]+/gi, '-')}`;
  await page.screenshot({ path: file + '.png', fullPage: true });
}

// Choices that show more questions: govuk-frontend tells readers of screens so by aria-expanded, which they say and ARIA does not list.
const shows = (rule, node) => rule.id === 'aria-allowed-attr' && node.html.includes('aria-controls="conditional-');

let axe;
// WCAG 2.2 AA as far as a program can tell. axe cannot put together the name of govuk-frontend's own upload button.
export async function accessible(page, name) {
  await page.evaluate(axe ??= fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const all = await page.evaluate(() => globalThis.axe.run({ exclude: ['.govuk-file-upload-button'] }, {
    resultTypes: ['violations'], // what passes, above all which element it is, takes as long again to write down
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }).then((found) => found.violations));
  for (const v of all) v.nodes = v.nodes.filter((n) => !shows(v, n));
  const violations = all.filter((v) => v.nodes.length);
  const words = violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 3).map((n) => '  ' + n.html.slice(0, 200)).join('\n')}`);
  ok(violations.length === 0, `axe finds nothing on ${name}`, words.join('\n'));
}

// How many buttons of a group are neither level with the one before nor, where they stand below each other, as wide.
const uneven = (page, narrow) => page.evaluate((below) => [...document.querySelectorAll('main .govuk-button-group')].flatMap((group) => {
  const all = [...group.querySelectorAll('.govuk-button')].map((button) => button.getBoundingClientRect());
  return all.filter((b, i) => i && (b.top < all[i - 1].bottom ? Math.abs(b.top - all[i - 1].top) > 1 : below && b.width !== all[i - 1].width));
}).length, narrow);

// No page scrolls sideways at 320 px; wide tables scroll inside their own region. Buttons stand level.
export async function fits(page, name) {
  const size = page.viewportSize();
  is(await uneven(page, false), 0, `the buttons of ${name} are level`);
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  ok(width <= 320, `${name} fits 320 px`, `it is ${width} px wide`);
  is(await uneven(page, true), 0, `the buttons of ${name} are equally wide at 320 px`);
  await page.setViewportSize(size);
}

// A click waits until the next page begins: what is read or counted waits until all of it has come.
const whole = async (page) => (await page.waitForLoadState(), page);
export const heading = async (page) => (await (await whole(page)).locator('h1').first().textContent()).trim();
export const text = async (page) => (await whole(page)).locator('main').innerText();
export const count = async (page, what) => (await whole(page)).locator(what).count();
