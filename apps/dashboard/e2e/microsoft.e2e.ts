import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';

const account = 'grace@northwind.example';

describeDashboard('A Microsoft account', (dashboard) => {
  it('is connected, refused for want of an administrator’s consent, and connected again', async () => {
    const { stack, open } = dashboard();
    const owner = await createPerson(stack, { organizationId: 'by-microsoft', role: 'owner' });
    const { page, goTo, examine, expectConsole } = await open();
    await signInByPassword(page, owner);
    await goTo('/connections/new');
    await page.getByRole('button', { name: 'Connect Microsoft Calendar' }).click();
    await answerConsent(page, { account });
    await page.getByText('The account is connected', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'See the connection' }).click();
    await page.getByRole('heading', { level: 1, name: account }).waitFor();
    await page.getByText('Read calendars and events, never change them').first().waitFor();
    // What ends at Microsoft when nobody uses it.
    await page.getByText('The provider ends access that is not used.').waitFor();
    await page.getByRole('button', { name: 'Test now' }).click();
    await page.getByText(`The provider accepts the token of ${account}.`).waitFor();

    await controlProvider(stack.microsoftUrl, 'refuse-next', { reason: 'admin_consent_required', count: 1 });
    expectConsole(/Failed to load resource.*409/);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText('wants its administrator to agree to this application').first().waitFor();
    await page.getByText('The administrator of the account’s organization has to act first.').waitFor();
    await examine('connection-administrator-first');
    await page.getByRole('button', { name: `Reconnect ${account}` }).click();
    await answerConsent(page, { account });
    await page.getByText('The account is connected', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'All connections' }).click();
    await page.getByText('1 working, none needs you').waitFor();
    expect(new URL(page.url()).pathname).toBe('/connections');
  });
});
