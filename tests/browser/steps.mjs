// What people do on their way through a migration, for tests that need it done; what is asked of the pages is in the tests.
import fs from 'node:fs';
import path from 'node:path';
import { site, dir, count } from './lib.mjs';

export const examples = fs.readdirSync(dir + '/demo').filter((f) => !['sign-ins', 'truth.csv'].includes(f))
  .map((f) => path.join(dir, 'demo', f));

// kind: "the migration" or "a bulk upload". Returns the batch's address.
export async function begin(page, kind) {
  await page.goto(site + '/school/bulk');
  await page.click('text=Start ' + kind);
  return page.url().replace(/\/files$/, '');
}

export async function upload(page, batch, files) {
  await page.goto(batch + '/files');
  await page.setInputFiles('input[name=file]', files);
  await page.click('button:has-text("Upload")');
}

export async function tick(page, batch) {
  await page.goto(batch + '/files');
  await page.check('input[name=complete]');
  await page.click('text=Put them together');
}

export async function drop(page, batch) {
  await page.goto(batch);
  await page.locator('summary:has-text("Drop all of this")').click();
  await page.click('button:has-text("Drop it")');
}

// Unreadable dates are typed, everything else is left out.
export async function fixProblems(page, batch) {
  await page.goto(batch + '/problems');
  for (let round = 0; round < 5 && await count(page, 'button:has-text("Save and look again")'); round++) {
    for (const label of await page.locator('label[for^=value-]').all()) {
      const n = (await label.getAttribute('for')).slice(6);
      if ((await label.textContent()).includes('date of birth')) await page.fill('#value-' + n, '14/03/2019');
      else await page.check('#leave-' + n);
    }
    for (const box of await page.locator('input[name=leave]').all())
      if (!(await page.locator('#value-' + (await box.getAttribute('id')).slice(6)).count())) await box.check();
    await page.fill('#reason', 'Listed in another class');
    await page.click('button:has-text("Save and look again")');
  }
}

// By the date of birth; returns how many waited.
export async function answerMatches(officer) {
  for (let answered = 0; answered < 40; answered++) {
    await officer.goto(site + '/la/matches');
    const next = officer.locator('tbody a[href^="/la/matches/"]').first();
    if (!(await next.count())) return answered;
    await next.click();
    const birth = await officer.locator('.onroll-compare tr', { hasText: 'Date of birth' }).locator('td').nth(1).innerText();
    await officer.locator(`button[value=${birth.includes('Same') ? 'best' : 'different'}]`).click();
  }
  return -1;
}

export async function acknowledge(page, batch) {
  await page.goto(batch + '/leavers/acknowledge');
  await page.check('#understood');
  await page.click('button:has-text("Acknowledge")');
}
