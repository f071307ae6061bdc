// The main job on a small screen and without any script: every step, each page within 320 px.
import fs from 'node:fs';
import { examples, begin, upload, tick, drop, fixProblems, answerMatches, acknowledge } from './steps.mjs';
import { start, person, signIns, site, dir, ok, is, includes, fits, shot, heading, text, done } from './lib.mjs';

const browser = await start();
const who = signIns();
const small = { javaScriptEnabled: false, viewport: { width: 320, height: 640 } };
const admin = await person(browser, who.admins[0], small);
const officer = await person(browser, who.officer, small);

async function look(page, name, address) {
  if (address) is((await page.goto(address)).status(), 200, `${name} answers`);
  await shot(page, name);
  await fits(page, name);
}

await look(admin, 'What is needed now', site + '/school');
includes(await text(admin), 'Move to the new year', 'the dashboard says what is needed');
await look(admin, 'Add or move in bulk', site + '/school/bulk');
const batch = await begin(admin, 'the migration');
await look(admin, 'Task list');
await upload(admin, batch, []);
includes(await text(admin), 'Choose one or more spreadsheets first', 'nothing chosen is said');
await upload(admin, batch, examples);
includes(await text(admin), '5 files were uploaded', 'five files in one go');
await look(admin, 'Upload spreadsheets');
await admin.locator('tbody a').first().click();
await look(admin, 'One file');
await tick(admin, batch);
await look(admin, 'Task list when compiled');

await look(admin, 'Fix problems', batch + '/problems');
await admin.click('button:has-text("Save and look again")');
includes(await text(admin), 'Type a correct value', 'an empty form is told what to do');
await fixProblems(admin, batch);
includes(await text(admin), 'There are no problems left', 'the problems are gone');
await admin.click('a:has-text("Continue")');
is(await heading(admin), 'Possible matches', 'and the way leads on');
await admin.locator('button:has-text("Send to the local authority")').first().click();
includes(await text(admin), 'Write what you know', 'an empty note is told');
await look(admin, 'Possible matches');
await look(officer, 'Queue of possible matches', site + '/la/matches');
ok(await answerMatches(officer) > 0, 'the authority answers them');
await admin.goto(batch + '/matches');
await admin.click('a:has-text("Continue")');

is(await heading(admin), 'Who leaves', 'the way leads on to who leaves');
const final = admin.locator('form', { has: admin.locator('button:has-text("Set for all of them")') }).last();
await final.locator('[name=year_left_on]').fill('in July');
await final.locator('button').click();
includes(await text(admin), 'want a date like', 'a last day that is no date is told');
is(await final.locator('[name=year_left_on]').inputValue(), 'in July', 'and kept as typed');
await final.locator('[name=year_left_on]').fill('24/07/2026');
await final.locator('button').click();
includes(await text(admin), 'Saved', 'one answer for the final year');
await look(admin, 'Who leaves', batch + '/leavers');
await look(admin, 'Pupils will be removed', batch + '/leavers/acknowledge');
await acknowledge(admin, batch);
includes(await text(admin), 'pupils acknowledged', 'acknowledged');

await admin.click('a:has-text("Check what will change")');
for (const list of ['new', 'changed', 'unchanged', 'leaving', 'left-out', 'kept']) await look(admin, 'Check: ' + list, batch + '/check?list=' + list);
await admin.click('button:has-text("I have checked")');
await look(admin, 'Confirm');
await admin.click('button:has-text("Confirm")');
is(await heading(admin), 'Your roll was changed', 'applied');
await look(admin, 'Receipt');
await look(admin, 'Manage pupils', site + '/school/pupils');
await look(admin, 'Add a pupil', site + '/school/pupils/new');

// A bulk upload is the same way, in its own words.
const bulk = await begin(admin, 'a bulk upload');
fs.writeFileSync(dir + '/joiner-small.csv', 'Surname,Forename,Date of birth,Sex,NC year\nLittlejohn,Peregrine,03/02/2019,M,3\n');
await upload(admin, bulk, [dir + '/joiner-small.csv']);
ok(!(await text(admin)).includes('migration'), 'a bulk upload does not speak of a migration');
await tick(admin, bulk);
await look(admin, 'Bulk upload');
await drop(admin, bulk);
includes(await text(admin), 'Your roll was not changed', 'dropped');
await browser.close();
done();
