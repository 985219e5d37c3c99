import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { collectVitals, readVitals } from './testing/vitals.ts';

const operator = 'operator@klayim.example';
const heading = (page: Page, name: string) => page.getByRole('heading', { name });

/** Each page, what it cannot do without, and what it shows once it has it. */
const pages = [
  [
    'connections',
    '/connections',
    '/integrations/summary',
    (page) => heading(page, 'Nothing is connected yet'),
  ],
  ['catalogue', '/connections/new', '/integrations/providers', (page) => heading(page, 'Google Calendar')],
  ['employees', '/employees', '/employees', (page) => heading(page, 'No employees yet')],
  ['import', '/employees/import', '/employee-imports', (page) => page.getByText('No file was imported')],
  ['health', '/health', '/integrations/summary', (page) => page.getByText('Every provider answers.')],
  ['activity', '/activity', '/audit-events', (page) => heading(page, 'Activity')],
  ['members', '/settings', '/organization/members', (page) => page.getByRole('list', { name: 'Members' })],
  [
    'organization',
    '/settings/organization',
    '/organization',
    (page) => page.getByRole('textbox', { name: 'Name' }),
  ],
  ['notifications', '/settings/notifications', '/organization', (page) => page.getByRole('textbox').first()],
  [
    'webhooks',
    '/settings/webhooks',
    '/webhook-endpoints',
    (page) => heading(page, 'There is no webhook yet'),
  ],
  ['api-keys', '/settings/api-keys', '/api-keys', (page) => heading(page, 'There is no API key yet')],
] as const satisfies [string, string, string, (page: Page) => ReturnType<Page['getByText']>][];

const isCallOf = (path: string) => (url: URL) => url.pathname === `/api${path}`;

const fail =
  (status: number, code: string, title: string) =>
  (route: Route): Promise<void> =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      json: { type: 'about:blank', code, title, remedy: 'retry', status, requestId: `request-of-${code}` },
    });

describeDashboard('A page whose data', (dashboard) => {
  async function openAsOwner(): Promise<DashboardPage> {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId: 'failed-loads', role: 'owner' });
    const opened = await open();
    await signInByPassword(opened.page, email);
    return opened;
  }

  it.each(pages)(
    'could not be loaded says so in plain words, and loads it on request: %s',
    async (name, path, call, shown) => {
      const { page, goTo, examine, expectConsole } = await openAsOwner();
      expectConsole(/Failed to load resource.*50[03]/);
      const calls = isCallOf(call);
      await page.route(calls, fail(500, 'internal_error', 'Internal error'));
      await goTo(path);
      const failure = page.getByRole('alert').filter({ hasText: 'This could not be loaded' }).first();
      await failure.getByText('Something went wrong in the service. Try again in a minute.').waitFor();
      await failure.getByText('Reference for support: request-of-internal_error').waitFor();
      await examine(`failed-${name}`, { widths: [360, 1440] });
      // Asked again in vain.
      await page.unroute(calls);
      await page.route(calls, fail(503, 'store_unavailable', 'Database unavailable'));
      await failure.getByRole('button', { name: 'Try again' }).click();
      await failure.getByText('The service cannot reach what it needs at the moment.').waitFor();
      await page.unroute(calls);
      await failure.getByRole('button', { name: 'Try again' }).click();
      await shown(page).waitFor();
      await expect
        .poll(() => page.getByText('This could not be loaded').count(), { timeout: 60_000 })
        .toBe(0);
      await examine(`new-${name}`, { widths: [1920] });
    },
  );

  it.each(pages)(
    'takes long says that it is loading, and shifts nothing when it is there: %s',
    async (name, path, call, shown) => {
      const { page, goTo, examine } = await openAsOwner();
      await collectVitals(page);
      const calls = isCallOf(call);
      const held: Route[] = [];
      await page.route(calls, (route) => void held.push(route));
      await goTo(path);
      await page.getByText('Loading…').first().waitFor({ state: 'attached' });
      await expect.poll(() => held.length, { message: name, timeout: 60_000 }).toBeGreaterThan(0);
      await examine(`loading-${name}`, { widths: [360, 1440] });
      await page.unroute(calls);
      await goTo(path);
      await shown(page).waitFor();
      expect((await readVitals(page)).cls, name).toBeLessThan(0.1);
      await Promise.all(held.map((route) => route.abort().catch(() => {})));
    },
  );

  it('is of operators says part by part what could not be loaded, and loads it on request', async () => {
    const { page, goTo, examine, expectConsole } = await dashboard().open(operator);
    expectConsole(/Failed to load resource.*50[03]/);
    await page.route('**/api/operator/**', fail(500, 'internal_error', 'Internal error'));
    await goTo('/operators');
    const failures = page.getByText('Something went wrong in the service.');
    await failures.first().waitFor();
    await examine('failed-operators');
    await page.unroute('**/api/operator/**');
    const again = page.getByRole('button', { name: 'Try again' });
    while ((await again.count()) > 0) {
      const before = await again.count();
      await again.first().click();
      await expect.poll(() => again.count(), { timeout: 60_000 }).toBeLessThan(before);
    }
    await page.getByRole('list', { name: 'Organizations' }).getByText('Northwind Traders').waitFor();
    await page.getByText('No provider is in trouble.').waitFor();
  });
});
