// Every page that each role can reach by links: it answers, leads nowhere dead, passes axe, fits 320 px. What one role sees in the
// same shape of page and built of the same elements as another did is not looked at with axe again.
import { start, person, signIns, site, ok, accessible, fits, shot, done } from './lib.mjs';

const PER_SHAPE = 2; // pages of one shape (numbers and values of the query aside) that are looked at
const PER_PATH = 4;  // of one path, whatever its query: lists can be filtered in a hundred ways
const browser = await start();
const who = signIns();
const checked = new Set();
const elements = (html) => [...new Set(html.match(/<[a-z0-9]+|class="[^"]*"/g))].sort().join(' ');

// One item of the navigation is marked, and the breadcrumbs, where there are any, begin with it.
function placed(html, name) {
  const marked = [...html.matchAll(/service-navigation__link" href="([^"]+)" aria-current/g)].map((m) => m[1]);
  const first = html.match(/breadcrumbs__link" href="([^"]+)"/)?.[1];
  ok(name.startsWith('/account') || marked.length === 1 && (!first || first === marked[0]), `${name} is where the navigation says`,
    `navigation ${marked}, breadcrumbs from ${first}`);
}

async function crawl(email, role) {
  const page = await person(browser, email);
  const seen = new Map(), paths = new Map(), looked = new Set(), queue = [page.url()];
  while (queue.length) {
    const url = new URL(queue.shift());
    const shape = url.pathname.replace(/\d+/g, 'N') + '?' + [...url.searchParams.keys()].sort().join('&');
    const path = url.pathname.replace(/\d+/g, 'N');
    const times = seen.get(shape) ?? 0, here = paths.get(path) ?? 0;
    if (looked.has(url.href) || times >= PER_SHAPE || here >= PER_PATH) continue;
    looked.add(url.href);
    paths.set(path, here + 1);
    seen.set(shape, times + 1);
    const answer = await page.request.get(url.href);
    if (/\.(csv|xlsx|ctf|json)$/.test(url.pathname)) {
      ok(answer.status() === 200 && (await answer.body()).length > 20, `${role}: ${shape} downloads`, answer.status());
      continue;
    }
    if (!ok(answer.status() === 200, `${role}: ${shape} answers`, `${url.href}: ${answer.status()}`)) continue;
    const html = await answer.text();
    placed(html, `${shape} (${role})`);
    const built = shape + elements(html);
    if (times === 0 && !checked.has(built)) {
      checked.add(built);
      await page.goto(url.href);
      await shot(page, `${role} ${shape}`);
      await accessible(page, `${shape} (${role})`);
      await fits(page, `${shape} (${role})`);
    }
    const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map((m) => new URL(m[1].replaceAll('&amp;', '&'), url).href);
    for (const link of links) {
      const to = new URL(link);
      to.hash = '';
      if (to.origin === site && !to.pathname.startsWith('/static/')) queue.push(to.href);
    }
  }
  ok(looked.size > 3, `${role}: ${looked.size} pages were looked at`);
  await page.context().close();
}

await crawl(who.admins[0], 'school administrator');
await crawl(who.teachers[0], 'teacher');
await crawl(who.la, 'LA administrator');
await crawl(who.officer, 'LA officer');
await crawl(who.reader, 'LA reader');
await browser.close();
done();
