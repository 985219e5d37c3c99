import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';

const owner = 'owner@api-keys.example';
const name = 'Payroll backend';

describeDashboard('API keys', (dashboard) => {
  it('are created with scopes and an end, shown once, replaced and revoked', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, examine } = await open(owner);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await goTo('/settings/api-keys');
    await page.getByRole('heading', { name: 'There is no API key yet' }).waitFor();
    await page.getByRole('button', { name: 'Create a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('Tick at least one.').waitFor();
    await examine('api-key-create-faults');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('See connections').check();
    await dialog.getByLabel('Ends').selectOption('In 90 days');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByRole('button', { name: 'Copy API key' }).click();
    await dialog.getByText('Copied').waitFor();
    const secret = await page.evaluate(() => navigator.clipboard.readText());
    await examine('api-key-issued');
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    const keys = page.getByRole('list', { name: 'API keys' });
    await keys.getByText('Last used: Never').waitFor();
    expect(await page.content()).not.toContain(secret);

    const answer = await fetch(`${stack.apiUrl}/integrations`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(answer.status).toBe(200);
    await keys.getByRole('button', { name: `Replace ${name}` }).click();
    await dialog.getByRole('button', { name: 'Replace' }).click();
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await keys.getByText('The replaced key works until').waitFor();
    await expect.poll(() => keys.getByText('Last used: just now').count()).toBe(1);
    await examine('api-keys');
    await keys.getByRole('button', { name: `Revoke ${name}` }).click();
    await dialog.getByRole('textbox').fill('Payroll');
    await dialog.getByRole('button', { name: 'Revoke for good' }).click();
    await dialog.getByText(`That is not ${name}.`).waitFor();
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Revoke for good' }).click();
    await page.getByText(`The key “${name}” is revoked.`).waitFor();
    await page.getByRole('heading', { name: 'There is no API key yet' }).waitFor();
  });

  it('say when they could not be loaded, and are loaded on request', async () => {
    const { page, goTo, examine, expectConsole } = await dashboard().open(owner);
    expectConsole(/Failed to load resource.*503/);
    const problem = {
      type: 'about:blank',
      code: 'store_unavailable',
      title: 'Database unavailable',
      remedy: 'none',
      status: 503,
      requestId: 'request-1',
    };
    await page.route('**/api/api-keys', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem }),
    );
    await goTo('/settings/api-keys');
    await page.getByText('This could not be loaded').waitFor();
    await examine('api-keys-failure');
    await page.unroute('**/api/api-keys');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'There is no API key yet' }).waitFor();
  });
});
