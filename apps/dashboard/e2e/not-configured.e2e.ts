import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, startStack } from '@klayim/local-stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';

const owner = 'owner@northwind.example';
const startTimeoutMs = 300_000;
const nextHourMs = 3_600_000;

describeDashboard('A provider that this service has no client of', (dashboard) => {
  let stateDir = '';
  let bare: Stack | undefined;
  beforeAll(async () => {
    if (inject('stack') !== null) {
      stateDir = await mkdtemp(join(tmpdir(), 'klayim-bare-'));
      bare = await startStack({ ports: 'any', stateDir, projectId: 'demo-bare', without: 'microsoft' });
    }
  }, startTimeoutMs);
  afterAll(async () => {
    await bare?.stop();
    await rm(stateDir, { recursive: true, force: true });
  });
  const started = (): Stack => {
    if (!bare) {
      throw new Error('The stack has not started.');
    }
    return bare;
  };

  it('is in the catalogue and says who has to act; the others can be connected', async () => {
    const { page, goTo, examine } = await dashboard().open(owner, started().dashboardUrl);
    await goTo('/connections/new');
    const card = page.getByRole('listitem').filter({ hasText: 'Microsoft Calendar' });
    await card.getByText('Not set up yet: whoever runs this service').waitFor();
    await page.getByRole('button', { name: 'Connect Google Calendar' }).waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    await examine('catalogue-not-configured');
  });

  it('refuses an account that is to be connected again, and says why', async () => {
    const { apiUrl, authUrl, dashboardUrl } = started();
    const account = 'moved@northwind.example';
    await callApi({ ...dashboard().stack, apiUrl, authUrl }, owner, {
      method: 'POST',
      path: '/integrations',
      body: {
        provider: 'microsoft_calendar',
        accountId: '00000000-0000-0000-0000-000000000001.00000000-0000-0000-0000-000000000002',
        accountEmail: account,
        scopes: ['openid'],
        accessToken: 'moved',
        expiresAt: new Date(Date.now() + nextHourMs).toISOString(),
      },
    });
    const { page, examine, expectConsole } = await dashboard().open(owner, dashboardUrl);
    expectConsole(/Failed to load resource.*503/);
    await page.getByRole('list', { name: 'All accounts' }).getByRole('link', { name: account }).click();
    await page.getByRole('button', { name: `Reconnect ${account}` }).click();
    await page.getByText('This provider is not set up for this service yet.').waitFor();
    await page.getByText('Ask whoever runs this service to register it.').waitFor();
    await examine('connection-not-configured');
  });
});
