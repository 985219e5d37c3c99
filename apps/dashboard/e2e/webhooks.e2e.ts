import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';

const owner = 'owner@webhooks.example';

describeDashboard('Webhooks', (dashboard) => {
  it('are added with a secret that is shown once, and say whether the challenge was answered', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, examine, expectConsole } = await open(owner);
    expectConsole(/Failed to load resource.*422/);
    await goTo('/settings/webhooks');
    await page.getByRole('heading', { name: 'There is no webhook yet' }).waitFor();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('Write a URL.').waitFor();
    await dialog.getByLabel('URL').fill('http://hooks.example.com/klayim');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('The URL must begin with https://.').waitFor();
    await examine('webhook-add-faults');
    // It answers, and not with the challenge.
    await dialog.getByLabel('URL').fill(`${stack.dashboardUrl}/api/healthz`);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('It has not answered the challenge').waitFor();
    const secret = await dialog.getByLabel('Signing secret', { exact: true }).inputValue();
    expect(secret).toMatch(/^whsec_/);
    await examine('webhook-added-unverified');
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('Not verified').waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it('are mended, tested, listed with what they were sent, and delivered again', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, examine } = await open(owner);
    await goTo('/settings/webhooks');
    await page.getByRole('link', { name: `${stack.dashboardUrl}/api/healthz` }).click();
    await page.getByText('It is sent nothing before it has answered the challenge.').waitFor();
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page.getByText('It has not answered the challenge: it answered with an error.').waitFor();
    await page.getByLabel('URL').fill(stack.webhookUrl);
    await page.getByLabel('An account was connected').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('heading', { level: 1, name: stack.webhookUrl }).waitFor();

    await page.getByRole('button', { name: 'Send a test event' }).click();
    await page.getByText('The test event is on its way').waitFor();
    const deliveries = page.getByRole('list', { name: 'Deliveries' });
    await deliveries.getByText('Delivered').waitFor();
    await deliveries.getByText('answered 204').waitFor();
    await page.getByRole('button', { name: 'Deliver again A test event' }).click();
    await deliveries.getByText('2 attempts').or(deliveries.getByText('Waiting')).first().waitFor();
    await page.getByText('The event is on its way once more.').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('deliveries.csv');
    expect(await readFile(await download.path(), 'utf8')).toMatch(/\r\n[^,]+,endpoint\.test,/);

    await page.getByRole('button', { name: 'Replace the secret' }).click();
    await page.getByLabel('The old secret counts for').selectOption('A week');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.getByLabel('Signing secret', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('Requests are signed with the old and the new secret until').waitFor();
    await examine('webhook');

    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('An owner has switched it off.').waitFor();
    expect(await page.getByRole('button', { name: 'Send a test event' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('It has answered the challenge and is on.').waitFor();
  });

  it('are deleted once their host has been typed', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, expectConsole } = await open(owner);
    await goTo('/settings/webhooks');
    await page.getByRole('link', { name: stack.webhookUrl }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    const address = page.url();
    await dialog.getByRole('textbox').fill('hooks');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await dialog.getByText('That is not').waitFor();
    await dialog.getByRole('textbox').fill(new URL(stack.webhookUrl).host);
    // The page may ask for it once more, when it is told that it has changed.
    expectConsole(/Failed to load resource.*404/);
    await dialog.getByRole('textbox').press('Enter');
    await page.getByRole('heading', { name: 'There is no webhook yet' }).waitFor();
    await page.goto(address);
    await page.getByText('This webhook is gone').waitFor();
  });
});
