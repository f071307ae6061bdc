// The September day: what six nights of the schools' files have left is worked off in a browser, from the dashboard down to the last
// conflict of one school; another school is paused, and a file on hold is released. Then the dashboard without scripts.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { start, person, signIns, site, dir, ok, is, includes, accessible, fits, shot, heading, text, count, done } from './lib.mjs';

const browser = await start();
const who = signIns();
const B = process.env.B ?? 'build';
const env = { ...process.env, ONROLL_CONF: `${dir}/onroll.conf` };

async function look(page, name) {
  await shot(page, name);
  await accessible(page, name);
  await fits(page, name);
}

// What cron does each minute, once the files have lain there for a while.
function work() {
  execFileSync('find', [`${dir}/drop`, '-name', '*.csv', '-exec', 'touch', '-d', '1 hour ago', '{}', '+']);
  execFileSync(`${B}/onroll-work`, { env, stdio: 'ignore' });
}

function nights() {
  execFileSync(`${B}/onrollctl`, ['demo', '--schools', '8', '--pupils', '2400', '--night', '6', '--files', `${dir}/drop`], { stdio: 'ignore' });
  work();
}

async function dashboard(page) {
  await page.goto(site + '/la/dashboard');
  is(await heading(page), 'Dashboard', 'the dashboard');
  await look(page, 'dashboard');
  await page.selectOption('#state', { label: 'To review' });
  await page.getByRole('button', { name: 'Filter' }).click();
  ok(page.url().includes('state='), 'the address holds the view');
  const rows = await count(page, 'main table#schools tbody tr, main table tbody tr');
  ok(rows > 0, 'schools to review', rows);
  return page.locator('main table tbody tr').first().getByRole('link').first().textContent();
}

async function openSchool(page, school) {
  await page.goto(site + '/la/dashboard');
  await page.getByRole('link', { name: school, exact: true }).first().click();
  is(await heading(page), school, 'its own dashboard');
}

async function conflicts(page, school) {
  await openSchool(page, school);
  await look(page, 'a school');
  await page.getByRole('link', { name: 'Conflicts', exact: true }).first().click();
  await look(page, 'conflicts');
  let answered = 0;
  if (await count(page, 'text=Start with the first')) await page.click('text=Start with the first');
  while (await count(page, 'button:has-text("Accept the school’s value")') && answered < 80) {
    if (answered === 0) await look(page, 'a conflict');
    await page.getByRole('button', { name: answered % 2 ? 'Keep ours' : 'Accept the school’s value', exact: true }).click();
    answered++;
  }
  ok(answered > 0, `${answered} conflicts were decided, one after the other`);
}

async function leavers(page, school) {
  await openSchool(page, school);
  await page.getByRole('link', { name: 'Leavers and joiners' }).first().click();
  await look(page, 'leavers');
  if (!(await count(page, 'form#leaving'))) return;
  const many = await count(page, '#all');
  if (many) await page.check('#all');
  else await page.locator('input[name=pupil]').first().check();
  await page.getByLabel('They have left').check();
  await page.fill('#left_on', '25/11/2026');
  await page.getByRole('button', { name: 'Continue' }).click();
  await look(page, 'leavers, before they are removed');
  await page.locator('main form button[type=submit]').first().click();
  includes(await text(page), 'Proposed leavers: 0', 'nobody is proposed any more');
}

async function matches(page, school) {
  await openSchool(page, school);
  await page.getByRole('link', { name: 'To review' }).first().click();
  await look(page, 'to review');
  for (let n = 0; n < 10 && await count(page, 'main table tbody a'); n++) {
    await page.locator('main table tbody a').first().click();
    await page.getByRole('button', { name: 'Different child' }).click();
    await openSchool(page, school);
    await page.getByRole('link', { name: 'To review' }).first().click();
  }
}

async function pause(page, not) {
  await page.goto(site + '/la/dashboard');
  const row = page.locator('main table tbody tr', { hasNot: page.getByRole('link', { name: not, exact: true }) }).first();
  const school = await row.getByRole('link').first().textContent();
  await row.locator('input[type=checkbox]').check();
  await page.getByRole('button', { name: 'Pause the ticked schools' }).click();
  await page.fill('#reason', 'The school changes its system');
  await look(page, 'a pause');
  await page.locator('main form button[type=submit]').first().click();
  await look(page, 'a pause, before it begins');
  await page.locator('main form button[type=submit]').first().click();
  await page.goto(site + '/la/dashboard');
  includes(await page.locator('main table tbody tr', { has: page.getByRole('link', { name: school, exact: true }) }).textContent(), 'Paused',
    `${school} is paused`);
}

async function hold(page, laestab) {
  fs.writeFileSync(`${dir}/drop/${laestab}/empty.csv`, 'UPN,Surname,Forename,Date of birth\n');
  work();
  await page.goto(site + '/la/holds');
  await look(page, 'holds');
  await page.locator('main a[href*="/imports/"]').first().click();
  includes(await text(page), 'no pupil', 'the page says why');
  await page.fill('#reason', 'The export was empty.');
  await page.getByRole('button', { name: 'Reject' }).click();
  includes(await text(page), 'The export was empty.', 'rejected, with the reason');
}

async function withoutScripts() {
  const page = await person(browser, who.officer, { javaScriptEnabled: false });
  await page.goto(site + '/la/dashboard');
  await page.selectOption('#state', { label: 'To review' });
  await page.getByRole('button', { name: 'Filter' }).click();
  ok(await count(page, 'main table tbody tr') > 0, 'without scripts: the filter works');
  await page.locator('summary:has-text("Choose columns")').click();
  await page.locator('main details input[type=checkbox]:checked').last().uncheck();
  await page.locator('main details button').first().click();
  is(await heading(page), 'Dashboard', 'without scripts: a column is hidden');
  await page.context().close();
}

nights();
const page = await person(browser, who.officer);
const school = (await dashboard(page)).trim();
await conflicts(page, school);
await leavers(page, school);
await matches(page, school);
await page.goto(site + '/la/dashboard');
const row = page.locator('main table tbody tr', { has: page.getByRole('link', { name: school, exact: true }) });
// Children whom another school lists as well are that school's to let go.
is(await row.locator('a[href*="/conflicts"], a[href$="/leavers"], a[href*="/matches"], a[href$="/imports#rejected"]').count(), 0,
  `${school} is worked to zero`);
await pause(page, school);
await hold(page, '9992004');
await withoutScripts();
await browser.close();
done();
