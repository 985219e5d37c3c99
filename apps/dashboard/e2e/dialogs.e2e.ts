import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';

const organizationId = 'asks-first';
const other = `other@${organizationId}.example`;

/** Opens a dialog by a button and looks at it; Escape closes it, changes nothing, and gives the focus back to the button. */
async function lookAt({ page, examine }: DashboardPage, open: Locator, state: string): Promise<void> {
  await open.click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(await dialog.getAttribute('aria-labelledby').then(Boolean), state).toBe(true);
  await examine(state);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect
    .poll(() => open.evaluate((button) => button === document.activeElement), {
      message: state,
      timeout: 60_000,
    })
    .toBe(true);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describeDashboard('A dialog', (dashboard) => {
  it('about people asks before anything is done, and is left by Escape', { timeout: 600_000 }, async () => {
    const { stack, open } = dashboard();
    const owner = await createPerson(stack, { organizationId, role: 'owner' });
    await createPerson(stack, { organizationId, role: 'administrator', name: 'other' });
    await callApi(stack, other, { method: 'GET', path: '/me' });
    const opened = await open();
    const { page, goTo } = opened;
    await signInByPassword(page, owner);
    await callApi(stack, owner, {
      method: 'POST',
      path: '/organization/invitations',
      body: { role: 'member' },
    });
    await callApi(stack, owner, {
      method: 'POST',
      path: '/employees',
      body: { name: 'Ada Asked', email: `ada@${organizationId}.example`, hourlyRateCents: 4808 },
    });
    await goTo('/settings');
    await button(page, `Change role ${other}`).waitFor();
    await lookAt(opened, button(page, `Change role ${other}`), 'role-dialog');
    await lookAt(opened, button(page, `Remove ${other}`), 'remove-member-dialog');
    await lookAt(opened, button(page, 'Invite somebody'), 'invite-dialog');
    await lookAt(
      opened,
      page.getByRole('list', { name: 'Open invitations' }).getByRole('button').first(),
      'take-back-dialog',
    );
    await goTo('/employees');
    await button(page, 'Add an employee').waitFor();
    await lookAt(opened, button(page, 'Add an employee'), 'employee-add-dialog');
    await page.getByRole('link', { name: 'Ada Asked' }).click();
    await page.getByRole('dialog').waitFor();
    await opened.examine('employee-edit-dialog');
  });

  it('about secrets and addresses asks before anything is done, and is left by Escape', {
    timeout: 600_000,
  }, async () => {
    const { stack, open } = dashboard();
    const owner = await createPerson(stack, { organizationId, role: 'owner' });
    const opened = await open();
    const { page, goTo, examine } = opened;
    await signInByPassword(page, owner);
    await callApi(stack, owner, {
      method: 'POST',
      path: '/api-keys',
      body: { name: 'Asked', scopes: ['integrations:read'] },
    });
    await callApi(stack, owner, {
      method: 'POST',
      path: '/webhook-endpoints',
      body: { url: stack.webhookUrl, events: ['connection.connected'] },
    });
    await goTo('/settings/api-keys');
    await button(page, 'Replace Asked').waitFor();
    await lookAt(opened, button(page, 'Create a key'), 'api-key-dialog');
    await lookAt(opened, button(page, 'Replace Asked'), 'api-key-replace-dialog');
    await lookAt(opened, button(page, 'Revoke Asked'), 'api-key-revoke-dialog');
    await goTo('/settings/webhooks');
    await page.getByRole('link', { name: stack.webhookUrl }).waitFor();
    await examine('webhooks', { widths: [360, 768, 1440, 1920] });
    await lookAt(opened, button(page, 'Add a webhook'), 'webhook-dialog');
    await page.getByRole('link', { name: stack.webhookUrl }).click();
    await button(page, 'Replace the secret').waitFor();
    await lookAt(opened, button(page, 'Replace the secret'), 'webhook-replace-dialog');
    await lookAt(opened, button(page, 'Delete'), 'webhook-delete-dialog');
    await goTo('/settings/notifications');
    await page.getByRole('textbox').first().waitFor();
    await examine('notifications', { widths: [360, 768, 1440, 1920] });
  });
});
