import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';

const operator = 'operator@klayim.example';
const owner = 'owner@northwind.example';

describeDashboard('Operators', (dashboard) => {
  it('see how the platform is, and have a sweep run', async () => {
    const { page, examine } = await dashboard().open(operator);
    await page.getByRole('link', { name: 'Go to the operators’ page' }).click();
    const list = (name: string) => page.getByRole('list', { name, exact: true });
    await list('Organizations').getByText('Northwind Traders').waitFor();
    await list('Work that waits').getByText('Refreshes').waitFor();
    await list('Encryption keys').getByText('Current').waitFor();
    await list('Client secrets').getByText('Google').waitFor();
    await page.getByText('No provider is in trouble.').waitFor();
    await page.getByRole('button', { name: 'Sweep now' }).click();
    await page.getByText('The sweep is on the queue.').waitFor();
    await list('Sweeps').getByRole('listitem').first().waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await examine('operators');
  });

  it('are told plainly what fails', async () => {
    const { page, goTo, examine } = await dashboard().open(operator);
    const at = '2026-11-23T10:15:00.000Z';
    const answers: Record<string, object> = {
      incidents: {
        items: [
          {
            server: 'microsoft',
            failure: 'unavailable',
            incident: true,
            organizations: ['northwind', 'demo'],
            checkedAt: at,
          },
          {
            server: 'google',
            failure: 'misconfigured',
            incident: false,
            organizations: ['demo'],
            checkedAt: at,
          },
        ],
      },
      queues: {
        items: [
          { queue: 'refreshes', waiting: 1200, overdue: 340, overdueSince: at },
          { queue: 'webhooks', waiting: 12, overdue: 0, overdueSince: null },
        ],
        countedAt: at,
      },
      'client-secrets': {
        items: [
          { server: 'google', endsOn: ['2027-05-31', '2026-12-31'], worksUntil: '2027-05-31', daysLeft: 189 },
          { server: 'microsoft', endsOn: ['2026-12-01'], worksUntil: '2026-12-01', daysLeft: 3 },
        ],
      },
      'unlisted-errors': {
        items: [
          {
            provider: 'microsoft_calendar',
            providerError: 'invalid_grant',
            subtype: null,
            providerCodes: [501234],
            reason: 'revoked',
            connections: 3,
          },
        ],
        complete: false,
      },
    };
    await page.route('**/api/operator/*', (route) => {
      const json = answers[new URL(route.request().url()).pathname.split('/').at(-1) ?? ''];
      return json ? route.fulfill({ json }) : route.continue();
    });
    await goTo('/operators');
    await page.getByText('Something is late').waitFor();
    await page.getByText('Microsoft does not answer properly').waitFor();
    await page.getByText('501234').waitFor();
    await page.getByRole('list', { name: 'Organizations' }).getByText('Fabrikam').waitFor();
    await examine('operators-trouble');
  });

  it('are not owners, who do not see the page in the navigation nor what is on it', async () => {
    const { page, goTo } = await dashboard().open(owner);
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    expect(await page.getByRole('link', { name: 'Operators' }).count()).toBe(0);
    await goTo('/operators');
    await page.getByText('This page is for operators of the platform.').waitFor();
  });
});
