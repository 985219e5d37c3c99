import { beforeEach, describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../test/test-services.ts';
import { meterFirestore } from '../lib/firestore-meter.ts';
import { runInOperationScope } from '../lib/operation-scope.ts';

describe('Firestore operations, counted on the wire', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const service = stack.newTokenRefreshService();
  beforeEach(() => stack.server('google').control.reset());

  async function counted(action: () => Promise<unknown>) {
    proxy().reset();
    await action();
    const { documentsRead, documentsWritten, documentsDeleted, queries } = proxy().counts();
    return { documentsRead, writes: documentsWritten + documentsDeleted, queries };
  }

  it('a fresh token costs one read and no write', async () => {
    const { id } = await stack.connect('google_calendar', 'fresh');
    const once = () => service.getValidToken('fresh', id);
    await expect(counted(once)).resolves.toEqual({ documentsRead: 1, writes: 0, queries: 0 });
  });

  it.each(['google_calendar', 'microsoft_calendar'] as const)(
    'an expired token of %s costs one read and two writes',
    async (provider) => {
      const integration = await stack.connect(provider, 'expired');
      await stack.expire(integration);
      const once = () => service.getValidToken('expired', integration.id);
      await expect(counted(once)).resolves.toEqual({ documentsRead: 1, writes: 2, queries: 0 });
    },
  );

  it('the line of a refresh says what it cost', async () => {
    meterFirestore();
    const integration = await stack.connect('google_calendar', 'logged');
    await stack.expire(integration);
    await service.getValidToken('logged', integration.id);
    expect(stack.lines.filter(({ message }) => message === 'refresh').at(-1)).toEqual({
      level: 'info',
      message: 'refresh',
      organizationId: 'logged',
      integrationId: integration.id,
      provider: 'google_calendar',
      outcome: 'refreshed',
      credentialVersion: 2,
      durationMs: expect.any(Number),
      // The read belongs to the caller, who looked before it asked for the refresh.
      firestoreReads: 0,
      firestoreWrites: 2,
    });
  });

  it('fifty callers of an expired token cost the same as one, when they come at once', async () => {
    const integration = await stack.connect('google_calendar', 'crowd');
    await stack.expire(integration);
    const crowd = () =>
      Promise.all(Array.from({ length: 50 }, () => service.getValidToken('crowd', integration.id)));
    await expect(counted(crowd)).resolves.toEqual({ documentsRead: 1, writes: 2, queries: 0 });
    expect(stack.server('google').control.refreshCount()).toBe(1);
  });

  it('counts a shared reading for the first who asked, and no reading twice', async () => {
    meterFirestore();
    const ids = [
      await stack.connect('google_calendar', 'shared'),
      await stack.connect('microsoft_calendar', 'shared'),
    ];
    const callers = [...ids, ...ids].map(({ id }) => ({ id, counts: { reads: 0, writes: 0 } }));
    const together = () =>
      Promise.all(
        callers.map(({ id, counts }) =>
          runInOperationScope({ counts }, () => service.getValidToken('shared', id)),
        ),
      );
    await expect(counted(together)).resolves.toEqual({ documentsRead: 2, writes: 0, queries: 0 });
    expect(callers.map(({ counts }) => counts.reads)).toEqual([1, 1, 0, 0]);
  });

  it('keeps organizations apart in a shared reading', async () => {
    const one = await stack.connect('google_calendar', 'mine');
    const other = await stack.connect('google_calendar', 'yours');
    const asked = ['mine', 'yours'].flatMap((organization) =>
      [one, other].map(({ id }) => service.getValidToken(organization, id)),
    );
    const answers = await Promise.allSettled(asked);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  });

  it('the first token of a day costs a caller one write more, and no other does', async () => {
    const { id } = await stack.connect('google_calendar', 'caller');
    const actor = { type: 'user', userId: 'b', role: 'service', ipAddress: null, requestId: 'r' } as const;
    const once = () => service.getValidToken('caller', id, { actor });
    await expect(counted(once)).resolves.toEqual({ documentsRead: 1, writes: 1, queries: 0 });
    await expect(counted(once)).resolves.toEqual({ documentsRead: 1, writes: 0, queries: 0 });
  });

  it('a page of a list costs its documents and one more, without ciphertext on the wire', async () => {
    for (const { email } of stack.server('google').accounts) {
      await stack.connect('google_calendar', 'list', email);
    }
    const page = () => stack.integrationService.listIntegrations('list', { limit: 2 });
    await expect(counted(page)).resolves.toEqual({ documentsRead: 3, writes: 0, queries: 1 });

    const wire: string[] = [];
    const stop = proxy().intercept(({ phase, message }) => {
      if (phase === 'response') {
        wire.push(JSON.stringify(message));
      }
    });
    await page();
    stop();
    expect(wire.join()).toContain('accountEmail');
    expect(wire.join()).not.toContain('ciphertext');
  });

  it('a disconnect costs three reads and three writes: the record, and two events', async () => {
    const { id } = await stack.connect('google_calendar', 'bye');
    const disconnect = () => stack.integrationService.disconnect('bye', id);
    const { documentsRead, writes } = await counted(disconnect);
    expect(writes).toBe(3);
    expect(documentsRead).toBeLessThanOrEqual(4);
  });
});
