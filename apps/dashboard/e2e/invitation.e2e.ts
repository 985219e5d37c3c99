import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { readMailedLinks } from './testing/mailed-links.ts';
import { createPerson, signInByPassword } from './testing/people.ts';
import type { StackAddresses } from './testing/stack.setup.ts';

/** Makes an invitation as an owner, by the API. @returns the token of its link. */
async function invite(
  stack: StackAddresses,
  { email, by = 'owner@northwind.example' }: { email?: string; by?: string } = {},
): Promise<string> {
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

  it('of somebody who belongs to another organization says that they leave it, and they see the new one alone', async () => {
    const { stack, open } = dashboard();
    const other = await createPerson(stack, { organizationId: 'left-behind', role: 'owner', name: 'stays' });
    const email = await createPerson(stack, { organizationId: 'left-behind', role: 'member', name: 'moves' });
    const owner = await createPerson(stack, { organizationId: 'moved-to', role: 'owner' });
    for (const person of [other, email, owner]) {
      await callApi(stack, person, { method: 'GET', path: '/me' });
    }
    const renamed = { method: 'PATCH', path: '/organization', headers: { 'if-match': '*' } } as const;
    await callApi(stack, other, { ...renamed, body: { name: 'Left Behind Ltd' } });
    await callApi(stack, owner, { ...renamed, body: { name: 'Moved To Inc' } });
    const token = await invite(stack, { by: owner });
    const { page, examine } = await open();
    await signInByPassword(page, email);
    await page.goto(`/invitation#${token}`);
    await page.getByText('by accepting you leave Left Behind Ltd').waitFor();
    await examine('invitation-leaves');
    await page.getByRole('button', { name: 'Leave Left Behind Ltd and accept' }).click();
    await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    const members = page.getByRole('list', { name: 'Members' });
    await members.getByText(email).waitFor();
    await members.getByText(owner).waitFor();
    expect(await page.content()).not.toContain(other);
  });

  it('is not accepted by the last owner of another organization, who is told what to do first', async () => {
    const { stack, open } = dashboard();
    const last = await createPerson(stack, { organizationId: 'not-abandoned', role: 'owner' });
    await callApi(stack, last, { method: 'GET', path: '/me' });
    const token = await invite(stack);
    const { page, examine, expectConsole } = await open();
    expectConsole(/Failed to load resource.*409/);
    await signInByPassword(page, last);
    await page.goto(`/invitation#${token}`);
    await page.getByRole('button', { name: /^Leave .* and accept$/ }).click();
    await page.getByText('You are the last owner of your organization').waitFor();
    await examine('invitation-last-owner');
  });
});
