import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';

const owner = 'owner@health.example';
const member = 'member@health.example';
const operator = 'operator@klayim.example';

describeDashboard('Health', (dashboard) => {
  it('says that nothing is connected yet', async () => {
    const { page, goTo, examine } = await dashboard().open(member);
    await goTo('/health');
    await page.getByRole('heading', { name: 'Nothing is connected yet' }).waitFor();
    await page.getByText('Every provider answers.').waitFor();
    await examine('health-empty');
  });

  it('counts connections by provider and status, and shows a change when the API tells of it, without a reload', async () => {
    const { stack, open } = dashboard();
    const acting = await open(owner);
    for (const [provider, account] of [
      ['Google Calendar', 'ada@northwind.example'],
      ['Google Calendar', 'alan@fabrikam.example'],
    ] as const) {
      await acting.goTo('/connections/new');
      await acting.page.getByRole('button', { name: `Connect ${provider}` }).click();
      await answerConsent(acting.page, { account });
      await acting.page.getByText('The account is connected', { exact: true }).waitFor();
    }
    await acting.page.getByRole('link', { name: 'See the connection' }).click();
    await acting.page.getByRole('button', { name: 'Refresh now' }).click();
    await acting.page.getByText('Refreshed: the provider gave a new token just now.').waitFor();
    const watching = await open(member);
    await watching.goTo('/health');
    await watching.page.getByText('Working: 2').waitFor();
    const lastDay = watching.page.getByRole('region', { name: 'Refreshes of the last 24 hours' });
    await lastDay.getByText('Refreshed: 1').waitFor();
    await lastDay.getByText('As a table').click();
    const rows = lastDay.getByRole('row');
    expect([await rows.count(), await rows.last().getByRole('cell').allTextContents()]).toEqual([
      1 + 24,
      ['1', '0'],
    ]);
    await watching.page.getByText('No connection ends with its token').waitFor();
    acting.expectConsole(/Failed to load resource.*409/);
    await controlProvider(stack.googleUrl, 'refuse-next', { reason: 'revoked', count: 1 });
    await acting.goTo('/connections');
    await acting.page.getByRole('list', { name: 'All accounts' }).getByRole('link', { name: 'ada@' }).click();
    await acting.page.getByRole('button', { name: 'Refresh now' }).click();
    await acting.page.getByText('Needs reconnecting').waitFor();
    await watching.page.getByText('Broken: 1').waitFor();
    await watching.page.getByText('Working: 1').waitFor();
    await watching.page.getByText('1 needs somebody').waitFor();
    await watching.page.getByText('No account’s access is known to end in the next 30 days.').waitFor();
    await watching.page.getByText('No token of yours has been renewed by schedule yet.').waitFor();
    await watching.examine('health');
    await watching.page.getByRole('link', { name: 'See what needs attention' }).click();
    await watching.page.getByRole('heading', { name: 'Needs attention' }).waitFor();
  });

  it('names the accounts whose access ends soon, and tells what scheduled renewals did to them alone', async () => {
    const { stack, open } = dashboard();
    const owner = await createPerson(stack, { organizationId: 'health-ending', role: 'owner' });
    const { page, goTo, examine } = await open();
    await signInByPassword(page, owner);
    // Permission for ten days, and tokens that are due at once.
    await controlProvider(stack.googleUrl, 'grant-lifetime', { authorization_expires_in: 864_000 });
    await controlProvider(stack.googleUrl, 'access-token-lifetime', { seconds: 2 });
    await goTo('/connections/new');
    await page.getByRole('button', { name: 'Connect Google Calendar' }).click();
    await answerConsent(page, { account: 'ada@northwind.example' });
    await page.getByText('The account is connected', { exact: true }).waitFor();
    await controlProvider(stack.googleUrl, 'access-token-lifetime', { seconds: 3600 });
    const read = async () =>
      (await callApi(stack, owner, { method: 'GET', path: '/integrations' })) as {
        items: { id: string; refreshCount: number }[];
      };
    await expect
      .poll(
        async () => {
          await callApi(stack, operator, { method: 'POST', path: '/operator/sweeps' });
          return (await read()).items[0]?.refreshCount;
        },
        { timeout: 60_000, interval: 2000 },
      )
      .toBe(1);
    await controlProvider(stack.googleUrl, 'grant-lifetime', {});
    await goTo('/health');
    const ending = page.getByRole('region', { name: 'Access that ends in the next 30 days' });
    await ending.getByText('The permission is limited in time.').waitFor();
    const sweeps = page.getByRole('region', { name: 'Last scheduled renewals' });
    expect(await sweeps.getByRole('row').count()).toBe(1 + 1);
    expect((await sweeps.getByRole('cell').allTextContents()).slice(0, 2)).toEqual(['1', '0']);
    await examine('health-ending');
    await ending.getByRole('link', { name: 'ada@northwind.example' }).click();
    await page.getByRole('heading', { level: 1, name: 'ada@northwind.example' }).waitFor();
    await page.getByText('The permission is limited in time.').waitFor();
  });
});
