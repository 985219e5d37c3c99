import type { Page, Request } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';

const organizationId = 'many-people';
const people = 100_000;
const peopleACall = 5_000;
const callsAtOnce = 3;
const nameOf = (index: number): string => `Person ${String(index).padStart(5, '0')}`;

/** Requests for pages of the list from now on. */
function countPages(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request: Request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname === '/api/employees') {
      asked.push(search);
    }
  });
  return asked;
}

/** Presses End until the list has come to a row: each time it leads to the end of what is loaded, and more is loaded. */
async function pressEndUntil(page: Page, index: number, look = async () => {}): Promise<void> {
  const rows = page.locator('.people__row');
  await expect
    .poll(
      async () => {
        await page.keyboard.press('End');
        await look();
        return Number(await rows.last().getAttribute('data-index'));
      },
      { interval: 100, timeout: 900_000 },
    )
    .toBeGreaterThanOrEqual(index);
}

/** The browser goes on scrolling for a while after the key. */
async function scrollingEnds(page: Page): Promise<void> {
  const scrolled = () => page.evaluate(() => window.scrollY);
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await scrolled();
        const isStill = now === before;
        before = now;
        return isStill;
      },
      { interval: 500, timeout: 60_000 },
    )
    .toBe(true);
}

const rowsInWindow = (page: Page): Promise<number> =>
  page.locator('.people__row').evaluateAll(
    (rows) =>
      rows.filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      }).length,
  );

describeDashboard('A hundred thousand employees', (dashboard) => {
  let owner = '';

  async function openList(): Promise<DashboardPage> {
    const opened = await dashboard().open();
    await signInByPassword(opened.page, owner);
    await opened.page.getByRole('link', { name: 'Employees' }).click();
    await opened.page.getByRole('link', { name: nameOf(0) }).waitFor();
    return opened;
  }

  beforeAll(async () => {
    const { stack } = dashboard();
    owner = await createPerson(stack, { organizationId, role: 'owner' });
    const starts = Array.from({ length: people / peopleACall }, (_none, call) => call * peopleACall);
    await Promise.all(
      Array.from({ length: callsAtOnce }, async () => {
        for (let first = starts.shift(); first !== undefined; first = starts.shift()) {
          const body = syncOf(first, peopleACall);
          await callApi(stack, owner, { method: 'POST', path: '/employees/sync', body });
        }
      }),
    );
  }, 1_200_000);

  it('are there at once, with their number, by a hundred of them', async () => {
    const opened = await dashboard().open();
    await signInByPassword(opened.page, owner);
    const asked = countPages(opened.page);
    await opened.page.getByRole('link', { name: 'Employees' }).click();
    await opened.page.getByRole('link', { name: nameOf(0) }).waitFor();
    await opened.page.getByText('100,000 people', { exact: true }).waitFor();
    const table = opened.page.getByRole('table', { name: 'Employees' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(people + 1));
    expect(asked).toEqual(['?limit=100']);
    await opened.examine('employees-many');
  });

  it('are scrolled by the End key, thousands of them, and the page holds only the rows near the window', {
    timeout: 1_000_000,
  }, async () => {
    const { page } = await openList();
    let maxRows = 0;
    await pressEndUntil(page, 3_000, async () => {
      maxRows = Math.max(maxRows, await page.locator('.people__row').count());
    });
    expect(maxRows).toBeLessThan(80);
    await expect.poll(() => rowsInWindow(page)).toBeGreaterThan(5);
    await page.keyboard.press('Home');
    await page.getByRole('link', { name: nameOf(0) }).waitFor();
    expect(await page.locator('.people__row').count()).toBeLessThan(80);
  });

  it('keep the focus that is scrolled away, and Tab goes on from there', {
    timeout: 1_000_000,
  }, async () => {
    const { page } = await openList();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole('link', { name: nameOf(2) }).focus();
    await pressEndUntil(page, 300);
    await scrollingEnds(page);
    expect(await focused()).toBe(nameOf(2));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: nameOf(2) }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe(nameOf(2));
    await pressEndUntil(page, 300);
    await scrollingEnds(page);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(nameOf(3));
    const box = await page.getByRole('link', { name: nameOf(3) }).boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(900);
  });

  it('show their last ones by one request, in the other direction', async () => {
    const { page } = await openList();
    const asked = countPages(page);
    await page.getByLabel('Order').selectOption('By name, backwards');
    await page.getByRole('link', { name: nameOf(people - 1) }).waitFor();
    expect(asked).toEqual(['?limit=100&sort=name&order=desc']);
  });

  it('are searched and filtered by one request each, with exact counts', async () => {
    const { page } = await openList();
    const asked = countPages(page);
    await page.getByLabel('Name or email begins with').pressSequentially('person 0999');
    await page.getByRole('link', { name: nameOf(9_999) }).waitFor();
    expect(await page.getByRole('row').count()).toBe(1 + 10);
    expect(asked).toEqual(['?limit=100&namePrefix=person+0999']);
    await page.getByLabel('Department').selectOption({ label: 'Sales (50,000)' });
    await page.getByRole('link', { name: nameOf(9_999) }).waitFor({ state: 'detached' });
    expect(await page.getByRole('row').count()).toBe(1 + 5);
    expect(asked).toHaveLength(2);
  });
});

/** People of an HR system, the same at every run. */
function syncOf(first: number, count: number) {
  const employees = Array.from({ length: count }, (_none, offset) => {
    const index = first + offset;
    return {
      sourceId: String(index),
      name: nameOf(index),
      email: `person.${index}@many-people.example`,
      role: 'Clerk',
      department: index % 2 === 0 ? 'Sales' : 'Production',
    };
  });
  return { sourceType: 'bamboohr', mode: 'incremental', employees };
}
