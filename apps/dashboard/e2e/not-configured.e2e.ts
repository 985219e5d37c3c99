import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@klayim/local-stack';
import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import { answerConsent } from './testing/provider.ts';

const owner = 'owner@northwind.example';
const account = 'grace@northwind.example';
const timeout = 600_000;

describeDashboard('A provider that this service has no client of any more', (dashboard) => {
  it('is in the catalogue, and says who has to act; an account of it cannot be connected again, and says why', {
    timeout,
  }, async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'klayim-bare-'));
    const options = { ports: 'any', stateDir, projectId: 'demo-bare' } as const;
    try {
      // A stack of its own: the account was connected while the provider was set up.
      const before = await startStack(options);
      try {
        const { page, goTo } = await dashboard().open(owner, before.dashboardUrl);
        await goTo('/connections/new');
        await page.getByRole('button', { name: 'Connect Microsoft Calendar' }).click();
        await answerConsent(page, { account });
        await page.getByText('The account is connected', { exact: true }).waitFor();
        await page.context().close();
      } finally {
        await before.stop();
      }
      const bare = await startStack({ ...options, without: 'microsoft' });
      try {
        const { page, goTo, examine, expectConsole } = await dashboard().open(owner, bare.dashboardUrl);
        await goTo('/connections/new');
        const card = page.getByRole('listitem').filter({ hasText: 'Microsoft Calendar' });
        await card.getByText('Not set up yet: the operator of this service').waitFor();
        await page.getByRole('button', { name: 'Connect Google Calendar' }).waitFor();
        expect(await card.getByRole('button').count()).toBe(0);
        await examine('catalogue-not-configured');

        expectConsole(/Failed to load resource.*503/);
        await goTo('/connections');
        await page.getByRole('list', { name: 'All accounts' }).getByRole('link', { name: account }).click();
        await page.getByRole('button', { name: 'Disconnect' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
        await page.getByText('Disconnected, and our copy of the access is erased.').waitFor();
        await page.getByRole('button', { name: `Reconnect ${account}` }).click();
        await page.getByText('This provider is not set up for this service yet.').waitFor();
        await page.getByText('Ask the operator of this service to register it.').waitFor();
        await examine('connection-not-configured');
        await page.context().close();
      } finally {
        await bare.stop();
      }
    } finally {
      await rm(stateDir, { recursive: true, force: true });
    }
  });
});
