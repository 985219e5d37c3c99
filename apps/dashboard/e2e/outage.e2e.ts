import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';

const alan = 'alan@fabrikam.example';
/** More failures than anything in this file asks for. */
const outage = { count: 50, fault: '500' };

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
    const owner = await createPerson(stack, { organizationId: 'outage', role: 'owner' });
    const { page, goTo, examine, expectConsole } = await open();
    await signInByPassword(page, owner);
    await goTo('/connections/new');
    await page.getByRole('button', { name: 'Connect Google Calendar' }).click();
    await answerConsent(page, { account: alan });
    await page.getByRole('link', { name: 'See the connection' }).click();
    await page.getByRole('heading', { level: 1, name: alan }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const watching = await open();
    await signInByPassword(watching.page, owner);
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
});
