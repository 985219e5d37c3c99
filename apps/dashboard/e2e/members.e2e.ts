import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';

const owner = 'owner@members.example';
const administrator = 'administrator@members.example';
const member = 'member@members.example';
const grace = 'grace.invited@northwind.example';

describeDashboard('Members', (dashboard) => {
  it('are invited by a link that is shown once, join, change role and are removed', async () => {
    const opened = await dashboard().open(owner);
    const { page, goTo, examine } = opened;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await goTo('/settings');
    const members = page.getByRole('list', { name: 'Members' });
    const ownRow = members.getByRole('listitem').filter({ hasText: owner });
    await ownRow.getByText('The last owner stays').waitFor();
    expect(await ownRow.getByRole('button').count()).toBe(0);

    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Role', { exact: true }).selectOption('Administrator');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByRole('button', { name: 'Copy Link' }).click();
    await page.getByText('Copied').waitFor();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await examine('invite-link');
    await page.getByRole('button', { name: 'Done' }).click();
    const invitations = page.getByRole('list', { name: 'Open invitations' });
    await invitations.getByText('Whoever has the link').first().waitFor();
    expect(await page.content()).not.toContain(new URL(link).hash.slice(1));

    const guest = await dashboard().open();
    await guest.page.goto(link);
    await guest.page.getByRole('button', { name: 'New here? Create an account' }).click();
    await guest.page.getByLabel('Email').fill(grace);
    await guest.page.getByLabel('Password').fill('a-long-password');
    await guest.page.getByRole('button', { name: 'Create account' }).click();
    await guest.page.getByRole('button', { name: 'Accept' }).click();
    await guest.page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
    // What it asks for later is refused, once they are removed.
    await guest.page.close();

    await page.reload();
    await page.getByText('No invitation is open.').waitFor();
    await members.getByRole('button', { name: `Change role ${grace}` }).click();
    await page.getByLabel('Role', { exact: true }).selectOption('Owner');
    await page.getByRole('button', { name: 'Change role', exact: true }).click();
    await page.getByText(`${grace} is an owner now.`).waitFor();
    // With another owner there, everybody can be changed.
    await ownRow.getByRole('button', { name: 'Leave' }).waitFor();
    await examine('members');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('members.csv');
    expect(await readFile(await download.path(), 'utf8')).toContain(`,${grace},owner,`);
    await members.getByRole('button', { name: `Remove ${grace}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText(`${grace} has no access any more.`).waitFor();
    await expect.poll(() => members.getByText(grace).count()).toBe(0);
  });

  it('are not taken away when the last owner is', async () => {
    const { page, goTo, expectConsole } = await dashboard().open(owner);
    expectConsole(/Failed to load resource.*409/);
    // As a page that has not seen everybody yet: the API decides.
    await page.route('**/api/organization/members?*', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { items: object[] };
      const another = { userId: 'another', email: 'z@northwind.example', name: null, role: 'owner' };
      const items = [...body.items, { ...another, joinedAt: '2026-11-01T00:00:00.000Z' }];
      await route.fulfill({ response, json: { ...body, items } });
    });
    await goTo('/settings');
    await page.getByRole('button', { name: 'Leave' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You are signed out.').waitFor();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await dialog.getByText('The last owner stays').waitFor();
  });

  it('have an invitation taken back', async () => {
    const { page, goTo } = await dashboard().open(owner);
    await goTo('/settings');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Email (optional)').fill(grace);
    await page.getByLabel('Email (optional)').press('Enter');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: `Take back ${grace}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('The invitation is taken back.').waitFor();
    await page.getByText('No invitation is open.').waitFor();
  });

  it('see who is in, and nothing else of the settings', async () => {
    const { page, goTo, examine } = await dashboard().open(member);
    await page.getByRole('link', { name: 'Settings' }).click();
    const members = page.getByRole('list', { name: 'Members' });
    await members.getByText(owner).waitFor();
    expect(await page.getByRole('main').getByRole('button').allTextContents()).toEqual([
      'Save as CSV',
      'Leave',
    ]);
    expect(await page.getByRole('navigation', { name: 'Settings' }).count()).toBe(0);
    await examine('members-as-member');
    await goTo('/settings/api-keys');
    await page.getByText('Your role does not allow this.').waitFor();
  });

  it('who are administrators change settings, and manage neither people nor keys nor webhooks', async () => {
    const { page, goTo } = await dashboard().open(administrator);
    await goTo('/settings');
    await page.getByRole('list', { name: 'Members' }).getByText(administrator).waitFor();
    const sections = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    expect(await sections.allTextContents()).toEqual(['Members', 'Organization', 'Notifications']);
    expect(await page.getByRole('main').getByRole('button').allTextContents()).toEqual([
      'Save as CSV',
      'Leave',
    ]);
    await goTo('/settings/webhooks');
    await page.getByText('Your role does not allow this.').waitFor();
  });
});
