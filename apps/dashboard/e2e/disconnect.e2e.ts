import { afterEach, it } from 'vitest';
import { disconnectAll } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { answerConsent } from './testing/provider.ts';

const grace = 'grace@northwind.example';
const alan = 'alan@fabrikam.example';

describeDashboard('Disconnecting tells what became of the grant:', (dashboard) => {
  const owners: string[] = [];
  afterEach(async () => {
    for (const owner of owners.splice(0)) {
      await disconnectAll(dashboard().stack, owner);
    }
  });

  /** Signs in as an owner of an organization of its own, connects an account and opens its page. */
  async function connect(
    organizationId: string,
    provider: string,
    account: string,
  ): Promise<DashboardPage & { disconnect: () => Promise<void> }> {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId, role: 'owner' });
    owners.push(email);
    const opened = await open();
    const { page, goTo } = opened;
    await signInByPassword(page, email);
    await goTo('/connections/new');
    await page.getByRole('button', { name: `Connect ${provider}` }).click();
    await answerConsent(page, { account });
    await page.getByRole('link', { name: 'See the connection' }).click();
    await page.getByRole('heading', { level: 1, name: account }).waitFor();
    const disconnect = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Disconnect' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
      await page.getByText('Disconnected', { exact: true }).first().waitFor();
    };
    return { ...opened, disconnect };
  }

  it('Microsoft cannot be asked to revoke it, and where the person ends it themselves is said', async () => {
    const { page, examine, disconnect } = await connect('forgets', 'Microsoft Calendar', grace);
    await disconnect();
    await page.getByText('remove the application in the account’s own security settings').waitFor();
    await examine('disconnected-local-only');
  });

  it('an account that another organization has connected, too, keeps its grant, and nothing of that organization is told', async () => {
    const first = await connect('shares-one', 'Google Calendar', alan);
    const second = await connect('shares-two', 'Google Calendar', alan);
    await first.disconnect();
    await first.page.getByText('The provider was not told or did not confirm').waitFor();
    // The other one still works.
    await second.page.getByRole('button', { name: 'Refresh now' }).click();
    await second.page.getByText('Refreshed: the provider gave a new token just now.').waitFor();
    await first.page.getByText('the provider has not confirmed that it is revoked').waitFor();
  });

  it('another connection of the organization still lives on it', async () => {
    const { page, examine, disconnect } = await connect('lives-on', 'Google Calendar', alan);
    // No two of the providers that there are use one server: only the word of the answer is another one.
    await page.route('**/api/integrations/*/disconnect', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), revocation: 'shared' } });
    });
    await disconnect();
    await page.getByText('another connection of this account still uses it').waitFor();
    await examine('disconnected-shared');
  });
});
