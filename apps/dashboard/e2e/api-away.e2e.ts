import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { control } from './testing/control.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { type Front, startFront } from './testing/front.ts';

const owner = 'owner@api-away.example';
/** First by name: other files store thousands, and the list shows its first people. */
const typed = 'Aaron Nobody';
const startTimeoutMs = 300_000;

const banner = (page: Page) =>
  page.locator('.shell__banner').getByText('The service does not answer at the moment.');

/** The page and its data were there before the API went away, and somebody has begun to type. */
async function beginTyping({ page, goTo }: DashboardPage): Promise<void> {
  await goTo('/employees');
  await page.getByRole('button', { name: 'Add an employee' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an employee' });
  await dialog.getByLabel('Name').fill(typed);
  await dialog.getByLabel('Email').fill('nobody@fabrikam.example');
}

/** What was typed is sent in vain, said to be kept, and sent again. */
async function submitInVain(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Add an employee' });
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByText('Nothing that you entered is lost: try again when it is back.').waitFor();
  expect(await dialog.getByLabel('Name').inputValue()).toBe(typed);
}

async function submitAgain(page: Page): Promise<void> {
  await banner(page).waitFor({ state: 'detached' });
  const dialog = page.getByRole('dialog', { name: 'Add an employee' });
  expect(await dialog.getByLabel('Name').inputValue()).toBe(typed);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await page.getByText(`${typed} is added.`).waitFor();
}

describeDashboard('When the API is away', (dashboard) => {
  const fronts: Front[] = [];
  async function openBehindFront(): Promise<{ opened: DashboardPage; front: Front }> {
    const { stack, open } = dashboard();
    const front = await startFront(stack.dashboardUrl);
    fronts.push(front);
    const opened = await open(owner, front.url);
    opened.expectConsole(/Failed to load resource/);
    return { opened, front };
  }
  async function forgetNobody(): Promise<void> {
    const { stack } = dashboard();
    const { items } = (await callApi(stack, owner, {
      method: 'GET',
      path: '/employees?emailPrefix=nobody@',
    })) as { items: { id: string }[] };
    // However often it was sent, there is one.
    expect(items).toHaveLength(1);
    await callApi(stack, owner, { method: 'DELETE', path: `/employees/${items[0]?.id}` });
  }
  afterAll(async () => {
    for (const front of fronts) {
      await front.close();
    }
  });

  it('since its processes are stopped: it is said, what was read and typed stays, a page that is opened meanwhile fills itself, and everything goes on when they are back', {
    timeout: 1_200_000,
  }, async () => {
    const { stack, open } = dashboard();
    const opened = await open(owner);
    const { page, examine, expectConsole } = opened;
    const late = await open(owner);
    // On a busy machine, processes take minutes to be back.
    page.setDefaultTimeout(startTimeoutMs);
    late.page.setDefaultTimeout(startTimeoutMs);
    expectConsole(/Failed to load resource/);
    late.expectConsole(/Failed to load resource/);
    await beginTyping(opened);
    await control(stack.controlUrl, 'stop-api');
    try {
      await banner(page).waitFor();
      await submitInVain(page);
      await examine('api-away-typed');
      await late.goTo('/connections');
      await banner(late.page).waitFor();
      await late.page.getByText('This could not be loaded').waitFor();
      await late.examine('api-away-at-start');
    } finally {
      await control(stack.controlUrl, 'start-api');
    }
    await submitAgain(page);
    await banner(late.page).waitFor({ state: 'detached' });
    await late.page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    // Changes are told again, too.
    await late.page.getByRole('link', { name: 'Employees' }).click();
    await late.page.getByRole('link', { name: typed }).waitFor();
    await forgetNobody();
    await late.page.getByRole('link', { name: typed }).waitFor({ state: 'detached' });
  });

  it('and something in front of it answers pages in its place: no page is taken for an answer', async () => {
    const { opened, front } = await openBehindFront();
    const { page, examine } = opened;
    await beginTyping(opened);
    front.set('bad-gateway');
    await banner(page).waitFor();
    await submitInVain(page);
    expect(await page.content()).not.toContain('Bad Gateway');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Connections' }).click();
    await page.getByText('This could not be loaded').first().waitFor();
    await examine('api-bad-gateway');
    front.set('open');
    await banner(page).waitFor({ state: 'detached' });
    await page.getByText('This could not be loaded').waitFor({ state: 'detached' });
  });

  it('and so is the whole site: what is shown stays, and a page whose script could not be loaded is loaded when the site is back', async () => {
    const { opened, front } = await openBehindFront();
    const { page, examine, expectConsole } = opened;
    expectConsole(/Failed to load module script|dynamically imported module|Unable to preload CSS/);
    const list = page.getByRole('heading', { level: 1, name: 'Connections' });
    await list.waitFor();
    await front.refuse();
    await banner(page).waitFor();
    await list.waitFor();
    await examine('site-away');
    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByRole('heading', { level: 1, name: 'This page could not be loaded' }).waitFor();
    await page.getByRole('alert').getByText('It is tried again by itself.').waitFor();
    await examine('site-away-other-page');
    await front.accept();
    await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor();
    await banner(page).waitFor({ state: 'detached' });
  });

  it('for a browser without a network, which is said until it is back', async () => {
    const opened = await dashboard().open(owner);
    const { page, examine, expectConsole } = opened;
    expectConsole(/Failed to load resource/);
    await beginTyping(opened);
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await submitInVain(page);
    await examine('offline');
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    await submitAgain(page);
    await forgetNobody();
  });

  it('and hangs, which is noticed when no answer comes in time', async () => {
    const { opened, front } = await openBehindFront();
    const { page } = opened;
    await beginTyping(opened);
    front.set('silent');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await banner(page).waitFor({ timeout: 90_000 });
    front.set('open');
    await banner(page).waitFor({ state: 'detached' });
    await page
      .getByText(`${typed} is added.`)
      .or(page.getByText('Nothing that you entered is lost'))
      .waitFor();
    if (await page.getByRole('dialog').isVisible()) {
      await submitAgain(page);
    }
    await forgetNobody();
  });
});
