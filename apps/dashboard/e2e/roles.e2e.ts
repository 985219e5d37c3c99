import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, enterPassword, signInByPassword, type TestPerson } from './testing/people.ts';
import type { StackAddresses } from './testing/stack.setup.ts';

const organizationId = 'changing-roles';
/** The API asks for an account once a minute, and the page for who is signed in. */
const learnTimeoutMs = 300_000;
const timeout = 900_000;

describeDashboard('A role', (dashboard) => {
  /** The owner who changes others; they stay all the time. */
  async function createOther(): Promise<string> {
    const { stack } = dashboard();
    const other = await createPerson(stack, { organizationId, role: 'owner', name: 'other' });
    await note(stack, other);
    return other;
  }
  /** Opens a page as somebody new. It waits for what it has to learn, and the machine may be busy. */
  async function openAs(person: Pick<TestPerson, 'role' | 'name'>): Promise<DashboardPage & Opened> {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId, ...person });
    const opened = await open();
    opened.page.setDefaultTimeout(learnTimeoutMs);
    await signInByPassword(opened.page, email);
    return { ...opened, email, userId: `${organizationId}-${person.name}` };
  }

  it('that owners take from themselves ends at once: the page shows what the new one may do as soon as they have signed in again', {
    timeout,
  }, async () => {
    const other = await createOther();
    const { page, goTo, examine, email } = await openAs({ role: 'owner', name: 'demotes-self' });
    await goTo('/settings');
    await page.getByRole('button', { name: `Change role ${email}` }).click();
    const dialog = page.getByRole('dialog', { name: `Role of ${email}` });
    await dialog.getByText('This is you: you have to sign in again').waitFor();
    await dialog.getByLabel('Role', { exact: true }).selectOption('Member');
    await examine('role-of-oneself');
    await dialog.getByRole('button', { name: 'Change role' }).click();
    await page.getByText('Your role is changed. Sign in again').waitFor();
    await examine('role-of-oneself-changed');
    await enterPassword(page, email);
    const members = page.getByRole('list', { name: 'Members' });
    await members.getByText(other).waitFor();
    await members
      .getByRole('listitem')
      .filter({ hasText: email })
      .getByText('Member', { exact: true })
      .waitFor();
    // Members may read the list, and change nothing of it.
    expect(await page.getByRole('main').getByRole('button').allInnerTexts()).toEqual([
      'Save as CSV',
      'Leave',
    ]);
    expect(await page.getByRole('navigation', { name: 'Settings' }).count()).toBe(0);
    await page.getByRole('button', { name: /Your account/ }).click();
    await page.locator('.account__menu').getByText('Member').waitFor();
    await goTo('/settings/webhooks');
    await page.getByText('Your role does not allow this.').waitFor();
  });

  it('that owners give up with the organization leaves nothing of it on the screen', {
    timeout,
  }, async () => {
    const other = await createOther();
    const { page, goTo, examine, email } = await openAs({ role: 'owner', name: 'leaves' });
    await goTo('/settings');
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You are signed out.').waitFor();
    await examine('leaving');
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await page.getByText('You have left the organization.').waitFor();
    await examine('left');
    expect(await page.content()).not.toContain(other);
    await enterPassword(page, email);
    await page.getByRole('heading', { level: 1, name: 'You belong to no organization' }).waitFor();
    await expectNothingOf(page, other);
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').count()).toBe(0);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('heading', { level: 1, name: 'You belong to no organization' }).waitFor();
  });

  it('that is taken away while somebody types: it is said, what was typed is there after signing in again, and what is refused says why', {
    timeout,
  }, async () => {
    const { stack } = dashboard();
    const other = await createOther();
    const { page, goTo, examine, expectConsole, email, userId } = await openAs({
      role: 'administrator',
      name: 'types',
    });
    expectConsole(/Failed to load resource.*40[13]/);
    const refusals = countRefusals(page);
    await goTo('/employees');
    await page.getByRole('button', { name: 'Add an employee' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an employee' });
    await dialog.getByLabel('Name').fill('Half Typed');
    await dialog.getByLabel('Email').fill('half@changing-roles.example');
    await dialog.getByLabel('Pay an hour').fill('48.08');
    await change(stack, other, userId, 'member');
    await signInBeside(page, email);
    const said = page.getByText(/An owner has changed your role: you are a member of/);
    await said.waitFor();
    expect(await dialog.getByLabel('Pay an hour').inputValue()).toBe('48.08');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Your role does not allow this, so nothing was done.').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Half Typed');
    await examine('role-taken-while-typing');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('button', { name: 'Add an employee' }).count()).toBe(0);
    expect(await page.getByRole('columnheader', { name: 'Pay an hour' }).count()).toBe(0);
    await examine('role-taken');
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    await said.waitFor({ state: 'detached' });
    // Each call that was under way, and none again and again.
    expect(refusals()).toBeLessThan(12);
  });

  it('that is taken away with the membership while a page is open: it is said, and nothing of the organization is shown any more', {
    timeout,
  }, async () => {
    const { stack } = dashboard();
    const other = await createOther();
    const { page, examine, expectConsole, email, userId } = await openAs({ role: 'member', name: 'removed' });
    expectConsole(/Failed to load resource.*401/);
    const refusals = countRefusals(page);
    await callApi(stack, other, { method: 'DELETE', path: `/organization/members/${userId}` });
    await page.getByText('Your session has ended.').waitFor();
    await page.getByText('Sessions end when an owner changes your role or removes you').waitFor();
    expect(refusals()).toBeLessThan(12);
    await examine('removed-by-another');
    await enterPassword(page, email);
    await page.getByRole('heading', { level: 1, name: 'You belong to no organization' }).waitFor();
    await expectNothingOf(page, other);
    await examine('removed-signed-in');
  });

  it('that is taken away with the membership while a dialog is open: the dialog is gone with the organization, which is said', {
    timeout,
  }, async () => {
    const { stack } = dashboard();
    const other = await createOther();
    const { page, goTo, examine, expectConsole, email, userId } = await openAs({
      role: 'administrator',
      name: 'removed-typing',
    });
    expectConsole(/Failed to load resource.*40[13]/);
    await goTo('/employees');
    await page.getByRole('button', { name: 'Add an employee' }).click();
    await page.getByRole('dialog', { name: 'Add an employee' }).getByLabel('Name').fill('Half Typed');
    await callApi(stack, other, { method: 'DELETE', path: `/organization/members/${userId}` });
    await signInBeside(page, email);
    await page.getByRole('alert').getByText('You do not belong to').waitFor();
    await page.getByRole('heading', { level: 1, name: 'You belong to no organization' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.content()).not.toContain('Half Typed');
    await expectNothingOf(page, other);
    await examine('removed-while-typing');
  });

  it('that is raised while a page is open is said there, and what it allows can be done without loading the page again', {
    timeout,
  }, async () => {
    const { stack } = dashboard();
    const other = await createOther();
    const { page, goTo, examine, userId } = await openAs({ role: 'member', name: 'raised' });
    await goTo('/employees');
    await page.getByRole('heading', { level: 1, name: 'Employees' }).waitFor();
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await change(stack, other, userId, 'administrator');
    await page.getByText(/An owner has changed your role: you are an administrator of/).waitFor();
    await page.getByRole('button', { name: 'Add an employee' }).waitFor();
    await examine('role-raised');
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  });
});

interface Opened {
  email: string;
  userId: string;
}

/** Somebody is a member once they have been seen. */
async function note(stack: StackAddresses, email: string): Promise<void> {
  await callApi(stack, email, { method: 'GET', path: '/me' });
}

async function change(
  stack: StackAddresses,
  by: string,
  userId: string,
  role: 'administrator' | 'member',
): Promise<void> {
  const path = `/organization/members/${userId}`;
  await callApi(stack, by, { method: 'PATCH', path, body: { role } });
}

/** Waits until the session has ended, and signs in again in the tab that the page offers. */
async function signInBeside(page: Page, email: string): Promise<void> {
  const ended = page.getByRole('dialog', { name: 'Your session has ended' });
  await ended.getByText(`Sign in again as ${email} in another tab`).waitFor();
  const opened = page.context().waitForEvent('page');
  await ended.getByRole('link', { name: 'Sign in again' }).click();
  await enterPassword(await opened, email);
  await ended.waitFor({ state: 'detached' });
}

/** How many calls the API has refused so far. */
function countRefusals(page: Page): () => number {
  let count = 0;
  page.on('response', (response) => {
    count += response.status() === 401 || response.status() === 403 ? 1 : 0;
  });
  return () => count;
}

/** Not the other owner, nor any list or table. */
async function expectNothingOf(page: Page, other: string): Promise<void> {
  expect(await page.content()).not.toContain(other);
  expect(await page.locator('main ul, main table').count()).toBe(0);
}
