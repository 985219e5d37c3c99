import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';

const owner = 'owner@settings.example';

describeDashboard('The organization', (dashboard) => {
  it('is renamed, which the corner of every page shows', async () => {
    const { page, goTo, examine } = await dashboard().open(owner);
    await goTo('/settings/organization');
    await page.getByRole('textbox', { name: 'Name' }).fill('Fabrikam Residences');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByText('Saved.').waitFor();
    await page
      .getByRole('button', { name: /Your account/ })
      .getByText('Fabrikam Residences')
      .waitFor();
    await examine('organization');
  });

  it('has a change saved beside one of another setting, and both versions shown when it is the same', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, examine, expectConsole } = await open(owner);
    expectConsole(/Failed to load resource.*412/);
    const change = (body: object) =>
      callApi(stack, owner, { method: 'PATCH', path: '/organization', body, headers: { 'if-match': '*' } });
    const urls = page.getByRole('textbox', { name: 'Return URLs' });
    const save = page
      .getByRole('region', { name: 'Return URLs' })
      .getByRole('button', { name: 'Save', exact: true });
    await goTo('/settings/organization');
    await urls.fill('https://one.example/back');
    await change({ name: 'Fabrikam' });
    await save.click();
    await page.getByText('Saved.').waitFor();
    await urls.fill('https://two.example/back');
    await change({ returnUrls: ['https://theirs.example/back'] });
    await save.click();
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    await page.getByText('https://theirs.example/back').waitFor();
    await examine('setting-conflict');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await callApi(stack, owner, { method: 'GET', path: '/organization' })).toMatchObject({
      name: 'Fabrikam',
      returnUrls: ['https://two.example/back'],
    });
  });

  it('has addresses that are mailed, each fault beside its line', async () => {
    const { page, goTo, examine, expectConsole } = await dashboard().open(owner);
    expectConsole(/Failed to load resource.*400/);
    await goTo('/settings/notifications');
    const addresses = page.getByRole('textbox', { name: 'Addresses' });
    await addresses.fill('it@fabrikam.example\nnobody');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Line 2: /).waitFor();
    await examine('notifications-faults');
    await addresses.fill('it@fabrikam.example\n\n desk@fabrikam.example ');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'What is mailed' }).waitFor();
    await expect.poll(() => addresses.inputValue()).toBe('it@fabrikam.example\ndesk@fabrikam.example');
  });
});
