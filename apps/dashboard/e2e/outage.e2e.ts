import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';
import type { ControlPath, StackAddresses } from './testing/stack.setup.ts';

const owner = 'owner@fabrikam.example';
const alan = 'alan@fabrikam.example';
/** More failures than anything in this file asks for. */
const outage = { count: 50, fault: '500' };

async function control({ controlUrl }: StackAddresses, path: ControlPath): Promise<void> {
  const response = await fetch(`${controlUrl}${path}`, { method: 'POST' });
  if (!response.ok) {
    throw new Error(`${path} failed: ${await response.text()}`);
  }
}

/** Whether a call succeeds. */
function isDone(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}

describeDashboard('When something is out', (dashboard) => {
  it('a provider that answers nobody is said to be, and its connection is well again without a reload', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, examine, expectConsole } = await open(owner);
    await goTo('/connections/new');
    await page.getByRole('button', { name: 'Connect Google Calendar' }).click();
    await answerConsent(page, { account: alan });
    await page.getByRole('link', { name: 'See the connection' }).click();
    await page.getByRole('heading', { level: 1, name: alan }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const watching = await open(owner);
    await watching.page.getByText('1 working, none needs you').waitFor();

    await controlProvider(stack.googleUrl, 'fail-next', outage);
    expectConsole(/Failed to load resource.*50[23]/);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText('The provider did not answer properly.').first().waitFor();
    await examine('provider-out');
    // Nothing of it needs the person: it is a word in the list, and no call to act.
    await watching.page.getByText('1 working, none needs you').waitFor();
    const row = watching.page.getByRole('list', { name: 'All accounts' });
    await row.getByText('Being retried').waitFor();
    await watching.examine('connections-provider-out');

    await controlProvider(stack.googleUrl, 'reset', {});
    // After an outage even people wait for a moment before the provider is asked again.
    await expect
      .poll(() => isDone(callApi(stack, owner, { method: 'POST', path: `/integrations/${id}/refresh` })), {
        timeout: 180_000,
        interval: 3000,
      })
      .toBe(true);
    await row.getByText('Working').waitFor();
    await page.getByText('Working').waitFor();
  });

  // A stopped API is noticed by the next request, and the emulator takes its time to start it again.
  it('an API that is stopped is said to be away, what was read stays, and everything goes on when it is back', {
    timeout: 600_000,
  }, async () => {
    const { stack, open } = dashboard();
    const { page, examine, expectConsole } = await open(owner);
    expectConsole(/Failed to load resource/);
    const list = page.getByRole('list', { name: 'All accounts' });
    await list.getByText(alan).waitFor();
    await control(stack, '/stop-api');
    try {
      await page.getByText('The service does not answer at the moment.').waitFor();
      await list.getByText(alan).waitFor();
      await examine('api-away');
    } finally {
      await control(stack, '/start-api');
    }
    const away = page.getByText('The service does not answer at the moment.');
    await away.waitFor({ state: 'detached', timeout: 240_000 });
    await list.getByText(alan).waitFor();
    // Changes are told again, too.
    const { items } = (await callApi(stack, owner, { method: 'GET', path: '/integrations' })) as {
      items: { id: string }[];
    };
    await callApi(stack, owner, { method: 'POST', path: `/integrations/${items[0]?.id}/disconnect` });
    await list.getByText('Disconnected').waitFor();
  });
});
