import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';

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
});
