import type { OrganizationChange, Role } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { maxChanges } from './change-feed.ts';
import { createOrganizationEventsService } from './organization-events.service.ts';

const actor = { type: 'system', name: 'test' } as const;

describe('the stream of changes of an organization', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const time = { offsetMs: 0 };
  const clock = () => Date.now() + time.offsetMs;
  const repositories = testRepositories({ firestore, clock });
  const { integrationRepository, organizationSettingsRepository } = repositories;
  const newInstance = () =>
    createOrganizationEventsService({ ...repositories, clock, eventStreamMs: 60_000 });
  const open: AsyncIterator<string>[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.return?.()));
  });

  /** A stream that was begun. `next` waits for the next change. */
  async function follow(
    service: ReturnType<typeof newInstance>,
    organizationId: string,
    role: Role = 'owner',
  ) {
    const events = service.follow({ organizationId, role })[Symbol.asyncIterator]();
    open.push(events);
    expect(await events.next()).toEqual({ done: false, value: 'retry: 1000\n\n' });
    return {
      close: () => events.return?.(),
      async next(): Promise<OrganizationChange> {
        for (;;) {
          const { value } = (await events.next()) as { value: string };
          const data = /^event: change\ndata: (.*)\n\n$/.exec(value)?.[1];
          if (data !== undefined) {
            return JSON.parse(data) as OrganizationChange;
          }
        }
      },
    };
  }
  const connect = (organizationId: string, accountId = 'one') =>
    integrationRepository.create(organizationId, sampleIntegration(clock(), { accountId }), () => true);
  const rename = (organizationId: string, name: string) =>
    organizationSettingsRepository.update(organizationId, { name }, { actor, isExpected: () => true });

  it('tells of a change of status that another instance made, and of no other organization', async () => {
    const stream = await follow(newInstance(), 'told');
    await connect('neighbours');
    const { id, updatedAt } = await connect('told');
    expect(await stream.next()).toEqual({
      kind: 'integration',
      id,
      version: updatedAt,
      deleted: false,
      at: updatedAt,
    });
    time.offsetMs += 1;
    await integrationRepository.markAsError('told', id, 'The grant is dead.');
    expect(await stream.next()).toMatchObject({ kind: 'integration', id, deleted: false });
    await integrationRepository.delete('told', id);
    expect(await stream.next()).toMatchObject({ kind: 'integration', id, version: null, deleted: true });
  });

  it('tells once of a change, and not of a write that changes nothing that is shown', async () => {
    const stream = await follow(newInstance(), 'quiet');
    const { id } = await connect('quiet');
    expect(await stream.next()).toMatchObject({ id });
    const lease = { ownerId: 'somebody', expiresAt: Timestamp.fromMillis(clock() + 8_000) };
    await firestore().collection('integrations').doc(id).update({ refreshLease: lease });
    await rename('quiet', 'Quiet Ltd');
    expect(await stream.next()).toMatchObject({ kind: 'organization', id: 'quiet' });
  });

  it('tells members of connections only', async () => {
    const service = newInstance();
    const member = await follow(service, 'roles', 'member');
    await rename('roles', 'Roles Ltd');
    const owner = await follow(service, 'roles');
    expect(await owner.next()).toMatchObject({ kind: 'organization' });
    const { id } = await connect('roles');
    expect(await member.next()).toMatchObject({ kind: 'integration', id });
  });

  it('begins with what has changed in the last two minutes, so that nothing is missed between two streams', async () => {
    const service = newInstance();
    const first = await follow(service, 'again');
    const { id } = await connect('again');
    await first.next();
    await first.close();
    const { id: between } = await connect('again', 'two');
    const second = await follow(service, 'again');
    const seen = [await second.next(), await second.next()].map((change) => change.id);
    expect(seen.sort()).toEqual([id, between].sort());
    const joined = await follow(service, 'again');
    expect((await joined.next()).kind).toBe('integration');
    expect((await joined.next()).kind).toBe('integration');
  });

  it('costs one read a change for all streams of an instance, and listens to nothing when the last has ended', async () => {
    const service = newInstance();
    const streams = await Promise.all([1, 2, 3].map(() => follow(service, 'shared')));
    expect(service.listeningTo).toBe(1);
    const warmUp = await connect('shared', 'warm-up');
    await Promise.all(streams.map((stream) => stream.next()));
    let listened = 0;
    const stop = proxy().intercept(({ rpc, phase, message }) => {
      const isDocument = (message as { documentChange?: unknown }).documentChange != null;
      listened += rpc === 'Listen' && phase === 'response' && isDocument ? 1 : 0;
    });
    time.offsetMs += 1;
    await integrationRepository.markAsError('shared', warmUp.id, 'The grant is dead.');
    await Promise.all(streams.map((stream) => stream.next()));
    stop();
    expect(listened).toBe(1);
    await Promise.all(streams.map((stream) => stream.close()));
    expect(service.listeningTo).toBe(0);
  });

  it('tells a slow reader that everything may have changed, and never buffers more than its limit', async () => {
    const service = newInstance();
    const stream = await follow(service, 'crowd');
    const batch = firestore().batch();
    const at = Timestamp.fromMillis(clock());
    for (let count = 0; count <= maxChanges; count++) {
      const change = { organizationId: 'crowd', updatedAt: at };
      batch.set(firestore().collection('integrations').doc(`crowd-${count}`), change);
    }
    await batch.commit();
    expect(await stream.next()).toMatchObject({ kind: 'everything', id: 'crowd' });
    const later = await follow(service, 'crowd');
    expect(await later.next()).toMatchObject({ kind: 'everything', id: 'crowd' });
  });

  it('ends by itself', async () => {
    const service = createOrganizationEventsService({ ...repositories, clock, eventStreamMs: 1 });
    const pieces: string[] = [];
    for await (const piece of service.follow({ organizationId: 'short', role: 'owner' })) {
      pieces.push(piece);
    }
    expect(pieces[0]).toBe('retry: 1000\n\n');
    expect(service.listeningTo).toBe(0);
  });
});
