// The September day: what six nights of the schools' files have left is worked off in a browser, from the dashboard down to the last
// conflict of one school; another school is paused and goes on, a file on hold is released, and what it brought is decided all at once.
// In between without scripts: a filter, a column, a conflict, a pause, a file rejected.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { start, person, signIns, site, dir, stopCron, work, ok, is, includes, accessible, fits, shot, heading, text, count, done }
  from './lib.mjs';

const browser = await start();
const who = signIns();
const looked = new Set();

// Each page once: without scripts axe cannot run, and finds nothing else on what it has seen.
async function look(page, name) {
  if (looked.has(name)) return;
  looked.add(name);
  await shot(page, name);
  await accessible(page, name);
  await fits(page, name);
}

// ---- what schools send ----

// Left in the drop folder, where files are taken once they have lain for a while.
function arrive() {
  execFileSync('find', [`${dir}/drop`, '-name', '*.csv', '-exec', 'touch', '-d', '1 hour ago', '{}', '+']);
  work();
}

function nights() {
  const what = ['demo', '--schools', '8', '--pupils', '2400', '--night', '6', '--files', `${dir}/night`];
  execFileSync(`${process.env.B ?? 'build'}/onrollctl`, what, { stdio: 'ignore' });
  fs.cpSync(`${dir}/night`, `${dir}/drop`, { recursive: true });
  arrive();
}

// The school's file of the last night once more, with other rows: change gets and gives them, each with its cells by heading.
function sendAgain(laestab, file, change) {
  const lines = fs.readFileSync(`${dir}/night/${laestab}/${file}-006.csv`, 'utf8').trim().split('\n');
  const headings = lines[0].split(',');
  const cells = (line) => (line.startsWith('"') ? line.slice(1, -1).split('","') : line.split(','));
  const rows = lines.slice(1).map(cells).filter((row) => row[0])
    .map((row) => Object.fromEntries(headings.map((heading, i) => [heading, row[i]])));
  const sent = change(rows);
  fs.writeFileSync(`${dir}/drop/${laestab}/${file}-again.csv`,
    [lines[0], ...sent.map((row) => headings.map((heading) => `"${row[heading]}"`).join(','))].join('\n') + '\n');
  arrive();
  return sent;
}

const dayLater = (iso) => iso.slice(0, 8) + String(Number(iso.slice(8)) % 28 + 1).padStart(2, '0');

// ---- the dashboard ----

const rowOf = (page, school) => page.locator('#desk tbody tr', { has: page.getByRole('link', { name: school, exact: true }) });

async function dashboard(page) {
  await page.goto(site + '/la/dashboard');
  is(await heading(page), 'Dashboard', 'the dashboard');
  await look(page, 'dashboard');
  await page.selectOption('#state', { label: 'To review' });
  await page.getByRole('button', { name: 'Filter' }).click();
  ok(page.url().includes('state='), 'the address holds the view');
  const rows = await count(page, '#desk tbody tr');
  ok(rows > 0, 'schools to review', rows);
  return page.locator('#desk tbody tr').first().getByRole('link').first().textContent();
}

// Others that can be worked with: primaries of which nothing is on hold, by the worst first.
async function others(page, not) {
  await page.goto(site + '/la/dashboard');
  const all = [];
  for (const row of await page.locator('#desk tbody tr').all()) {
    const words = await row.innerText(), name = (await row.getByRole('link').first().innerText()).trim();
    const laestab = words.match(/\b999\d{4}\b/)?.[0];
    if (name !== not && words.includes('Primary') && !words.includes('On hold')) all.push({ name, laestab });
  }
  ok(all.length >= 3, 'three more schools to work with', JSON.stringify(all));
  return all;
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
    await look(page, 'a conflict');
    await page.getByRole('button', { name: answered % 2 ? 'Keep ours' : 'Accept the school’s value', exact: true }).click();
    answered++;
  }
  ok(answered > 0, `${answered} conflicts were decided, one after the other`);
}

async function leavers(page, school) {
  await openSchool(page, school);
  await page.getByRole('link', { name: 'Leavers and joiners' }).first().click();
  await look(page, 'leavers');
  for (let n = 0; n < 10 && await count(page, 'form#leaving'); n++) {
    if (await count(page, '#all')) await page.check('#all');
    else await page.locator('input[name=pupil]').first().check();
    await page.getByLabel('They have left').check();
    await page.fill('#left_on', '25/11/2026');
    await page.getByRole('button', { name: 'Continue' }).click();
    await look(page, 'leavers, before they are removed');
    await page.locator('main form button[type=submit]').first().click();
  }
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

async function worked(page, school) {
  await page.goto(site + '/la/dashboard');
  is(await rowOf(page, school).count(), 1, `${school} has a row`);
  // Children whom another school lists as well are that school's to let go.
  const work = 'a[href*="/conflicts"], a[href$="/leavers"], a[href*="/matches"], a[href$="/imports#rejected"]';
  is(await rowOf(page, school).locator(work).count(), 0, `${school} is worked to zero`);
}

async function pause(page, { name }) {
  await page.goto(site + '/la/dashboard');
  await rowOf(page, name).locator('input[type=checkbox]').check();
  await page.getByRole('button', { name: 'Pause the ticked schools' }).click();
  await page.fill('#reason', 'The school changes its system');
  await look(page, 'a pause');
  await page.locator('main form button[type=submit]').first().click();
  await look(page, 'a pause, before it begins');
  await page.locator('main form button[type=submit]').first().click();
  await page.goto(site + '/la/dashboard');
  includes(await rowOf(page, name).innerText(), 'Paused', `${name} is paused`);
}

// What came meanwhile waits until then.
async function goOn(page, { name, laestab }) {
  const sent = sendAgain(laestab, 'night', (rows) => [...rows.slice(1), { ...rows[0], Class: 'After the pause' }]);
  await openSchool(page, name);
  await page.getByRole('link', { name: 'Pauses', exact: true }).first().click();
  await look(page, 'pauses of a school');
  await page.locator('main a[href$="/end"]').first().click();
  includes(await text(page), `1 file with ${sent.length} rows came meanwhile and wait.`, 'ending it says what waits');
  await look(page, 'the end of a pause');
  await page.locator('input[name=resume][value=newest]').check();
  await page.getByRole('button', { name: 'End the pause' }).click();
  work();
  await page.goto(site + '/la/dashboard');
  ok(!(await rowOf(page, name).innerText()).includes('Paused'), `${name} goes on`);
  await openSchool(page, name);
  includes(await text(page), `In the file\t${sent.length}`, 'with what waited applied');
}

// ---- a hold ----

async function openHold(page, { name }) {
  await page.goto(site + '/la/holds');
  await look(page, 'holds');
  const row = page.locator('#imports tbody tr', { has: page.getByRole('link', { name, exact: true }) });
  is(await row.count(), 1, `one file of ${name} is on hold`);
  await row.getByRole('link', { name, exact: true }).click();
}

// NC year to the figures beside it.
async function years(page) {
  const rows = await page.locator('#years tbody tr').all();
  return new Map(await Promise.all(rows.map(async (row) => {
    const cells = await row.locator('th, td').allInnerTexts();
    return [cells[0].trim(), cells.slice(1).map((cell) => Number(cell.replace('−', '-').replace('+', '')))];
  })));
}

const WRONG_DAYS = 4;

// A whole year is missing, not the last, and some dates of birth are others.
async function release(page, school) {
  let gone;
  const sent = sendAgain(school.laestab, 'night', (rows) => {
    const of = (year) => rows.filter((row) => row['NC year'] === year).length;
    gone = ['1', '2', '3', '4', '5'].sort((a, b) => of(b) - of(a))[0];
    return rows.filter((row) => row['NC year'] !== gone)
      .map((row, i) => (i < WRONG_DAYS ? { ...row, 'Date of birth': dayLater(row['Date of birth']) } : row));
  });
  await openHold(page, school);
  const roll = await years(page), [before, after, difference] = roll.get(`Year ${gone}`);
  const sum = (column) => [...roll.values()].reduce((all, figures) => all + figures[column], 0);
  ok(before > 5 && after === 0 && difference === -before, `Year ${gone}: ${before} before, none afterwards`, [before, after, difference]);
  is(sum(1), sent.length, 'afterwards, by the file, there is who is in it');
  await look(page, 'a file that leaves many out');
  await page.fill('#reason', 'The year has moved to another school.');
  await page.getByRole('button', { name: 'Release', exact: true }).click();
  includes(await text(page), 'The year has moved to another school.', 'released, with the reason');
  work();
  await openSchool(page, school.name);
  const figures = await text(page);
  ok(figures.includes(`On roll here\t${sum(0)}`) && figures.includes(`In the file\t${sent.length}: `),
    'it is the last file, and nobody is off the roll before a person says so', figures);
  return before;
}

// Who was missing leaves, and the roll is the file's.
async function yearLeaves(page, { name }, missing) {
  await openSchool(page, name);
  ok(Number((await text(page)).match(/(\d+) proposed leavers/)[1]) >= missing, `the ${missing} are proposed to leave`);
  await leavers(page, name);
  await openSchool(page, name);
  const [, roll, file] = (await text(page)).match(/On roll here\t(\d+)\s+In the file\t(\d+)/);
  is(roll, file, 'the roll is the file’s');
}

// ---- what a person decides ----

async function openConflicts(page, { name }) {
  await openSchool(page, name);
  await page.getByRole('link', { name: 'Conflicts', exact: true }).first().click();
}

async function openDates(page, school) {
  await openConflicts(page, school);
  await page.selectOption('#field', { label: 'Date of birth' });
  await page.getByRole('button', { name: 'Filter' }).click();
  return Number((await text(page)).match(/(\d+) conflicts? found/)[1]);
}

async function allDates(page, school) {
  const waiting = await openDates(page, school);
  ok(waiting >= WRONG_DAYS - 1, `${waiting} dates of birth wait`);
  await page.selectOption('#answer', { label: 'Keep ours' });
  await page.getByRole('button', { name: 'Look at it first' }).click();
  includes(await text(page), `Keep ours: ${waiting} conflicts`, 'the same decision for all is shown before it is made');
  await look(page, 'the same decision for all');
  await page.getByRole('button', { name: `Keep ours: ${waiting} conflicts` }).click();
  await openConflicts(page, school);
  is(await count(page, '#field option:has-text("Date of birth")'), 0, 'none waits any more');
}

// The school's rule for results is another one now, and three results differ.
async function results(page, school) {
  const grade = { WTS: 'EXS', EXS: 'GDS', GDS: 'WTS' };
  await openSchool(page, school.name);
  const numbers = page.url().match(/schools\/\d+/)[0];
  await page.goto(`${site}/la/${numbers}/rules`);
  for (const cohort of ['A', 'N']) await page.selectOption(`#rule-attainment-${cohort}`, { label: 'Always put in conflict' });
  await page.getByRole('button', { name: 'Check the changes' }).click();
  await page.getByRole('button', { name: 'Save these rules' }).click();
  sendAgain(school.laestab, 'results', (rows) => rows.slice(0, 3).map((row) => ({ ...row, Result: grade[row.Result] })));
  await page.goto(`${site}/la/${numbers}/conflicts`);
  await page.getByRole('link', { name: 'Decide those' }).click();
  is(await count(page, 'input[name=pick]'), 3, 'three results wait');
  await look(page, 'conflicts of results');
  await page.locator('input[name=pick]').first().check();
  await page.getByRole('button', { name: 'Accept the school’s' }).click();
  is(await count(page, 'input[name=pick]'), 2, 'one was accepted');
  await page.getByRole('button', { name: 'Keep ours', exact: true }).click();
  includes(await text(page), 'Choose the conflicts to decide', 'of the others none was chosen');
}

async function lists(page) {
  for (const [address, name] of [['/la/claims', 'claimed by two schools'], ['/la/upns', 'UPN problems']]) {
    await page.goto(site + address);
    ok(await count(page, 'main table tbody tr') > 0, `there are some on ${name}`);
    await look(page, name);
  }
}

// ---- without scripts ----

async function rejectEmpty(page, school) {
  fs.writeFileSync(`${dir}/drop/${school.laestab}/empty.csv`, 'UPN,Surname,Forename,Date of birth\n');
  arrive();
  await openHold(page, school);
  includes(await text(page), 'no pupil', 'the page says why');
  await page.fill('#reason', 'The export was empty.');
  await page.getByRole('button', { name: 'Reject' }).click();
  includes(await text(page), 'The export was empty.', 'rejected, with the reason');
}

async function withoutScripts([first, held, third]) {
  const page = await person(browser, who.officer, { javaScriptEnabled: false });
  await page.goto(site + '/la/dashboard');
  await page.selectOption('#state', { label: 'To review' });
  await page.getByRole('button', { name: 'Filter' }).click();
  ok(await count(page, '#desk tbody tr') > 0, 'without scripts: the filter works');
  await page.locator('summary:has-text("Choose columns")').click();
  const box = page.locator('main details input[type=checkbox]:checked').last(), heads = await count(page, '#desk thead th');
  await box.uncheck();
  await page.getByRole('button', { name: 'Show these columns' }).click();
  is(await count(page, '#desk thead th'), heads - 1, 'without scripts: a column is hidden');
  const waiting = await openDates(page, held);
  await page.click('text=Start with the first');
  await page.getByRole('button', { name: 'Accept the school’s value', exact: true }).click();
  is(await openDates(page, held), waiting - 1, 'without scripts: a conflict is decided');
  await pause(page, third);
  await rejectEmpty(page, first);
  await page.context().close();
}

stopCron();
nights();
const page = await person(browser, who.officer);
const school = (await dashboard(page)).trim();
await conflicts(page, school);
await leavers(page, school);
await matches(page, school);
await worked(page, school);
const more = await others(page, school);
await pause(page, more[0]);
await goOn(page, more[0]);
const missing = await release(page, more[1]);
await withoutScripts(more);
await allDates(page, more[1]);
await yearLeaves(page, more[1], missing);
await results(page, more[1]);
await lists(page);
await browser.close();
done();
