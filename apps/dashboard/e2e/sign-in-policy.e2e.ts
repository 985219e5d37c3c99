import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { playGoogleSignIn } from './testing/google-sign-in.ts';
import { createPerson } from './testing/people.ts';
import { productionUrl, serveAsProduction } from './testing/production.ts';

/** Every violation of the policy in the page, by directive and address. */
async function collectViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction('noteViolation', (violation: string) => found.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      (window as unknown as { noteViolation: (text: string) => void }).noteViolation(
        `${effectiveDirective} ${blockedURI}`,
      ),
    );
  });
  return found;
}

/** A sign-in page as in production, what it asks Google for, and what the policy stops. */
async function openAsProduction(opened: DashboardPage, stack: Parameters<typeof serveAsProduction>[1]) {
  const { page } = opened;
  await serveAsProduction(page.context(), stack);
  const violations = await collectViolations(page);
  return { violations };
}

describeDashboard('The policy of the sign-in page in production', (dashboard) => {
  it('is not why Google cannot be reached: the page says what to do, and the password still signs in', async () => {
    const { stack, open } = dashboard();
    const opened = await open(undefined, productionUrl);
    const { page, goTo, examine, expectConsole } = opened;
    const { violations } = await openAsProduction(opened, stack);
    expectConsole(/Failed to load resource|ERR_/);
    const held: Route[] = [];
    const letGo = () => Promise.all(held.splice(0).map((route) => route.abort('connectionrefused')));
    await page.context().route('https://apis.google.com/**', (route) => void held.push(route));
    await page.context().route('https://identitytoolkit.googleapis.com/**', (route) =>
      route.fulfill({
        status: 400,
        json: { error: { code: 400, message: 'INVALID_LOGIN_CREDENTIALS' } },
      }),
    );
    await goTo('/sign-in');
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    // While Google does not answer, the password can be used.
    await page.getByLabel('Email').fill('ada@dashboard.example');
    await page.getByLabel('Password').fill('a password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Email and password do not match.').waitFor();
    await letGo();
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await expect
      .poll(async () => {
        await letGo();
        return page.getByText('The sign-in with Google could not be reached').count();
      })
      .toBe(1);
    await page.getByText('Sign in with your password, or try again.').waitFor();
    await examine('sign-in-google-unreachable');
    expect(violations).toEqual([]);
  });

  it('lets a pop-up with Google sign somebody in, and the pages behind it go on', async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId: 'by-pop-up', role: 'owner' });
    const opened = await open(undefined, productionUrl);
    const { page, goTo } = opened;
    const { violations } = await openAsProduction(opened, stack);
    const asked = await playGoogleSignIn(page.context(), stack, { email });
    await goTo('/sign-in');
    await page.getByRole('button', { name: 'Continue with Google' }).waitFor();
    // The people of `dev` are offered nowhere else.
    expect(await page.getByText('@northwind.example').count()).toBe(0);
    const [popUp] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Continue with Google' }).click(),
    ]);
    await popUp.getByRole('button', { name: email }).click();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    // The tab is opened again later: the session is read under the policy of all other pages.
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    await page.getByRole('button', { name: /Your account/ }).click();
    await page.getByText(email).first().waitFor();
    expect(violations).toEqual([]);
    const path = 'https://identitytoolkit.googleapis.com/v1/accounts';
    expect([...asked]).toEqual(
      expect.arrayContaining([
        'https://apis.google.com/js/api.js',
        `${productionUrl}/__/auth/iframe`,
        `${productionUrl}/__/auth/handler`,
        `${path}:signInWithIdp`,
        `${path}:lookup`,
      ]),
    );
  });
});
