import type { OrganizationChange, Role } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { callAt, readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, idTokens, signUp } from '../../../test/http/test-identity.ts';
import { minuteMs } from '../../lib/duration.ts';

const once = '?until=change';
let organizations = 0;

/** People of an organization that no other test has: what earlier ones did is told for two minutes. */
function newOrganization(): (role: Role) => string {
  organizations += 1;
  const organizationId = `events-${organizations}`;
  return (role) => signUp(`${organizationId}-${role}`, { organizationId, role });
}

describe('GET /organization/events', () => {
  // A position is known for as long as the instance listens.
  const { call } = useDirectoryApi({ feedLingerMs: minuteMs });

  async function addEmployee(name: string, idToken: string): Promise<string> {
    const response = await call('/employees', {
      method: 'POST',
      idToken,
      json: { name, email: `${name}@example.com` },
    });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  }
  /** Reads one answer that ends with the first changes. */
  async function readChanges(query: string, idToken: string): Promise<OrganizationChange[]> {
    const response = await call(`/organization/events${query}`, { idToken });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const text = await response.text();
    expect(text).toMatch(/^retry: 1000\n\n/);
    return [...text.matchAll(/^event: change\ndata: (.*)\n\n/gm)].map(
      ([, data]) => JSON.parse(data ?? '') as OrganizationChange,
    );
  }

  /** Reads one answer after the other, as readers do, until the record is among the changes. */
  async function readUntil(id: string, idToken: string, after = ''): Promise<OrganizationChange[]> {
    const changes: OrganizationChange[] = [];
    await expect
      .poll(
        async () => {
          const position = changes.at(-1)?.position ?? after;
          const query = position === '' ? once : `${once}&after=${encodeURIComponent(position)}`;
          changes.push(...(await readChanges(query, idToken)));
          return changes.map((change) => change.id);
        },
        { timeout: minuteMs },
      )
      .toContain(id);
    return changes;
  }

  it('tells owners what has changed in their organization: what it is and its id, and never the record', async () => {
    const owner = newOrganization()('owner');
    const id = await addEmployee('ada', owner);
    const changes = await readUntil(id, owner);
    expect(changes).toContainEqual({
      kind: 'employee',
      id,
      version: null,
      deleted: false,
      at: expect.any(String),
      position: expect.any(String),
    });
    expect(JSON.stringify(changes)).not.toContain('ada@example.com');
  });

  it('goes on after the position that is named', async () => {
    const owner = newOrganization()('owner');
    const first = await addEmployee('ada', owner);
    const position = (await readUntil(first, owner)).at(-1)?.position;
    const second = await addEmployee('grace', owner);
    const ids = (await readUntil(second, owner, position)).map((change) => change.id);
    expect(ids).not.toContain(first);
  });

  it('tells nobody of another organization', async () => {
    const [owner, stranger] = [newOrganization()('owner'), newOrganization()('owner')];
    const [ours, theirs] = [await addEmployee('ada', owner), await addEmployee('dorothy', stranger)];
    expect(JSON.stringify(await readUntil(ours, owner))).not.toContain(theirs);
    expect(JSON.stringify(await readUntil(theirs, stranger))).not.toContain(ours);
  });

  it.each<Role>(['administrator', 'member'])('tells an %s of the directory, too', async (role) => {
    const idTokenIn = newOrganization();
    const id = await addEmployee('ada', idTokenIn('owner'));
    await readUntil(id, idTokenIn(role));
  });

  it('answers backends at once, too, and tells them nothing of the directory', async () => {
    const idTokenIn = newOrganization();
    await addEmployee('ada', idTokenIn('owner'));
    const response = await callAt(`${await buildUrl()}/organization/events`, {
      idToken: idTokenIn('service'),
    });
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).not.toContain('employee');
    await reader?.cancel();
  });

  it('is refused to who belongs to no organization, and without a token', async () => {
    const answers = [await call('/organization/events', { idToken: idTokens.stranger })];
    answers.push(await call('/organization/events'));
    expect(await Promise.all(answers.map(readProblem))).toMatchObject([
      { status: 403, code: 'organization_missing' },
      { status: 401, code: 'unauthenticated' },
    ]);
  });

  it.each([
    '?until=always',
    '?after=',
    '?after=yesterday',
    '?after=1.2.3',
    `?after=${'x'.repeat(65)}.1`,
    '?since=2026-01-01',
  ])('refuses %s before a stream begins', async (query) => {
    const response = await call(`/organization/events${query}`, { idToken: idTokenOf('owner') });
    expect(await readProblem(response)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  /** A stream that is not over cannot be held against the document: its address, for a call of its own. */
  async function buildUrl(): Promise<string> {
    return new URL((await call('/healthz')).url).origin;
  }
});
