import type { Page } from 'playwright-core';
import type { StackAddresses } from './stack.setup.ts';

const password = 'development-only';

/** Somebody of an organization that no other file of tests works in. */
export interface TestPerson {
  organizationId: string;
  role: 'owner' | 'administrator' | 'member' | 'service';
}

/** Makes a person known to the Auth emulator. @returns their address. */
export async function createPerson(
  { authUrl, projectId }: StackAddresses,
  { organizationId, role }: TestPerson,
): Promise<string> {
  const email = `${role}@${organizationId}.example`;
  const claims = JSON.stringify({ organizationId, role });
  const path = `/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:batchCreate`;
  const response = await fetch(new URL(path, authUrl), {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({
      allowOverwrite: true,
      users: [
        {
          localId: `${organizationId}-${role}`,
          email,
          emailVerified: true,
          rawPassword: password,
          customAttributes: claims,
        },
      ],
    }),
  });
  if (!response.ok) {
    throw new Error(`The Auth emulator refused ${email}: ${await response.text()}`);
  }
  return email;
}

/** Signs somebody in who is not among the demo people, and waits for the first page. */
export async function signInByPassword(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
}
