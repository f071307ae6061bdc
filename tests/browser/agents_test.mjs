// The screens of agents and tokens: a code and a token are shown once, the pages pass axe and fit a narrow screen, a key is revoked.
import { start, person, signIns, site, ok, is, accessible, fits, text, done } from './lib.mjs';

const browser = await start();
const who = signIns();

// ---- a school's administrator ----
const school = await person(browser, who.admins[0]);
await school.goto(site + '/school/data');
await school.click('a:has-text("The agent")');
await school.click('button:has-text("Make a one-time code")');
const code = await school.locator('.govuk-panel__title').innerText();
ok(/^([A-Z2-9]{4}-){4}[A-Z2-9]{4}$/.test(code), 'a code is shown', code);
await accessible(school, 'a one-time code');
await fits(school, 'a one-time code');
await school.goto(site + '/school/agent');
ok(!(await text(school)).includes(code), 'and not again');

// ---- the authority's ----
const la = await person(browser, who.la);
await la.goto(site + '/la/agents');
await accessible(la, 'all agents');
await fits(la, 'all agents');
await la.click('a:has-text("Tokens for other systems")');
await la.fill('#name', 'Case management');
await la.click('button:has-text("Make the token")');
is(await la.locator('.govuk-error-summary').count(), 1, 'a token without a purpose is asked about');
await la.check('input[value="pupils:read"]');
await la.click('button:has-text("Make the token")');
const token = await la.locator('main code').last().innerText();
ok(/^onroll_[0-9a-f]{62}$/.test(token), 'a token is shown', token);
await accessible(la, 'a new token');
await fits(la, 'a new token');
const asked = await la.request.get(site + '/api/v1/pupils/changes?limit=1', { headers: { Authorization: `Bearer ${token}` } });
is(asked.status(), 200, 'it is good');
await la.goto(site + '/la/api-tokens');
ok(!(await text(la)).includes(token), 'and not shown again');
const revoke = la.getByRole('button', { name: 'Revoke Case management' });
ok(!(await revoke.isVisible()), 'it is not revoked by one click beside the others');
await la.click('summary:has-text("Revoke Case management")');
await revoke.click();
ok((await text(la)).includes('Revoked'), 'it is revoked');
const again = await la.request.get(site + '/api/v1/pupils/changes', { headers: { Authorization: `Bearer ${token}` } });
is(again.status(), 401, 'and good no more');
await browser.close();
done();
