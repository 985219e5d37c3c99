import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';

describeDashboard('Signing in', (dashboard) => {
  it('says that email and password do not match, and sends somebody who signs in to the page they wanted', async () => {
    const { page, goTo, examine, expectConsole } = await dashboard().open();
    expectConsole(/Failed to load resource.*400/);
    await goTo('/connections?status=error');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Email').fill('member@northwind.example');
    await page.getByLabel('Password').fill('not-the-password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Email and password do not match.').waitFor();
    await examine('sign-in');
    await page.getByLabel('Password').fill('development-only');
    await page.getByLabel('Password').press('Enter');
    await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=error');
  });

  it('tells somebody without an organization what they need, and lets them go', async () => {
    const { page, examine } = await dashboard().open('operator@klayim.example');
    await page.getByRole('heading', { name: 'You belong to no organization' }).waitFor();
    await page.getByText('operator@klayim.example').first().waitFor();
    await examine('no-organization');
    await page.getByRole('button', { name: /Your account/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.goto('/connections');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('asks again when the API no longer accepts the session, and comes back to the same page', async () => {
    const { page, expectConsole } = await dashboard().open('member@northwind.example');
    expectConsole(/Failed to load resource.*401/);
    await page.route('**/api/integrations/summary', (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'id_token_revoked',
          title: 'Sign-in revoked',
          remedy: 'none',
          status: 401,
        }),
      }),
    );
    await page.goto('/connections?sort=account');
    await page.getByText('Your session has ended.').waitFor();
    await page.unroute('**/api/integrations/summary');
    await page.getByRole('button', { name: 'member@northwind.example' }).click();
    await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?sort=account');
  });

  it('keeps nothing of the session in the address or in what scripts of a page can list', async () => {
    const { page } = await dashboard().open('member@northwind.example');
    const kept = await page.evaluate(() => ({
      address: location.href,
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      cookies: document.cookie,
      page: document.documentElement.outerHTML,
    }));
    expect(kept).toMatchObject({ local: [], session: [], cookies: '' });
    expect(kept.address + kept.page).not.toMatch(/eyJ[A-Za-z0-9_-]{10}/);
  });

  it('shows a page of its own for an address that has none', async () => {
    const { page, goTo, examine } = await dashboard().open('member@northwind.example');
    await goTo('/no/such/page');
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    await examine('not-found');
    await page.getByRole('link', { name: 'Go to connections' }).click();
    await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
  });
});
