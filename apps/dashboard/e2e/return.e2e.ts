import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { disconnectAll } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import { answerConsent, controlProvider } from './testing/provider.ts';

const ada = 'ada@northwind.example';
const grace = 'grace@northwind.example';

describeDashboard('Coming back from a provider', (dashboard) => {
  const owners: string[] = [];
  async function openAsOwner(name: string): Promise<DashboardPage> {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId: `coming-back-${name}`, role: 'owner' });
    owners.push(email);
    const opened = await open();
    await signInByPassword(opened.page, email);
    return opened;
  }
  async function begin({ page, goTo }: DashboardPage, provider = 'Google Calendar'): Promise<void> {
    await goTo('/connections/new');
    await page.getByRole('button', { name: `Connect ${provider}` }).click();
    await page.getByRole('heading', { name: /Sign in with local/ }).waitFor();
  }
  afterEach(async () => {
    const { stack } = dashboard();
    await controlProvider(stack.googleUrl, 'reset', {});
    await controlProvider(stack.microsoftUrl, 'reset', {});
    for (const owner of owners.splice(0)) {
      await disconnectAll(stack, owner);
    }
  });

  it('that is down when it is to give the tokens says so, and the next attempt connects once it is back', async () => {
    const { stack } = dashboard();
    const opened = await openAsOwner('outage');
    const { page, examine } = opened;
    await begin(opened);
    await controlProvider(stack.googleUrl, 'fail-next', { count: 50, fault: '500' });
    await answerConsent(page, { account: ada });
    await page.getByText('The account was not connected').waitFor();
    await page
      .getByText('The provider did not answer properly. Nothing was connected. Try again in a minute.')
      .waitFor();
    await examine('return-provider-out');
    await controlProvider(stack.googleUrl, 'reset', {});
    await page.getByRole('button', { name: 'Try again' }).click();
    await answerConsent(page, { account: ada });
    await page.getByText('The account is connected', { exact: true }).waitFor();
  });

  it('that rejects the service’s registration says that it is not the person’s fault, nor to be mended by them', async () => {
    const { stack } = dashboard();
    const opened = await openAsOwner('rejected');
    await begin(opened);
    await controlProvider(stack.googleUrl, 'refuse-next', { reason: 'client_rejected', count: 1 });
    await answerConsent(opened.page, { account: ada });
    await opened.page.getByText('The account was not connected').waitFor();
    await opened.page.getByText('Ask the operator of this service to fix it.').waitFor();
    await opened.examine('return-misconfigured');
  });

  it('that wants an administrator’s consent says who has to act', async () => {
    const { stack } = dashboard();
    const opened = await openAsOwner('administrator');
    await begin(opened, 'Microsoft Calendar');
    await controlProvider(stack.microsoftUrl, 'refuse-next', { reason: 'admin_consent_required', count: 1 });
    await answerConsent(opened.page, { account: grace });
    await opened.page.getByText('wants its administrator to agree to this application').waitFor();
    await opened.examine('return-administrator');
  });

  it('that fails by itself says so, in no words of the address', async () => {
    const { stack } = dashboard();
    const opened = await openAsOwner('failed');
    const { page, examine } = opened;
    const state = await stateOfNext(page, () => begin(opened));
    const query = new URLSearchParams({ state, error: 'server_error', error_description: 'canary-text' });
    await page.goto(`${stack.apiUrl}/oauth/google/callback?${query}`);
    await page
      .getByText('The provider did not answer properly. Nothing was connected. Try again in a minute.')
      .waitFor();
    await examine('return-provider-error');
    expect(await page.content()).not.toContain('canary-text');
    expect(await page.content()).not.toContain('server_error');
  });

  it('without access that lasts says that the connection ends soon, and offers to fix it', async () => {
    const opened = await openAsOwner('short');
    const { page, examine } = opened;
    await begin(opened, 'Microsoft Calendar');
    await answerConsent(page, { account: ada, withhold: 'offline_access' });
    await page.getByText('The account is connected, but only for about an hour').waitFor();
    await examine('return-short');
    await page.getByRole('button', { name: `Reconnect ${ada}` }).click();
    await answerConsent(page, { account: ada });
    await page.getByText('The account is connected', { exact: true }).waitFor();
  });

  it('twice by the same link, tells the same again; by a link that has ended or of another browser, says where to go on', async () => {
    const { stack, open } = dashboard();
    const opened = await openAsOwner('again');
    const { page, examine } = opened;
    const used: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/oauth/google/callback')) {
        used.push(request.url());
      }
    });
    await begin(opened);
    await answerConsent(page, { account: ada });
    await page.getByText('The account is connected', { exact: true }).waitFor();
    const outcome = page.url();
    await page.goto(used[0] ?? '');
    await page.getByText('The account is connected', { exact: true }).waitFor();
    expect(page.url()).toBe(outcome);
    await page.reload();
    await page.getByText('The account is connected', { exact: true }).waitFor();

    const other = await open();
    other.expectConsole(/Failed to load resource.*40[03]/);
    const state = await stateOfNext(page, () => begin(opened));
    const callback = `${stack.apiUrl}/oauth/google/callback`;
    await other.page.goto(`${callback}?state=${state}&code=guessed`);
    await other.page.getByText('This connection was started in another browser').waitFor();
    await other.examine('callback-other-browser');
    await other.page.goto(`${callback}?state=${'x'.repeat(43)}&code=old`);
    await other.page.getByText('older than ten minutes').waitFor();
    await other.examine('callback-ended');
    // What the other browser has tried does this one no harm.
    await answerConsent(page, { account: grace });
    await page.getByText('The account is connected', { exact: true }).waitFor();
    await examine('return-second-account');
  });

  it('with an outcome that this service gives says it in words, whatever the outcome is, and never its code', async () => {
    const { page, goTo, examine } = await openAsOwner('words');
    const sentences = new Set<string>();
    for (const code of [
      'consent_denied',
      'account_mismatch',
      'already_connected',
      'provider_not_configured',
      'provider_misconfigured',
      'authorization_failed',
      'authorization_interrupted',
      'authorization_in_progress',
      'insufficient_role',
      'organization_deleted',
      'integration_not_found',
      'oauth_state_unknown',
      'oauth_state_foreign',
    ]) {
      await goTo(`/connections/return?provider=google_calendar&status=failed&error=${code}`);
      const notice = page.getByRole('status').filter({ hasText: 'The account was not connected' });
      await notice.waitFor();
      const said = (await notice.getByRole('paragraph').last().textContent()) ?? '';
      expect(said, code).toMatch(/^\p{Lu}.*\.$/u);
      expect(said, code).not.toContain('_');
      sentences.add(said);
      if (code === 'oauth_state_unknown') {
        await examine('return-ended');
      }
    }
    expect(sentences.size).toBe(13);
    await goTo('/connections/return?status=failed&error=%3Cb%3Ehello%3C/b%3E&reason=constructor');
    await page.getByText('The attempt failed. Try again.').waitFor();
  });
});

/** The state of an authorization, as the provider is sent it. */
async function stateOfNext(page: Page, start: () => Promise<void>): Promise<string> {
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.has('code_challenge'));
  await start();
  return new URL((await asked).url()).searchParams.get('state') ?? '';
}
