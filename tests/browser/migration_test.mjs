// The main job: a school of 400 pupils moves to the new year from five teachers' spreadsheets, by a teacher, two
// administrators and the authority, each in a browser of their own; then what cannot happen, and taking it all back.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { examples, fixProblems, answerMatches } from './steps.mjs';
import { start, person, signIns, site, dir, ok, is, includes, accessible, fits, shot, heading, text, count, done } from './lib.mjs';

const browser = await start();
const who = signIns();
const files = examples;
is(files.length, 5, 'the demo wrote five example spreadsheets');

async function look(page, name) {
  await shot(page, name);
  await accessible(page, name);
  await fits(page, name);
}

async function go(page, part) {
  const answer = await page.goto(batch + part);
  is(answer.status(), 200, `${part || 'the task list'} answers`);
}

// ---- the window, the start, uploads by several people ----
const admin = await person(browser, who.admins[0]);
await admin.goto(site + '/school/bulk');
await look(admin, 'Add or move in bulk');
await admin.click('text=Start the migration');
const batch = admin.url();
includes(await heading(admin), 'New-year migration', 'the migration starts with its list of tasks');
await look(admin, 'Task list');

const teacher = await person(browser, who.teachers[0]);
await teacher.goto(batch + '/files');
await teacher.setInputFiles('input[name=file]', files.slice(0, 2));
await teacher.click('button:has-text("Upload")');
includes(await text(teacher), '2 files were uploaded', 'a teacher uploads two files');
ok(await count(teacher, 'text=Put them together') === 0, 'a teacher is not offered to say that all are here');
is((await teacher.goto(batch + '/confirm')).status(), 403, 'a teacher may not confirm');

const second = await person(browser, who.admins[1]);
await second.goto(batch + '/files');
await second.setInputFiles('input[name=file]', [files[0]]);
await second.click('button:has-text("Upload")');
includes(await text(second), 'holds exactly the same', 'the same file a second time is noticed');
await second.setInputFiles('input[name=file]', files.slice(2));
await second.click('button:has-text("Upload")');
includes(await text(second), '3 files were uploaded', 'another administrator uploads the other three');
includes(await text(second), 'pupils on your roll are found so far', 'the coverage is told');
await look(second, 'Upload spreadsheets');

// A file that is no spreadsheet says so and stops the tick; removed, all is well.
const junk = path.join(dir, 'photo.xlsx');
fs.writeFileSync(junk, Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4]));
await second.setInputFiles('input[name=file]', [junk]);
await second.click('button:has-text("Upload")');
includes(await text(second), 'Could not be read', 'a picture called .xlsx is not read');
await second.click('a:has-text("photo.xlsx")');
await look(second, 'A file that could not be read');
await second.click('button:has-text("Remove this file")');

// How columns were understood: a wrong choice can be made, is remembered, and can be put back.
await second.locator('tbody a').first().click();
await look(second, 'One file');
const selects = second.locator('select[name=meaning]');
const meanings = await selects.evaluateAll((all) => all.map((x) => x.value));
const at = meanings.findIndex((m) => ['class', 'sex', 'upn'].includes(m));
const key = await second.locator('input[name=key]').nth(at).inputValue();
const same = second.locator('tr', { has: second.locator(`input[name=key][value="${key}"]`) });
const explain = async (meaning) => {
  for (let i = 0; i < await same.count(); i++) await same.nth(i).locator('select').selectOption(meaning);
  await second.click('text=Save and read the file again');
};
await explain('ignored');
includes(await text(second), 'remembered for your school', 'a correction is remembered');
is(await same.first().locator('select').inputValue(), 'ignored', 'the column is read as the person said');
await explain(meanings[at]);
is(await same.first().locator('select').inputValue(), meanings[at], 'and put back');

// ---- ticked and compiled ----
await admin.goto(batch + '/files');
await admin.click('text=Put them together');
includes(await text(admin), 'Tick the box', 'the button alone does nothing');
await admin.check('input[name=complete]');
await admin.click('text=Put them together');
includes(await text(admin), 'problems', 'the discrepancies are counted on the task list');
await look(admin, 'Task list when compiled');
await admin.goto(site + '/school');
await look(admin, 'Dashboard with something to do');
await admin.goto(batch + '/confirm');
ok(!(await heading(admin)).includes('Change your roll'), 'nothing can be confirmed before the problems are gone');

// ---- problems ----
await go(admin, '/problems');
await look(admin, 'Fix problems');
const downloads = await admin.$$eval('a[href$="result.xlsx"]', (as) => as.map((a) => a.href));
is(downloads.length, 5, 'each file can be had back with results');
const back = await admin.request.get(downloads[0]);
ok(back.status() === 200 && (await back.body()).subarray(0, 2).toString() === 'PK', 'as a workbook');
await fixProblems(admin, batch);
includes(await text(admin), 'There are no problems left', 'fixed on the page, or left out by name');
includes(await text(admin), 'Listed in another class', 'who was left out is named, with the reason');
await look(admin, 'Problems fixed');

// ---- possible matches: the authority decides ----
await go(admin, '/matches');
await look(admin, 'Possible matches of the school');
const waiting = await count(admin, 'textarea[name=note]');
ok(waiting >= 2, `${waiting} children wait for the authority`);
await admin.locator('textarea[name=note]').first().fill('Came from another school of the area in July.');
await admin.locator('button:has-text("Send to the local authority")').first().click();
includes(await text(admin), 'Came from another school', 'the school adds what it knows');

const officer = await person(browser, who.officer);
await officer.goto(site + '/la');
await look(officer, 'Migration');
await officer.goto(site + '/la/matches');
await look(officer, 'Queue of possible matches');
await officer.locator('tbody a[href^="/la/matches/"]').first().click();
await look(officer, 'Two records side by side');
includes(await text(officer), 'Why a person must look', 'plain reasons stand beside the records');
await officer.locator('summary:has-text("Ask the school")').click();
await officer.fill('textarea[name=question]', 'Which school did the child come from?');
await officer.locator('button[value=ask]').click();
await admin.goto(batch + '/matches');
includes(await text(admin), 'Which school did the child come from?', 'the school is asked');
await admin.locator('textarea[name=note]').first().fill('From Hillside.');
await admin.locator('button:has-text("Send to the local authority")').first().click();
is(await answerMatches(officer), waiting, 'every case is answered once');
await admin.goto(batch);
includes(await text(admin), 'None waiting', 'the school sees that nobody waits');

// ---- who leaves ----
await go(admin, '/leavers');
await look(admin, 'Who leaves');
const final = admin.locator('form', { has: admin.locator('button:has-text("Set for all of them")') }).last();
await final.locator('[name=year_destination]').fill('Secondary schools');
await final.locator('button').click();
includes(await text(admin), 'Saved', 'one answer for the whole final year');
const before = await count(admin, 'button[name=keep]');
await admin.locator('button[name=keep]').first().click();
is(await count(admin, 'button[name=keep]'), before - 1, 'a pupil who was forgotten stays, going up a year');
const leaving = before - 1;
await admin.click('a:has-text("Continue")');
is(await heading(admin), `These ${leaving} pupils will be removed from your roll`, 'the page names the number');
is(await count(admin, '.onroll-columns li'), leaving, 'and everyone by name');
await look(admin, 'Pupils will be removed');
await admin.click('button:has-text("Acknowledge")');
includes(await text(admin), 'Tick the box', 'not without the tick');
await look(admin, 'Pupils will be removed, not ticked');
await admin.check('#understood');
await admin.click('button:has-text("Acknowledge")');
includes(await text(admin), `${leaving} pupils acknowledged`, 'acknowledged with the number');

// ---- check, a change in the meantime, confirm ----
for (const list of ['new', 'changed', 'unchanged', 'leaving', 'left-out', 'kept']) {
  await go(admin, '/check?list=' + list);
  await look(admin, 'Check: ' + list);
  for (const kind of ['csv', 'xlsx']) {
    const file = await admin.request.get(`${batch}/check.${kind}?list=${list}`);
    ok(file.status() === 200 && (await file.body()).length > 20, `${list} downloads as ${kind}`);
  }
}
await admin.click('button:has-text("I have checked")');
includes(await heading(admin), 'Change your roll now', 'then the last page');
await look(admin, 'Confirm');

await second.goto(site + '/school/pupils');
await second.locator('tbody a').nth(3).click();
const changedName = (await heading(second)).split('\n')[0].trim();
await second.click('a:has-text("Edit this pupil")');
await second.fill('[name=town]', 'Elsewhere');
await second.locator('main form button').last().click();
await admin.click('button:has-text("Confirm")');
includes(await text(admin), 'Nothing was applied', 'a pupil changed since: nothing is applied');
includes(await text(admin), changedName.split(' ').at(-1), 'and that pupil is shown');
await look(admin, 'Check again');
await admin.click('button:has-text("I have checked")');
await second.goto(batch + '/confirm');
await admin.click('button:has-text("Confirm")');
includes(await heading(admin), 'Your roll was changed', 'applied');
const reference = (await text(admin)).match(/M-\d\d-\d+/)?.[0];
ok(reference, `a receipt with a reference: ${reference}`);
await look(admin, 'Receipt');
await second.click('button:has-text("Confirm")');
includes(await second.locator('main').innerText(), reference, 'who confirms second is told it was done, and the reference');

// ---- afterwards ----
await admin.goto(site + '/school');
ok(!(await text(admin)).includes('Move to the new year'), 'what was done is not asked for again');
includes(await text(admin), reference, 'the dashboard names the last migration');
await admin.goto(site + '/school/pupils');
includes(await text(admin), 'pupils on the roll', 'the roll is there');
await admin.goto(site + '/school/pupils?words=' + encodeURIComponent(''));
await admin.locator('tbody a').nth(5).click();
includes(await text(admin), 'Row ', 'a pupil’s history names the file and row');
await look(admin, 'A pupil after the migration');
execFileSync('build/onroll-work', { env: { ...process.env } });
const mails = fs.readdirSync(dir + '/mail').map((f) => fs.readFileSync(path.join(dir, 'mail', f), 'utf8'));
ok(mails.some((m) => m.includes(reference) && m.includes(who.admins[0])), 'the school’s administrators get the receipt by e-mail');
ok(mails.some((m) => m.includes(reference) && m.includes(who.la)), 'and so does the authority');
ok(mails.some((m) => m.includes('Nothing on your roll has changed')), 'they were told of the discrepancies before');

// ---- a header-only file: everyone would go, so it stops at a hold ----
await admin.goto(site + '/school/bulk');
await admin.click('text=Start the migration');
const empty = admin.url();
fs.writeFileSync(path.join(dir, 'header.csv'), 'UPN,Surname,Forename,Date of birth\n');
await admin.goto(empty + '/files');
await admin.setInputFiles('input[name=file]', path.join(dir, 'header.csv'));
await admin.click('button:has-text("Upload")');
await admin.check('input[name=complete]');
await admin.click('text=Put them together');
includes(await text(admin), 'On hold', 'a file with headings and nobody puts it on hold');
await look(admin, 'Task list on hold');
await officer.goto(site + '/la/holds');
await look(officer, 'Holds');
await officer.locator('main a[href^="/la/holds/"]').first().click();
await look(officer, 'One hold');
await officer.locator('button[value=release]').click();
ok((await text(officer)).includes('There is a problem') || (await heading(officer)).length > 0, 'a reason is asked');
await officer.fill('[name=reason]', 'The school knows; nobody is removed.');
await officer.locator('button[value=release]').click();
await admin.goto(empty);
ok(!(await text(admin)).includes('On hold'), 'released');
await admin.locator('summary:has-text("Drop all of this")').click();
await admin.click('button:has-text("Drop it")');
includes(await text(admin), 'Your roll was not changed', 'dropped');

// ---- a bulk upload adds and changes, and removes nobody ----
const onRoll = async () => Number((await (await admin.goto(site + '/school/pupils'), text(admin))).match(/([\d,]+) pupils on the roll/)[1].replace(',', ''));
const held = await onRoll();
await admin.goto(site + '/school/bulk');
await admin.click('text=Start a bulk upload');
fs.writeFileSync(path.join(dir, 'joiner.csv'), 'Surname,Forename,Date of birth,Sex,NC year,Class\nQuillfeather,Zebedee,03/02/2019,M,3,3 Oak\n');
await admin.setInputFiles('input[name=file]', path.join(dir, 'joiner.csv'));
await admin.click('button:has-text("Upload")');
await admin.check('input[name=complete]');
await admin.click('text=Put them together');
await admin.click('a:has-text("Check and confirm")');
await admin.click('button:has-text("I have checked")');
await admin.click('button:has-text("Confirm")');
includes(await heading(admin), 'Your roll was changed', 'the bulk upload is applied');
is(await onRoll(), held + 1, 'one more pupil, nobody gone');

// ---- the authority takes the migration back ----
await officer.goto(site + '/la/removed');
await look(officer, 'Removed pupils');
await officer.goto(site + '/la/schools/1');
await look(officer, 'One school');
await officer.goto(batch.replace(/.*batches/, site + '/la/schools/1/batches') + '/undo');
await look(officer, 'Undo a migration');
await officer.fill('[name=reason]', 'The school asked for it.');
await officer.locator('main form button').last().click();
await admin.goto(batch);
includes(await text(admin), 'taken this back', 'the school sees it');
await admin.goto(site + '/school/pupils');
await browser.close();
done();
