import type { Page } from 'playwright-core';
import { callApi } from './api.ts';
import type { StackAddresses } from './stack.setup.ts';

const password = 'development-only';

/** Somebody of an organization that no other file of tests works in. */
export interface TestPerson {
  organizationId: string;
  role: 'owner' | 'administrator' | 'member' | 'service';
  /** Tells several of one role apart. Default: the role. */
  name?: string;
}

/** The person of an address as {@link createPerson} makes it, without a name of its own; null for another address. */
export function personOf(email: string): TestPerson | null {
  const [, role, organizationId] =
    /^(owner|administrator|member|service)@([a-z-]+)\.example$/.exec(email) ?? [];
  return role && organizationId ? { organizationId, role: role as TestPerson['role'] } : null;
}

const idOf = ({ organizationId, role, name = role }: TestPerson): string => `${organizationId}-${name}`;

/** Makes a person known to the Auth emulator. @returns their address. */
export async function createPerson(
  { authUrl, projectId }: StackAddresses,
  person: TestPerson,
): Promise<string> {
  const { organizationId, role, name = role } = person;
  const email = `${name}@${organizationId}.example`;
  const claims = JSON.stringify({ organizationId, role });
  const path = `/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:batchCreate`;
  const response = await fetch(new URL(path, authUrl), {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({
      allowOverwrite: true,
      users: [
        {
          localId: idOf(person),
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

/** Ends all sessions of a person, as a new password does: the API knows at once. */
export async function endSessions(stack: StackAddresses, person: TestPerson): Promise<void> {
  const { authUrl, projectId } = stack;
  const path = `/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:update`;
  // Sign-ins of the second that has begun are older than the next one.
  const validSince = Math.floor(Date.now() / 1000) + 1;
  const response = await fetch(new URL(path, authUrl), {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ localId: idOf(person), validSince: String(validSince) }),
  });
  if (!response.ok) {
    throw new Error(`The Auth emulator ended no session: ${await response.text()}`);
  }
  await new Promise((resolve) => setTimeout(resolve, (validSince + 1) * 1000 - Date.now()));
  // For a newer token it asks Firebase Auth again.
  await callApi(stack, `${person.name ?? person.role}@${person.organizationId}.example`, {
    method: 'GET',
    path: '/me',
  });
}

/** Signs somebody in who is not among the demo people, and waits for the first page. */
export async function signInByPassword(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await enterPassword(page, email);
  await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
}

/** Signs them in on the sign-in page that is open. */
export async function enterPassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
