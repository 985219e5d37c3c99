import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import type { StackAddresses } from './testing/stack.setup.ts';

/** Makes an invitation as an owner, by the API. @returns the token of its link. */
async function invite({ apiUrl, authUrl }: StackAddresses, email?: string): Promise<string> {
  const signedIn = await fetch(
    `${authUrl}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=local`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: 'owner@northwind.example',
        password: 'development-only',
        returnSecureToken: true,
      }),
    },
  );
  const { idToken } = (await signedIn.json()) as { idToken: string };
  const invited = await fetch(`${apiUrl}/organization/invitations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
    body: JSON.stringify({ role: 'member', ...(email !== undefined && { email }) }),
  });
  const { token } = (await invited.json()) as { token: string };
  return token;
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
    const token = await invite(stack, 'somebody.else@northwind.example');
    const { page, expectConsole } = await open('operator@klayim.example');
    expectConsole(/Failed to load resource.*404/);
    await page.goto(`/invitation#${token}`);
    await page.getByText('This invitation is for somebody.else@northwind.example.').waitFor();
    await page.goto('/');
    await page.goto('/invitation#inv_unknown');
    await page.getByText('This invitation is unknown, was used, or has ended.').waitFor();
  });
});
