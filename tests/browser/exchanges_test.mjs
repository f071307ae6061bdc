// Tasks in a browser: the wizard from its first question to a run's page, with and without scripts; a change; the school's side with
// its lock. Each page through axe and on a small screen.
import { start, person, signIns, site, ok, is, includes, accessible, fits, shot, heading, text, done } from './lib.mjs';

const browser = await start();
const who = signIns();

async function look(page, name) {
  await shot(page, name);
  await accessible(page, name);
  await fits(page, name);
}

const onward = (page) => page.getByRole('button', { name: 'Continue' }).click();

// A weekly task of three schools; each page is looked at once.
async function wizard(javaScriptEnabled) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  const page = await person(browser, who.officer, { javaScriptEnabled });
  const seen = (name) => (javaScriptEnabled ? look(page, name) : undefined);
  await page.goto(site + '/la/exchanges');
  await seen('exchanges');
  await page.getByRole('button', { name: 'New task' }).or(page.getByRole('link', { name: 'New task' })).first().click();
  await onward(page);
  includes(await text(page), 'There is a problem', `${how}: nothing was chosen`);
  await seen('what, with an error');
  await page.check('input[value="G.att-changed"]');
  await onward(page);
  is(await heading(page), 'Whose data?', `${how}: the group`);
  await page.check('input[name=group][value=Y]');
  await page.check('input[name=y][value="5"]');
  await seen('group');
  await onward(page);
  is(await heading(page), 'How many months of attendance?', `${how}: months`);
  includes(await text(page), 'about 390 sessions', `${how}: how much that is`);
  await page.selectOption('#months', '4');
  await seen('months');
  await onward(page);
  await page.check('input[name=schools][value=pick]');
  for (const n of [0, 1, 2]) await page.locator('input[name=s]').nth(n).check();
  await seen('schools');
  await onward(page);
  await page.check('input[name=repeats][value=W]');
  await page.check('input[name=d][value="0"]');
  await seen('how often');
  await onward(page);
  await page.fill('#first', '01/09/2020');
  await page.fill('#at', '2.15am');
  await seen('when');
  await onward(page);
  await page.fill('#name', 'Marks of Year 1, ' + how);
  await seen('name');
  await onward(page);
  is(await heading(page), 'Check your answers', `${how}: the check`);
  includes(await text(page), 'Every Monday at 2:15am', `${how}: in words`);
  includes(await text(page), 'More than 3 months', `${how}: advice`);
  includes(await text(page), 'No agent is installed.', `${how}: why schools cannot answer`);
  is(await page.locator('h2:has-text("The next five runs") ~ ul li').count(), 5, `${how}: the next five runs`);
  await seen('check');
  await page.locator('a:has-text("Change"):has-text("Months of attendance")').click();
  await page.selectOption('#months', '2');
  await onward(page);
  is(await heading(page), 'Check your answers', `${how}: one answer is changed`);
  ok(!(await text(page)).includes('More than 3 months'), `${how}: the advice has gone`);
  await page.goBack();
  is(await heading(page), 'How many months of attendance?', `${how}: the browser's own way back works`);
  await page.goForward();
  await page.getByRole('button', { name: 'Set up the task' }).click();
  includes(await text(page), 'The task was set up.', `${how}: saved`);
  await seen('task');
  await page.getByRole('button', { name: 'Run now' }).click();
  includes(await text(page), 'The task runs now.', `${how}: run`);
  is(await page.locator('#answers tbody tr').count(), 3, `${how}: an answer of each school`);
  await seen('run');
  await page.context().close();
}

async function changes() {
  const page = await person(browser, who.officer);
  await page.goto(site + '/la/exchanges');
  await page.getByRole('link', { name: 'Marks of Year 1, with scripts' }).click();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.locator('a:has-text("Change"):has-text("Name")').click();
  await page.fill('#name', 'Marks, renamed');
  await onward(page);
  await page.getByRole('button', { name: 'Save the changes' }).click();
  is(await heading(page), 'Marks, renamed', 'a change');
  await page.getByRole('button', { name: 'Pause' }).click();
  includes(await text(page), 'None while it is paused.', 'a pause');
  await page.getByRole('link', { name: 'Delete' }).click();
  await look(page, 'delete');
  await page.goto(site + '/la/exchanges/lists');
  await page.fill('#name', 'Pilots');
  await page.locator('input[name=s]').nth(1).check();
  await look(page, 'lists');
  await page.getByRole('button', { name: 'Save the list' }).click();
  await page.getByRole('link', { name: 'Pilots' }).click();
  await look(page, 'list');
  await page.context().close();
}

async function school() {
  const page = await person(browser, who.admins[0]);
  await page.goto(site + '/school/exchanges');
  await look(page, 'exchanges of a school');
  await page.getByRole('button', { name: 'New task of your own' }).click();
  await page.check('input[value="G.snapshot"]');
  await onward(page);
  await page.check('input[name=group][value=A]');
  await onward(page);
  await page.check('input[name=repeats][value=M]');
  await page.fill('#day', '31');
  await onward(page);
  await page.fill('#first', '01/09/2020');
  await page.fill('#at', '18:00');
  await onward(page);
  await onward(page);
  await page.getByRole('button', { name: 'Set up the task' }).click();
  is(await heading(page), 'Snapshot data', 'a school’s own task');
  await look(page, 'a school’s own task');
  await page.goto(site + '/school/exchanges');
  await page.getByRole('button', { name: 'Lock the tasks' }).click();
  includes(await text(page), 'The authority sees that', 'locked');
  await look(page, 'locked');
  const la = await person(browser, who.officer);
  await la.goto(site + '/la/exchanges');
  includes(await text(la), 'locked by', 'the authority sees the padlock, in words as well');
  await look(la, 'exchanges with a padlock');
  await la.getByRole('link', { name: 'Snapshot data' }).click();
  is(await la.getByRole('button', { name: 'Run now' }).count(), 0, 'and may do nothing');
  await look(la, 'a locked task');
  await page.getByRole('button', { name: 'Unlock the tasks' }).click();
  await page.context().close();
  await la.context().close();
}

// Which schools are ready, and a school's list of what it lacks.
async function readiness() {
  const page = await person(browser, who.officer);
  await page.goto(site + '/la/exchanges');
  await page.getByRole('link', { name: 'Which schools are ready' }).click();
  await page.selectOption('#state', 'no');
  await page.getByRole('button', { name: 'Filter' }).click();
  await look(page, 'readiness of all schools');
  await page.locator('#schools tbody a').first().click();
  includes(await text(page), 'Enrol the school’s agent', 'what to do');
  await look(page, 'readiness of a school');
  await page.getByRole('link', { name: 'Schedule', exact: true }).click();
  await page.getByRole('link', { name: 'Existing tasks of the school’s own system' }).click();
  includes(await text(page), 'has reported none', 'no tasks from before');
  await look(page, 'existing tasks');
  await page.context().close();
  const admin = await person(browser, who.admins[0]);
  await admin.goto(site + '/school/exchanges');
  await admin.getByRole('link', { name: 'Is your school ready?' }).click();
  await look(admin, 'readiness, for the school');
  await admin.goto(site + '/school/exchanges');
  await admin.getByRole('link', { name: 'Existing tasks of your own system' }).click();
  includes(await text(admin), 'has reported none', 'none for the school either');
  await look(admin, 'existing tasks, for the school');
  await admin.context().close();
}

await wizard(true);
await wizard(false);
await changes();
await school();
await readiness();
await browser.close();
done();
