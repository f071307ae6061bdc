// A file of pupils' data in a browser: sending it, seeing how far it is without touching anything, its hold, and the school's own view;
// each page through axe and on a small screen.
import { start, person, signIns, site, stopCron, work, ok, is, includes, accessible, fits, shot, heading, text, done } from './lib.mjs';

const browser = await start();
const who = signIns();
const list = (...rows) => ({ name: 'night.csv', mimeType: 'text/csv',
  buffer: Buffer.from(['Surname,Forename,Date of birth,Sex,NC year', ...rows].join('\n') + '\n') });

async function look(page, name) {
  await shot(page, name);
  await accessible(page, name);
  await fits(page, name);
}

async function send(page, file, everyone) {
  await page.goto(site + '/la/deliveries');
  await page.getByRole('button', { name: 'Send a file' }).click();
  await page.setInputFiles('input[type=file]', file);
  await page.selectOption('#school', { index: 2 });
  await page.getByLabel(everyone).check();
  await page.locator('main form button[type=submit]').click();
}

async function officer() {
  const page = await person(browser, who.officer);
  await page.goto(site + '/la/schools/1/pupils/1');
  includes(await text(page), '2 September 2025 at 9am', 'times are those of the clock in England: it was eight by Greenwich');
  await page.goto(site + '/la/deliveries/upload');
  await look(page, 'sending a file');
  await page.locator('main form button[type=submit]').click();
  includes(await text(page), 'There is a problem', 'nothing was chosen');
  await look(page, 'sending a file, with errors');
  await send(page, list('Quill,Quentin,2018-05-06,M,3'), 'Everyone on roll is in it');
  is(await heading(page), 'night.csv', 'the file has a page');
  includes(await text(page), 'Waiting to be read', 'it waits');
  await look(page, 'a file that waits');
  const status = page.locator('main [role=status]').last();
  work();
  await status.getByText(/^Done: /).waitFor({ timeout: 10000 }).catch(() => {});
  includes(await status.textContent(), 'Done: 0 schools processed. 1 school is on hold', 'the line says by itself that it is done');
  await page.getByRole('link', { name: 'Look again' }).click();
  await look(page, 'a file on hold');
  await page.locator('#imports a').first().click();
  includes(await text(page), 'Afterwards, by the file', 'the roll by year before and after');
  await look(page, 'an import on hold');
  await page.getByRole('button', { name: 'Reject' }).click();
  includes(await text(page), 'Write your reason.', 'a reason is needed');
  await look(page, 'an import on hold, without a reason');
  await page.fill('#reason', 'Only one pupil is in it.');
  await page.getByRole('button', { name: 'Reject' }).click();
  includes(await text(page), 'Only one pupil is in it.', 'rejected');
  await page.goto(site + '/la/deliveries');
  await look(page, 'files received');
  await page.context().close();
}

async function withoutScripts() {
  const page = await person(browser, who.officer, { javaScriptEnabled: false });
  await send(page, list('Quill,Quentin,2018-05-06,M,3', 'Rook,Rita,soon,F,3'), 'Changes alone');
  includes(await text(page), 'Waiting to be read', 'without scripts: it waits');
  work();
  await page.getByRole('link', { name: 'Look again' }).click();
  includes(await text(page), 'Done: 1 school processed.', 'without scripts: done');
  await page.locator('#imports a').first().click();
  includes(await text(page), 'Rook, Rita', 'without scripts: the rejected row');
  await page.getByRole('link', { name: 'See who' }).click();
  includes(await text(page), 'Quill, Quentin', 'without scripts: who is new');
  await page.goBack();
  await page.getByRole('button', { name: 'Put aside' }).click();
  includes(await text(page), 'The rejected rows are listed no more', 'without scripts: put aside');
  await page.context().close();
}

async function school() {
  const page = await person(browser, who.admins[0]);
  await page.goto(site + '/school/bulk');
  await page.getByRole('link', { name: 'Send your data to the local authority' }).click();
  await page.getByRole('button', { name: 'Send a file' }).click();
  await look(page, 'a school sends a file');
  await page.setInputFiles('input[type=file]', list('Swan,Sami,soon,M,3'));
  await page.getByLabel('Changes alone').check();
  await page.locator('main form button[type=submit]').click();
  work();
  await page.getByRole('link', { name: 'Look again' }).click();
  includes(await text(page), 'Rejected rows', 'the school sees what was rejected');
  await look(page, 'a file of a school');
  await page.getByRole('link', { name: 'Your data' }).click();
  ok((await text(page)).includes('night.csv'), 'and its files');
  await look(page, 'files of a school');
  await page.context().close();
}

stopCron();
await officer();
await withoutScripts();
await school();
await browser.close();
done();
