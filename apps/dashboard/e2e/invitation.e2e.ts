import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { readMailedLinks } from './testing/mailed-links.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import type { StackAddresses } from './testing/stack.setup.ts';

/** Makes an invitation as an owner, by the API. @returns the token of its link. */
async function invite(
  stack: StackAddresses,
  { email, by = 'owner@invitations.example' }: { email?: string; by?: string } = {},
): Promise<string> {
  await createPerson(stack, { organizationId: 'invitations', role: 'owner' });
  const body = { role: 'member', ...(email !== undefined && { email }) };
  const invited = await callApi(stack, by, { method: 'POST', path: '/organization/invitations', body });
  return (invited as { token: string }).token;
}

describeDashboard('An invitation', (dashboard) => {
  it('is accepted by somebody who makes their account for it; its token is shown to no server', async () => {
    const { stack, open } = dashboard();
    const token = await invite(stack);
    const { page, examine } = await open();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(`/invitation#${token}`);
    await page.getByRole('button', { name: 'New here? Create an account' }).click();
    await page.getByLabel('Email').fill('newcomer@northwind.example');
    await page.getByLabel('Password').fill('a-long-password');
    await examine('sign-in-create');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('invites you to join as member').waitFor();
    expect(page.url()).not.toContain(token);
    await examine('invitation');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
    expect(addresses.filter((address) => address.split('#')[0]?.includes(token))).toEqual([]);
  });

  it('of another address, or of none, says so', async () => {
    const { stack, open } = dashboard();
    const token = await invite(stack, { email: 'somebody.else@northwind.example' });
    const { page, expectConsole } = await open('operator@klayim.example');
    expectConsole(/Failed to load resource.*404/);
    await page.goto(`/invitation#${token}`);
    await page.getByText('This invitation is for somebody.else@northwind.example.').waitFor();
    await page.goto('/');
    await page.goto('/invitation#inv_unknown');
    await page.getByText('This invitation is unknown, was used, or has ended.').waitFor();
  });

  it('to an address asks for a proof that it is theirs, which the link of a mail gives', async () => {
    const { stack, open } = dashboard();
    const email = 'proves@northwind.example';
    const token = await invite(stack, { email });
    const { page, examine } = await open();
    await page.goto(`/invitation#${token}`);
    await page.getByRole('button', { name: 'New here? Create an account' }).click();
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('a-long-password');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText(`Prove that ${email} is yours first`).waitFor();
    expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    await examine('invitation-prove-address');
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await page.getByText('The link is on its way.').waitFor();
    await examine('invitation-proof-sent');
    // Too early.
    await page.getByRole('button', { name: 'I have opened it' }).click();
    await page.getByText('Your address is not proven yet.').waitFor();
    await examine('invitation-not-proven');
    const [link] = await readMailedLinks(stack, email);
    expect(link?.requestType).toBe('VERIFY_EMAIL');
    expect((await fetch(link?.oobLink ?? '')).status).toBe(200);
    await page.getByRole('button', { name: 'I have opened it' }).click();
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
  });

  it('of somebody who belongs to another organization leads them into both', async () => {
    const { stack, open } = dashboard();
    const other = await createPerson(stack, { organizationId: 'first-home', role: 'owner', name: 'stays' });
    const email = await createPerson(stack, { organizationId: 'first-home', role: 'member', name: 'joins' });
    const owner = await createPerson(stack, { organizationId: 'second-home', role: 'owner' });
    for (const person of [other, email, owner]) {
      await callApi(stack, person, { method: 'GET', path: '/me' });
    }
    const renamed = { method: 'PATCH', path: '/organization', headers: { 'if-match': '*' } } as const;
    await callApi(stack, other, { ...renamed, body: { name: 'First Home Ltd' } });
    await callApi(stack, owner, { ...renamed, body: { name: 'Second Home Inc' } });
    const token = await invite(stack, { by: owner });
    const { page, goTo, examine } = await open();
    await signInByPassword(page, email);
    await page.goto(`/invitation#${token}`);
    await page.getByText('You stay in First Home Ltd').waitFor();
    await examine('invitation-stays');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Your account: Second Home Inc' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    const members = page.getByRole('list', { name: 'Members' });
    await members.getByText(email).waitFor();
    await members.getByText(owner).waitFor();
    expect(await page.content()).not.toContain(other);

    // Back to the first one, and this tab stays there.
    await page.getByRole('button', { name: 'Your account' }).click();
    const choices = page.getByRole('list', { name: 'Your organizations' });
    await choices.getByRole('button', { name: 'Second Home Inc Member', exact: true }).waitFor();
    await examine('account-organizations');
    await choices.getByRole('button', { name: 'First Home Ltd' }).click();
    await page.getByRole('button', { name: 'Your account: First Home Ltd' }).waitFor();
    await members.getByText(other).waitFor();
    expect(await page.content()).not.toContain(owner);
    await page.reload();
    await members.getByText(other).waitFor();
    const beside = await page.context().newPage();
    await beside.goto('/settings?organization=second-home');
    await beside.getByRole('button', { name: 'Your account: Second Home Inc' }).waitFor();
    expect(new URL(beside.url()).search).toBe('');
    await members.getByText(other).waitFor();
    await page.reload();
    await members.getByText(other).waitFor();

    // By keyboard, from one to the other, and out.
    await page.getByRole('button', { name: 'Your account' }).focus();
    await page.keyboard.press('Enter');
    await choices.getByRole('button', { name: 'Second Home Inc' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Your account: Second Home Inc' }).waitFor();
    await goTo('/settings');
    await page.getByRole('button', { name: 'Leave' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave Second Home Inc?' });
    await dialog.getByText('You go on in another organization of yours.').waitFor();
    await examine('leave-dialog');
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Your account: First Home Ltd' }).waitFor();
    await page.getByRole('button', { name: 'Your account' }).click();
    expect(await choices.count()).toBe(0);
  });

  it('of an organization that removes them later leaves the other one as it was', async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId: 'kept-home', role: 'owner' });
    const owner = await createPerson(stack, { organizationId: 'lost-home', role: 'owner' });
    for (const person of [email, owner]) {
      await callApi(stack, person, { method: 'GET', path: '/me' });
    }
    const token = await invite(stack, { by: owner });
    const { page, examine, expectConsole } = await open();
    await signInByPassword(page, email);
    await page.goto(`/invitation#${token}`);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Your account: lost-home' }).waitFor();
    expectConsole(/Failed to load resource.*403/);
    await callApi(stack, owner, {
      method: 'DELETE',
      path: '/organization/members/kept-home-owner',
    });
    await page.getByRole('alert').getByText('You do not belong to lost-home any more.').waitFor({
      timeout: 120_000,
    });
    await page.getByRole('heading', { level: 1, name: 'Choose an organization' }).waitFor();
    await examine('choose-organization');
    await page.getByRole('main').getByRole('button', { name: 'kept-home' }).click();
    await page.getByRole('button', { name: 'Your account: kept-home' }).waitFor();
  });

  it('of another organization outlives the first one: what is open in each tab stays what it is', async () => {
    const { stack, open } = dashboard();
    const other = await createPerson(stack, { organizationId: 'early-home', role: 'owner', name: 'stays' });
    const email = await createPerson(stack, { organizationId: 'early-home', role: 'member', name: 'joins' });
    const owner = await createPerson(stack, { organizationId: 'later-home', role: 'owner' });
    for (const person of [other, email, owner]) {
      await callApi(stack, person, { method: 'GET', path: '/me' });
    }
    const token = await invite(stack, { by: owner });
    const { page, expectConsole } = await open();
    expectConsole(/Failed to load resource.*403/);
    await signInByPassword(page, email);
    await page.goto(`/invitation#${token}`);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Your account: later-home' }).waitFor();
    const first = await page.context().newPage();
    await first.goto('/connections?organization=early-home');
    await first.getByRole('button', { name: 'Your account: early-home' }).waitFor();
    await callApi(stack, other, { method: 'DELETE', path: '/organization/members/early-home-joins' });
    await first.getByRole('alert').getByText('You do not belong to early-home any more.').waitFor({
      timeout: 120_000,
    });
    await first.getByRole('heading', { level: 1, name: 'Choose an organization' }).waitFor();
    // The only one that is left is opened by itself, and nobody is signed out.
    await first.reload();
    await first.getByRole('button', { name: 'Your account: later-home' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('list', { name: 'Members' }).getByText(owner).waitFor();
    // A link into the one that they left says so.
    await first.goto('/connections?organization=early-home&integrationId=any');
    await first.getByRole('heading', { level: 1, name: 'Choose an organization' }).waitFor();
    await first.getByRole('main').getByRole('button', { name: 'later-home' }).click();
    await first.getByRole('button', { name: 'Your account: later-home' }).waitFor();
  });
});
