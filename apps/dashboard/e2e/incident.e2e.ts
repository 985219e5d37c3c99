import { afterEach, expect, it } from 'vitest';
import { callApi, disconnectAll } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';

const alan = 'alan@fabrikam.example';
/** So many organizations have to meet an outage before it is taken for one of all. */
const organizations = ['one', 'two', 'three', 'four', 'five'].map((name) => `incident-${name}`);
const recoveryTimeoutMs = 300_000;
const tenDaysSeconds = 10 * 24 * 3600;

describeDashboard('What providers do to everybody, and what ends,', (dashboard) => {
  const owners: string[] = [];
  afterEach(async () => {
    const { stack } = dashboard();
    await controlProvider(stack.googleUrl, 'reset', {});
    for (const owner of owners.splice(0)) {
      await disconnectAll(stack, owner);
    }
  });
  async function openAsOwner(organizationId: string): Promise<DashboardPage & { owner: string }> {
    const { stack, open } = dashboard();
    const owner = await createPerson(stack, { organizationId, role: 'owner' });
    owners.push(owner);
    const opened = await open();
    await signInByPassword(opened.page, owner);
    return { ...opened, owner };
  }
  async function connect(
    { page, goTo }: DashboardPage,
    provider: string,
    choice: Parameters<typeof answerConsent>[1],
  ): Promise<void> {
    await goTo('/connections/new');
    await page.getByRole('button', { name: `Connect ${provider}` }).click();
    await answerConsent(page, choice);
    await page.getByText(/^The account is connected/).waitFor();
  }
  async function refresh(owner: string): Promise<boolean> {
    const { stack } = dashboard();
    const list = await callApi(stack, owner, { method: 'GET', path: '/integrations' });
    const [first] = (list as { items: { id: string }[] }).items;
    const path = `/integrations/${first?.id}/refresh`;
    return callApi(stack, owner, { method: 'POST', path }).then(
      () => true,
      () => false,
    );
  }

  it('is said on the connections and on health while a provider answers nobody, and no longer once it does', {
    timeout: 900_000,
  }, async () => {
    const { stack } = dashboard();
    for (const organizationId of organizations) {
      const opened = await openAsOwner(organizationId);
      await connect(opened, 'Google Calendar', { account: alan });
      await opened.page.context().close();
    }
    const watching = await openAsOwner('incident-one');
    const { page, goTo, examine } = watching;
    await page.getByText('1 working, none needs you').waitFor();
    // Only who has been served before is taken for a witness of an outage.
    for (const owner of new Set(owners)) {
      expect(await refresh(owner)).toBe(true);
    }
    await controlProvider(stack.googleUrl, 'fail-next', { count: 1000, fault: '500' });
    const said = page.getByText('Google Calendar does not answer properly for anybody at the moment.');
    await expect
      .poll(
        async () => {
          await Promise.all(owners.map(refresh));
          const summary = await callApi(stack, watching.owner, {
            method: 'GET',
            path: '/integrations/summary',
          });
          return (summary as { incidents: unknown[] }).incidents.length;
        },
        { timeout: recoveryTimeoutMs, interval: 2000 },
      )
      .toBe(1);
    // The page is told of it.
    await said.waitFor();
    await examine('connections-incident');
    await goTo('/health');
    await said.waitFor();
    await examine('health-incident');

    await controlProvider(stack.googleUrl, 'reset', {});
    await expect
      .poll(async () => (await Promise.all(owners.map(refresh))).every((isDone) => isDone), {
        timeout: recoveryTimeoutMs,
        interval: 3000,
      })
      .toBe(true);
    // The page finds out by itself.
    await page.getByText('Every provider answers.').waitFor({ timeout: recoveryTimeoutMs });
  });

  it('is drawn by the day it ends: access that the provider limits, and a token that nothing renews', async () => {
    const { stack } = dashboard();
    const opened = await openAsOwner('ends-soon');
    const { page, goTo, examine } = opened;
    await controlProvider(stack.googleUrl, 'grant-lifetime', { authorization_expires_in: tenDaysSeconds });
    await connect(opened, 'Google Calendar', { account: alan });
    await connect(opened, 'Microsoft Calendar', { account: alan, withhold: 'offline_access' });
    await goTo('/health');
    const endings = page.getByRole('region', { name: 'Ending in the next 30 days' });
    await endings.getByText('Access ends at the provider: 1').waitFor();
    await endings.getByText('Ends with its token: 1').waitFor();
    await endings.getByText('As a table').click();
    const rows = await endings
      .getByRole('row')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
      );
    expect(rows.filter(([grants]) => grants === '1')).toHaveLength(1);
    expect(rows.filter(([, tokens]) => tokens === '1')).toHaveLength(1);
    const list = page.getByRole('region', { name: 'Ending with their token' });
    await list.getByRole('link', { name: alan }).waitFor();
    await endings.getByText('As a table').click();
    await examine('health-endings');
  });
});
