import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';

const administrator = 'administrator@connections.example';
const owner = 'owner@connections.example';
const member = 'member@connections.example';
const ada = 'ada@northwind.example';
const grace = 'grace@northwind.example';

async function startConnecting({ page, goTo }: DashboardPage, provider: string): Promise<void> {
  await goTo('/connections/new');
  await page.getByRole('button', { name: `Connect ${provider}` }).click();
}

async function openConnection({ page, goTo }: DashboardPage, account: string): Promise<void> {
  await goTo('/connections');
  await page.getByRole('list', { name: 'All accounts' }).getByRole('link', { name: account }).click();
  await page.getByRole('heading', { level: 1, name: account }).waitFor();
}

describeDashboard('Connections', (dashboard) => {
  it('begin with nothing, and say how to connect the first account', async () => {
    const { page, examine } = await dashboard().open(administrator);
    await page.getByRole('heading', { name: 'Nothing is connected yet' }).waitFor();
    await examine('connections-empty');
    await page.getByRole('link', { name: 'Connect an account' }).click();
    await page.getByRole('heading', { name: 'Google Calendar' }).waitFor();
    await page.getByText('Read calendars and events, never change them').first().waitFor();
    expect(await page.getByText('We never read the account’s mail, files, or contacts.').count()).toBe(2);
    await examine('catalogue');
  });

  it('are connected in two clicks and the provider’s page', async () => {
    const opened = await dashboard().open(administrator);
    await startConnecting(opened, 'Google Calendar');
    await answerConsent(opened.page, { account: ada });
    await opened.page.getByText('The account is connected', { exact: true }).waitFor();
    await opened.examine('return-connected');
    await opened.page.getByRole('link', { name: 'All connections' }).click();
    await opened.page.getByText('1 working, none needs you').waitFor();
    const list = opened.page.getByRole('list', { name: 'All accounts' });
    await list.getByText('Working').waitFor();
    await list.getByText(`Connected by ${administrator}`).waitFor();
  });

  it('say what a refusal at the provider means, and offer to try again', async () => {
    const opened = await dashboard().open(administrator);
    await startConnecting(opened, 'Google Calendar');
    await answerConsent(opened.page, { account: grace, deny: true });
    await opened.page.getByText('The access was declined at the provider.').waitFor();
    await opened.examine('return-denied');
    await opened.page.getByRole('button', { name: 'Try again' }).click();
    await answerConsent(opened.page, { account: ada });
    await opened.page.getByText('This account is connected already, and stays as it was.').waitFor();
    await opened.examine('return-already-connected');
    await opened.page.getByRole('link', { name: 'See the connection' }).click();
    await opened.page.getByRole('heading', { level: 1, name: ada }).waitFor();
  });

  it('say what was not granted, and have it granted', async () => {
    const opened = await dashboard().open(administrator);
    await startConnecting(opened, 'Google Calendar');
    await answerConsent(opened.page, { account: grace, withhold: 'calendar' });
    await opened.page.getByText('some access was not granted').waitFor();
    await opened.examine('return-partial');
    await opened.page.getByRole('button', { name: 'Grant access' }).click();
    await answerConsent(opened.page, { account: grace });
    await opened.page.getByText('The account is connected', { exact: true }).waitFor();
  });

  it('show a refusal with its reason when the API tells of it, without a reload, and are mended by one button', async () => {
    const { stack, open } = dashboard();
    const watching = await open(administrator);
    await watching.page.getByText('2 working, none needs you').waitFor();
    const acting = await open(administrator);
    acting.expectConsole(/Failed to load resource.*409/);
    await openConnection(acting, ada);
    await controlProvider(stack.googleUrl, 'refuse-next', { reason: 'revoked', count: 1 });
    await acting.page.getByRole('button', { name: 'Refresh now' }).click();
    await acting.page.getByText('Needs reconnecting').waitFor();
    await watching.page.getByRole('heading', { name: 'Needs attention' }).waitFor();
    await watching.page.getByText('Once reconnected').waitFor();
    await watching.page.getByText('The access was revoked at the provider').waitFor();
    await watching.examine('connections-attention');
    await acting.examine('connection-broken');

    // Another account than the one to mend changes nothing.
    await watching.page.getByRole('button', { name: `Reconnect ${ada}` }).click();
    await answerConsent(watching.page, { account: grace });
    await watching.page.getByText('You chose another account than the one to reconnect.').waitFor();
    await watching.examine('return-wrong-account');
    await watching.page.getByRole('button', { name: 'Try again' }).click();
    await answerConsent(watching.page, { account: ada });
    await watching.page.getByText('The account is connected', { exact: true }).waitFor();
    await acting.page.getByText('Working').waitFor();
  });

  it('are refreshed and tested on request', async () => {
    const opened = await dashboard().open(administrator);
    await openConnection(opened, ada);
    await opened.page.getByRole('button', { name: 'Refresh now' }).click();
    await opened.page.getByText('Refreshed: the provider gave a new token just now.').waitFor();
    await opened.page.getByRole('button', { name: 'Test now' }).click();
    await opened.page.getByText(`The provider accepts the token of ${ada}.`).waitFor();
    await opened.page.getByText('what the token may do').waitFor();
    const facts = opened.page.getByRole('region', { name: 'Details' });
    await facts.getByText(administrator, { exact: true }).waitFor();
    await facts.getByText(`by ${administrator}`).waitFor();
    await opened.page.getByText('We never read the account’s mail, files, or contacts.').waitFor();
    await opened.examine('connection');
    // As mails link to it.
    const id = new URL(opened.page.url()).pathname.split('/').at(-1);
    await opened.goTo(`/connections?integrationId=${id}`);
    await opened.page.getByRole('heading', { level: 1, name: ada }).waitFor();
    // What happened to it is found by its address.
    await opened.goTo('/activity');
    await opened.page.getByLabel('Done to').fill('ada@');
    await opened.page.getByRole('button', { name: `${ada} Connection` }).click();
    await opened.page.waitForURL(`**/activity?subject=${id}`);
    await opened.page.getByRole('listitem').filter({ hasText: 'Refreshed on request' }).first().waitFor();
  });

  it('are searched and filtered, and the address keeps it', async () => {
    const { page, goTo, examine } = await dashboard().open(administrator);
    await goTo('/connections');
    const list = page.getByRole('list', { name: 'All accounts' });
    await list.getByText(grace).waitFor();
    await list.getByText(`by ${administrator}`, { exact: true }).waitFor();
    await page.getByLabel('Address begins with').fill('ADA');
    await list.getByText(grace).waitFor({ state: 'detached' });
    await list.getByText(ada).waitFor();
    expect(new URL(page.url()).search).toBe('?search=ADA');
    await page.getByLabel('Address begins with').fill('');
    for (const [order, sort] of [
      ['By address', 'account'],
      ['Last used first', 'lastUsedAt'],
      ['Next renewal first', 'expiresAt'],
      ['Newest first', 'createdAt'],
    ] as const) {
      // The newest first are known already.
      const answered =
        sort === 'createdAt'
          ? null
          : page.waitForResponse((response) => response.url().includes(`sort=${sort}`));
      await page.getByLabel('Order').selectOption(order);
      await answered;
      expect(new URL(page.url()).searchParams.get('sort')).toBe(sort);
      if (sort === 'account') {
        await expect.poll(() => list.getByRole('link').allTextContents()).toEqual([ada, grace]);
      }
    }
    await page.getByLabel('Address begins with').fill('ADA');
    await list.getByText(grace).waitFor({ state: 'detached' });
    await page.getByLabel('What it needs').selectOption('Nothing');
    await page.getByLabel('Provider').selectOption('Google Calendar');
    await list.getByText(ada).waitFor();
    await page.getByLabel('What it needs').selectOption('Connecting again');
    await page.getByRole('heading', { name: 'No account fits these filters' }).waitFor();
    await page.getByLabel('What it needs').selectOption('Any');
    await page.getByLabel('Status').selectOption('Disconnected');
    await page.getByRole('heading', { name: 'No account fits these filters' }).waitFor();
    await examine('connections-no-match');
    await page.reload();
    await page.getByRole('heading', { name: 'No account fits these filters' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await list.getByText(grace).waitFor();
    expect(new URL(page.url()).search).toBe('');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('connections.csv');
    const saved = await readFile(await download.path(), 'utf8');
    expect(saved).toContain(ada);
    expect(saved).toContain(grace);
    expect(saved.split('\r\n')[0]).toContain(',connectedBy,lastUsedAt,lastUsedBy,');
    expect(saved).toContain(`,${administrator},`);
  });

  it('are disconnected after a warning, which tells the truth about revocation, and connected again', async () => {
    const opened = await dashboard().open(administrator);
    const { page, examine } = opened;
    await openConnection(opened, grace);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = page.getByRole('dialog', { name: `Disconnect ${grace}?` });
    await dialog.waitFor();
    await examine('disconnect-dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Disconnect');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('The provider has confirmed that the access is revoked.').waitFor();
    await examine('connection-disconnected');
    await page.getByRole('button', { name: `Reconnect ${grace}` }).click();
    await answerConsent(page, { account: grace });
    await page.getByText('The account is connected', { exact: true }).waitFor();
  });

  it('are deleted by owners alone, once the address has been typed', async () => {
    const seen = await dashboard().open(administrator);
    await openConnection(seen, grace);
    expect(await seen.page.getByRole('button', { name: 'Delete for good' }).count()).toBe(0);
    const opened = await dashboard().open(owner);
    const { page, examine } = opened;
    await openConnection(opened, grace);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('grace');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await dialog.getByText(/^That is not .*@/).waitFor();
    await examine('remove-dialog');
    await dialog.getByRole('textbox').fill(grace);
    // Both pages may ask for the connection once more.
    seen.expectConsole(/Failed to load resource.*404/);
    opened.expectConsole(/Failed to load resource.*404/);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('1 working, none needs you').waitFor();
    await seen.page.getByText('This connection is gone').waitFor();
    await seen.examine('connection-gone');
  });

  it('are only looked at by members', async () => {
    const opened = await dashboard().open(member);
    const { page, examine, goTo } = opened;
    await page.getByText('1 working, none needs you').waitFor();
    expect(await page.getByRole('link', { name: 'Connect an account' }).count()).toBe(0);
    await openConnection(opened, ada);
    await page.getByRole('heading', { name: 'Access' }).waitFor();
    // Who connected it is one of the people whom members see; who uses it is not.
    const facts = page.getByRole('region', { name: 'Details' });
    await facts.getByText(administrator, { exact: true }).waitFor();
    expect(await facts.getByText(`by ${administrator}`).count()).toBe(0);
    for (const action of ['Refresh now', 'Test now', 'Disconnect', 'Delete for good']) {
      expect(await page.getByRole('button', { name: action }).count(), action).toBe(0);
    }
    await examine('connection-as-member');
    await goTo('/connections/new');
    await page.getByText('As a member you see connections.').waitFor();
    expect(await page.getByRole('button', { name: /^Connect / }).count()).toBe(0);
  });
});
