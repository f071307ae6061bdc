// Rules and settings in a browser: a group at once, the check, going back, a school’s own; with and without scripts, each page
// through axe and on a small screen.
import { start, person, signIns, site, ok, is, includes, accessible, fits, shot, heading, text, done } from './lib.mjs';

const browser = await start();
const who = signIns();

async function look(page, name) {
  await shot(page, name);
  await accessible(page, name);
  await fits(page, name);
}

async function edit(javaScriptEnabled) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  const page = await person(browser, who.officer, { javaScriptEnabled });
  await page.goto(site + '/la/rules');
  await page.selectOption('#rule-class-N', 'class.N.D');
  await page.check('#hand-sex');
  await page.selectOption('#all-2-A', '2.A.F');
  await page.locator('button[name=group][value="2"]').click();
  is(await page.locator('#rule-surname-A').inputValue(), 'surname.A.F', `${how}: a group is set at once`);
  is(await page.locator('#rule-class-N').inputValue(), 'class.N.D', `${how}: what was chosen before stays`);
  ok(await page.locator('#hand-sex').isChecked(), `${how}: also what was ticked`);
  includes(await text(page), 'Nothing is saved yet', `${how}: it says that nothing is saved`);
  if (javaScriptEnabled) await look(page, 'rules, chosen');
  await page.getByRole('button', { name: 'Check the changes' }).click();
  is(await heading(page), 'You are changing 9 rules', `${how}: the check counts them`);
  if (javaScriptEnabled) await look(page, 'rules, check');
  await page.getByRole('link', { name: 'Last 30 days' }).click();
  is(await heading(page), 'You are changing 9 rules', `${how}: other days keep the choices`);
  await page.getByRole('link', { name: 'Go back and change' }).click();
  await page.uncheck('#hand-sex');
  await page.getByRole('button', { name: 'Check the changes' }).click();
  is(await heading(page), 'You are changing 8 rules', `${how}: one less after going back`);
  await page.getByRole('button', { name: 'Save these rules' }).click();
  includes(await text(page), '8 items were changed from shipped', `${how}: saved`);
  await page.getByRole('link', { name: 'Set everything back' }).click();
  await page.getByRole('button', { name: 'Save these rules' }).click();
  includes(await text(page), 'All rules are as shipped', `${how}: and taken back`);
  await page.context().close();
}

async function school() {
  const page = await person(browser, who.officer);
  await page.goto(site + '/la/schools/1');
  await page.getByRole('link', { name: 'Rules of this school' }).click();
  await look(page, 'rules of a school');
  await page.selectOption('#rule-class-N', 'class.N.C');
  await page.getByRole('button', { name: 'Check the changes' }).click();
  await page.getByRole('button', { name: 'Save these rules' }).click();
  includes(await text(page), 'Differs from the default', 'a school’s own rule is marked in words');
  await page.getByRole('link', { name: 'The default rules' }).click();
  includes(await text(page), 'Schools with rules of their own', 'the school is listed');
  await look(page, 'rules, with a school');
  await page.context().close();
}

async function settings() {
  const page = await person(browser, who.la);
  await page.goto(site + '/la/settings');
  await page.fill('#keep_days', 'many');
  await page.getByRole('button', { name: 'Save' }).click();
  includes(await text(page), 'There is a problem', 'a setting that is none');
  await look(page, 'settings with an error');
  await page.fill('#keep_days', '40');
  await page.getByRole('button', { name: 'Save' }).click();
  includes(await text(page), 'The settings are saved', 'a good one');
  await page.context().close();
}

await edit(true);
await edit(false);
await school();
await settings();
await browser.close();
done();
