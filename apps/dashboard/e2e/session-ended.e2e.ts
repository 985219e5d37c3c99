import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, endSessions, enterPassword, signInByPassword } from './testing/people.ts';

const organizationId = 'ended-sessions';
const timeout = 900_000;
const typed = { Name: 'Dorothy Draft', Email: 'dorothy@ended-sessions.example', 'Pay an hour': '48.08' };
const thrownAway = { Name: 'Thea Thrown-Away', Email: 'thea@ended-sessions.example', 'Pay an hour': '51.15' };

describeDashboard('A session that ends while somebody types', (dashboard) => {
  async function openAs(
    name: string,
  ): Promise<DashboardPage & { email: string; endIt: () => Promise<void> }> {
    const { stack, open } = dashboard();
    const person = { organizationId, role: 'administrator', name } as const;
    const email = await createPerson(stack, person);
    const opened = await open();
    opened.page.setDefaultTimeout(120_000);
    opened.expectConsole(/Failed to load resource.*401/);
    await signInByPassword(opened.page, email);
    return { ...opened, email, endIt: () => endSessions(stack, person) };
  }

  it('is said, and what was typed is sent after signing in again in another tab; a second page of the same person waits, too', {
    timeout,
  }, async () => {
    const { page, examine, email, endIt } = await openAs('types');
    const second = await page.context().newPage();
    second.setDefaultTimeout(120_000);
    await beginTyping(page, typed);
    await beginTyping(second, { Name: 'Sam Second' });
    await page.bringToFront();
    // It ends between the click and the API.
    const endFirst = async (route: Route): Promise<void> => {
      await endIt();
      await route.continue();
    };
    await page.route('**/api/employees', endFirst, { times: 1 });
    await addDialog(page).getByRole('button', { name: 'Add', exact: true }).click();
    const ended = endedDialog(page);
    await ended.getByText(`Sign in again as ${email} in another tab, then go on here.`).waitFor();
    // Nobody who comes by reads it meanwhile, and no key takes the question away.
    await addDialog(page).waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Employees' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const signInLink = ended.getByRole('link', { name: 'Sign in again' });
    await expect.poll(() => signInLink.evaluate((link) => link === document.activeElement)).toBe(true);
    await examine('session-ended');
    await endedDialog(second).waitFor();
    const kept = await page.evaluate(async () => ({
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      cookies: document.cookie,
      address: location.search,
    }));
    expect(kept).toEqual({ local: [], session: [], cookies: '', address: '' });

    await page.bringToFront();
    const opened = page.context().waitForEvent('page');
    await signInLink.click();
    const beside = await opened;
    await beside.getByText('Sign in as the same person, and go on in the tab where you were.').waitFor();
    const closed = beside.waitForEvent('close');
    await enterPassword(beside, email);
    await closed;
    await ended.waitFor({ state: 'detached' });
    for (const [label, value] of Object.entries(typed)) {
      expect(await addDialog(page).getByLabel(label, { exact: true }).inputValue()).toBe(value);
    }
    await addDialog(page).getByText('Your session had ended, so nothing was done.').waitFor();
    const hasFocus = () => addDialog(page).evaluate((dialog) => dialog.contains(document.activeElement));
    await expect.poll(hasFocus).toBe(true);
    await examine('session-back');
    await addDialog(page).getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(`${typed.Name} is added.`).waitFor();

    await second.bringToFront();
    await endedDialog(second).waitFor({ state: 'detached' });
    expect(await addDialog(second).getByLabel('Name').inputValue()).toBe('Sam Second');
  });

  it('can be left: what was typed is gone, as is said, and the same page is open after signing in', {
    timeout,
  }, async () => {
    const { page, email, endIt } = await openAs('leaves');
    await beginTyping(page, thrownAway);
    await endIt();
    await endByCall(page);
    await endedDialog(page).getByText('It is lost when you close or leave this page').waitFor();
    await endedDialog(page).getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByText('Your session has ended.').waitFor();
    await enterPassword(page, email);
    await page.getByRole('heading', { level: 1, name: 'Employees' }).waitFor();
    expect(await page.content()).not.toContain(thrownAway.Name);
  });

  it('shows nothing of it to somebody else who signs in', { timeout }, async () => {
    const { stack } = dashboard();
    const { page, endIt } = await openAs('goes');
    const another = await createPerson(stack, { organizationId, role: 'member', name: 'another' });
    await beginTyping(page, thrownAway);
    await endIt();
    await endByCall(page);
    const opened = page.context().waitForEvent('page');
    await endedDialog(page).getByRole('link', { name: 'Sign in again' }).click();
    await enterPassword(await opened, another);
    await page
      .getByRole('button', { name: /Your account/ })
      .getByText(another)
      .waitFor();
    await page.getByRole('heading', { level: 1, name: 'Employees' }).waitFor();
    expect(await page.content()).not.toContain(thrownAway.Name);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

async function beginTyping(page: Page, values: Record<string, string>): Promise<void> {
  await page.goto('/employees');
  await page.getByRole('button', { name: 'Add an employee' }).click();
  for (const [label, value] of Object.entries(values)) {
    await addDialog(page).getByLabel(label, { exact: true }).fill(value);
  }
}

const addDialog = (page: Page) => page.getByRole('dialog', { name: 'Add an employee' });
const endedDialog = (page: Page) => page.getByRole('dialog', { name: 'Your session has ended' });

/** Has the page make a call of its own, if it has not made one since: that of a hidden one that is shown again. */
async function endByCall(page: Page): Promise<void> {
  const add = addDialog(page).getByRole('button', { name: 'Add', exact: true });
  await add.or(endedDialog(page)).first().waitFor();
  if (!(await endedDialog(page).isVisible())) {
    // Behind the other dialog, which may come at this moment, there is no button to be found.
    await add.dispatchEvent('click', undefined, { timeout: 2_000 }).catch(() => undefined);
  }
  await endedDialog(page).waitFor();
}
