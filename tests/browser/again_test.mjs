// Files that go out and come back: with results, and the current pupils. What is read the second time is the same.
import fs from 'node:fs';
import path from 'node:path';
import { examples, begin, upload, tick, drop } from './steps.mjs';
import { start, person, signIns, dir, ok, is, includes, text, done } from './lib.mjs';

const browser = await start();
const admin = await person(browser, signIns().admins[0]);
const lists = ['new', 'changed', 'unchanged', 'leaving', 'left-out', 'kept'];

// Every list of a batch; of where a row stands only its number, for the files have other names the second time.
async function read(batch) {
  let out = '';
  for (const list of lists)
    out += list + '\n' + (await (await admin.request.get(`${batch}/check.csv?list=${list}`)).text())
      .replace(/,"?[^,"\n]*(, sheet [^,"\n]*)?, row (\d+)"?/g, ',$2');
  return out;
}

async function save(url, name) {
  const answer = await admin.request.get(url);
  const file = path.join(dir, name);
  fs.writeFileSync(file, await answer.body());
  ok(answer.status() === 200, `${name} comes down`);
  return file;
}

// ---- the five examples, given back with results, uploaded as they are ----
const first = await begin(admin, 'the migration');
await upload(admin, first, examples);
const pupils = await admin.locator('td.govuk-table__cell--numeric').allInnerTexts();
await tick(admin, first);
await admin.goto(first + '/problems');
const links = await admin.$$eval('a[href$="result.xlsx"]', (as) => as.map((a) => a.href));
is(links.length, 5, 'five files can be had back');
const back = [];
for (const [i, link] of links.entries()) back.push(await save(link, path.parse(examples[i]).name + ' with results.xlsx'));
const before = await read(first);
await drop(admin, first);

const second = await begin(admin, 'the migration');
await upload(admin, second, back);
includes(await text(admin), '5 files were uploaded', 'and uploaded as they are');
is(await admin.locator('td.govuk-table__cell--numeric').allInnerTexts(), pupils, 'each has as many pupils as before');
await tick(admin, second);
const after = await read(second);
ok(before.split('\n').length > 400, 'hundreds of rows are compared');
const differ = after.split('\n').filter((line, i) => line !== before.split('\n')[i]);
is(differ.slice(0, 5).join('\n'), '', 'the same rows, with the same classes and years, become the same changes');
await drop(admin, second);

// ---- the current pupils, unchanged and with a surname edited: everyone is found ----
async function everyone(files, what) {
  const batch = await begin(admin, 'the migration');
  await upload(admin, batch, files);
  const found = (await text(admin)).match(/([\d,]+) of ([\d,]+) pupils on your roll are found/);
  ok(found && found[1] === found[2] && found[1] !== '0', `${what}: everyone is found`, found?.[0]);
  await drop(admin, batch);
  return found?.[2];
}

async function unchanged(files, roll, what) {
  const batch = await begin(admin, 'a bulk upload');
  await upload(admin, batch, files);
  await tick(admin, batch);
  await admin.goto(batch + '/check');
  const tab = async (words) => (await admin.locator('.onroll-tabs__link', { hasText: new RegExp('^' + words) }).locator('.onroll-count').innerText()).trim();
  is([await tab('New'), await tab('Changed'), await tab('Unchanged'), await tab('Left out')], ['0', '0', roll, '0'], `${what}: nothing is to change`);
  const kept = await tab('Names kept');
  await drop(admin, batch);
  return kept;
}

const migration = await begin(admin, 'the migration');
const files = { xlsx: await save(migration + '/pupils.xlsx', 'current.xlsx'), csv: await save(migration + '/pupils.csv', 'current.csv') };
await drop(admin, migration);
const bulk = await begin(admin, 'a bulk upload');
const now = { xlsx: await save(bulk + '/pupils.xlsx', 'now.xlsx'), csv: await save(bulk + '/pupils.csv', 'now.csv') };
await drop(admin, bulk);
let roll;
for (const kind of ['xlsx', 'csv']) {
  roll = await everyone([files[kind]], 'current pupils as ' + kind);
  is(await unchanged([now[kind]], roll, 'current pupils as ' + kind), '0', 'and no name differs');
}

// The hidden key brings the row back to its pupil.
function edited(file, name) {
  const lines = fs.readFileSync(file, 'utf8').split('\r\n');
  const at = lines[0].replace('\ufeff', '').split(',').map((h) => h.replaceAll('"', '')).indexOf('Surname');
  const cells = lines[1].split(',');
  cells[at] = 'Fotheringay';
  lines[1] = cells.join(',');
  const out = path.join(dir, name);
  fs.writeFileSync(out, lines.join('\r\n'));
  return out;
}
await everyone([edited(files.csv, 'edited.csv')], 'a surname edited');
is(await unchanged([edited(now.csv, 'edited-now.csv')], roll, 'a surname edited'), '1', 'and the name on the roll is kept');
await browser.close();
done();
