import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';

const owner = 'owner@northwind.example';

describeDashboard('The navigation', (dashboard) => {
  it('is a menu on a narrow screen, which keys open and close and another page closes', async () => {
    const { page, examine } = await dashboard().open(owner);
    await page.setViewportSize({ width: 360, height: 800 });
    const navigation = page.getByRole('navigation', { name: 'Pages' });
    const menu = page.getByRole('button', { name: 'Menu' });
    expect(await navigation.count()).toBe(0);
    await menu.focus();
    await page.keyboard.press('Enter');
    await navigation.waitFor();
    await page.keyboard.press('Escape');
    await navigation.waitFor({ state: 'detached' });
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Employees' }).waitFor();
    expect(await navigation.count()).toBe(0);
    // Beside the content it needs no button, and is no menu that stays open.
    await menu.click();
    await page.setViewportSize({ width: 1440, height: 900 });
    await navigation.getByRole('link', { name: 'Settings' }).waitFor();
    expect(await menu.count()).toBe(0);
    expect(await navigation.evaluate((element) => element.matches(':popover-open'))).toBe(false);
    await page.setViewportSize({ width: 360, height: 800 });
    await menu.click();
    await navigation.waitFor();
    await examine('navigation-menu', { widths: [360] });
  });

  it('names every page in its title, and its language', async () => {
    const { page, goTo } = await dashboard().open(owner);
    const titles = new Map<string, string>();
    for (const [path, name] of [
      ['/connections', 'Connections'],
      ['/connections/new', 'Connect an account'],
      ['/connections/return?status=failed&error=consent_denied', 'How it went'],
      ['/employees', 'Employees'],
      ['/employees/import', 'Import people from a file'],
      ['/health', 'Health'],
      ['/activity', 'Activity'],
      ['/settings', 'Members'],
      ['/settings/organization', 'Organization'],
      ['/settings/notifications', 'Notifications'],
      ['/settings/webhooks', 'Webhooks'],
      ['/settings/api-keys', 'API keys'],
      ['/no/such/page', 'There is no such page'],
    ] as const) {
      await goTo(path);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await expect.poll(() => page.title()).toBe(`${name} · Klayim`);
      expect(await page.locator('html').getAttribute('lang'), path).toBe('en');
      titles.set(await page.title(), path);
    }
    expect(titles.size).toBe(13);
    const signedOut = await dashboard().open();
    await signedOut.goTo('/sign-in');
    await signedOut.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await signedOut.page.title()).toBe('Sign in · Klayim');
    expect(await signedOut.page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('shows somebody with the role of a backend what that role can do, and nothing that is refused', async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId: 'of-backends', role: 'service' });
    const { page, examine } = await open();
    await signInByPassword(page, email);
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await links.allTextContents()).toEqual(['Connections', 'Employees', 'Health']);
    expect(await page.getByRole('link', { name: 'Connect an account' }).count()).toBe(0);
    await page.getByRole('button', { name: /Your account/ }).click();
    await page
      .locator('.account__menu')
      .getByText(/Service$/)
      .waitFor();
    await page.keyboard.press('Escape');
    await examine('connections-as-service');
  });
});
