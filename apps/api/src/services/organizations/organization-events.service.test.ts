import type { OrganizationChange, OrganizationEventsQuery, Role } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { ada, adaOfSource } from '../../../test/repositories/employee-fixtures.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { NewImport } from '../../repositories/employee-imports/import-creation.ts';
import { maxChanges } from './change-feed.ts';
import { createOrganizationEventsService } from './organization-events.service.ts';

const actor = { type: 'system', name: 'test' } as const;
const newImport: NewImport = {
  id: 'an-import',
  query: { dryRun: 'false', matchBy: 'id', maxHourlyRate: 10_000 },
  file: { id: 'a-file', chunks: 1 },
  actor,
  mapping: {},
  ignoredColumns: [],
  provenSeparator: null,
  preview: null,
  bytes: 1,
  rows: 1,
};

/** Of one organization. */
const listeners = 5;

describe('the stream of changes of an organization', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const time = { offsetMs: 0 };
  const clock = () => Date.now() + time.offsetMs;
  const repositories = testRepositories({ firestore, clock });
  const { integrationRepository, organizationSettingsRepository, employeeRepository } = repositories;
  const { employeeImportRepository } = repositories;
  const newInstance = ({ feedLingerMs = 0 } = {}) =>
    createOrganizationEventsService({ ...repositories, clock, eventStreamMs: minuteMs, feedLingerMs });
  const open: AsyncIterator<string>[] = [];
  /** Resolves when as many listeners have begun from now on as one organization has: a write before that may be missed by Google's emulator. */
  const untilListening = () =>
    new Promise<void>((resolve) => {
      let begun = 0;
      const stop = proxy().intercept(({ rpc, phase, message }) => {
        const { targetChange } = message as { targetChange?: { targetChangeType?: string } };
        begun +=
          rpc === 'Listen' && phase === 'response' && targetChange?.targetChangeType === 'CURRENT' ? 1 : 0;
        if (begun === listeners) {
          stop();
          resolve();
        }
      });
    });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.return?.()));
  });

  /** A stream that was begun. `next` waits for the next change. */
  async function follow(
    service: ReturnType<typeof newInstance>,
    organizationId: string,
    role: Role = 'owner',
    query: OrganizationEventsQuery = {},
  ) {
    const events = service.follow({ ...query, organizationId, role })[Symbol.asyncIterator]();
    open.push(events);
    expect(await events.next()).toEqual({ done: false, value: 'retry: 1000\n\n' });
    return {
      close: () => events.return?.(),
      end: async () => (await events.next()).done,
      async next(): Promise<OrganizationChange> {
        for (;;) {
          const { done, value } = await events.next();
          if (done) {
            throw new Error('the stream ended before a change came');
          }
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
  const addEmployee = (organizationId: string) => employeeRepository.create(organizationId, ada);
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
      position: expect.stringMatching(/\.1$/),
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

  it('tells members of connections and the directory, and backends of connections only', async () => {
    const service = newInstance();
    const member = await follow(service, 'roles', 'member');
    const backend = await follow(service, 'roles', 'service');
    const owner = await follow(service, 'roles');
    await rename('roles', 'Roles Ltd');
    expect(await owner.next()).toMatchObject({ kind: 'organization' });
    const { id: employeeId } = await addEmployee('roles');
    expect(await member.next()).toMatchObject({ kind: 'employee', id: employeeId });
    const { id } = await connect('roles');
    expect(await member.next()).toMatchObject({ kind: 'integration', id });
    expect(await backend.next()).toMatchObject({ kind: 'integration', id });
  });

  it('tells of each employee who is added, changed or deleted, and of many at once as of one', async () => {
    const stream = await follow(newInstance(), 'people');
    const { id } = await addEmployee('people');
    const told = { kind: 'employee', id, version: null };
    expect(await stream.next()).toMatchObject({ ...told, deleted: false });
    time.offsetMs += 1;
    await employeeRepository.update('people', id, { role: 'Admiral' });
    expect(await stream.next()).toMatchObject({ ...told, deleted: false });
    time.offsetMs += 1;
    await employeeRepository.delete('people', id);
    expect(await stream.next()).toMatchObject({ ...told, deleted: true });
    time.offsetMs += 1;
    const records = Array.from({ length: 40 }, (_none, number) => ({
      sourceId: `${number}`,
      fields: { ...adaOfSource, email: `${number}@people.example` },
    }));
    const many = await employeeRepository.prepareRecords('people', 'csv', records);
    await many.commit({ actor }, () => undefined);
    expect(await stream.next()).toMatchObject({ kind: 'employees', id: 'people', deleted: false });
  });

  it('tells once that an import is over, and not how far it is', async () => {
    const stream = await follow(newInstance(), 'files');
    const { stored } = await employeeImportRepository.create('files', newImport);
    await employeeImportRepository.end('files', stored.id, null);
    expect(await stream.next()).toMatchObject({ kind: 'employeeImport', id: stored.id, version: null });
    await rename('files', 'Files Ltd');
    expect(await stream.next()).toMatchObject({ kind: 'organization' });
  });

  it('tells everybody when an incident of a provider begins and when it ends, and not of each report', async () => {
    const report = (reason: string) =>
      repositories.providerIncidentsRepository.report({
        server: 'google',
        failure: 'unavailable',
        reason,
        organizations: ['a', 'b', 'c'].map((id) => ({ id, atMs: clock() })),
        lastSuccessAtMs: 0,
        threshold: 3,
      });
    const isListening = untilListening();
    const member = await follow(newInstance(), 'outage', 'member');
    await isListening;
    await report('timeout');
    expect(await member.next()).toMatchObject({ kind: 'incident', id: 'google', deleted: false });
    await report('http_503');
    time.offsetMs += 1;
    await repositories.providerIncidentsRepository.noteSuccess('google', 'unavailable');
    expect(await member.next()).toMatchObject({ kind: 'incident', id: 'google', deleted: true });
  });

  it('ends with the first changes for readers who ask for that, and goes on after the position that they name', async () => {
    const service = newInstance({ feedLingerMs: minuteMs });
    const { id } = await connect('turns');
    const first = await follow(service, 'turns', 'owner', { until: 'change' });
    const { position } = await first.next();
    expect(await first.end()).toBe(true);
    const second = await follow(service, 'turns', 'owner', { until: 'change', after: position });
    time.offsetMs += 1;
    await integrationRepository.markAsError('turns', id, 'The grant is dead.');
    const { version } = await second.next();
    expect(version).not.toBeNull();
    // Another instance does not know the position: it begins with the last two minutes.
    const other = await follow(newInstance(), 'turns', 'owner', { after: position });
    expect(await other.next()).toMatchObject({ id, version });
  });

  it('costs no reads to come back to within ten seconds, and stops listening after that', async () => {
    const service = newInstance({ feedLingerMs: 10_000 });
    const begin = await follow(service, 'linger');
    await connect('linger');
    const { position } = await begin.next();
    await begin.close();
    let targets = 0;
    const stop = proxy().intercept(({ rpc, phase, message }) => {
      const isTarget = (message as { addTarget?: unknown }).addTarget != null;
      targets += rpc === 'Listen' && phase === 'request' && isTarget ? 1 : 0;
    });
    const back = await follow(service, 'linger', 'owner', { after: position });
    time.offsetMs += 1;
    const { id } = await connect('linger', 'two');
    expect(await back.next()).toMatchObject({ id });
    expect(targets).toBe(0);
    await back.close();
    expect(service.listeningTo).toBe(1);
    time.offsetMs += 10_000;
    const late = await follow(service, 'linger');
    expect((await late.next()).kind).toBe('integration');
    expect(targets).toBe(5);
    stop();
  });

  it('reads next to nothing for a reader who comes back for ten minutes in which nothing changes', async () => {
    const service = createOrganizationEventsService({ ...repositories, clock, eventStreamMs: 1 });
    proxy().reset();
    let targets = 0;
    const stop = proxy().intercept(({ rpc, phase, message }) => {
      const isTarget = (message as { addTarget?: unknown }).addTarget != null;
      targets += rpc === 'Listen' && phase === 'request' && isTarget ? 1 : 0;
    });
    // A stream lasts 50 seconds.
    for (let streams = 0; streams < 12; streams += 1) {
      for await (const _piece of service.follow({
        organizationId: 'resting',
        role: 'owner',
        until: 'change',
      })) {
        // Nothing changes.
      }
      time.offsetMs += 1_000;
    }
    stop();
    // A listener that finds nothing is billed as one read.
    expect([targets, proxy().counts().documentsRead, service.listeningTo]).toEqual([5, 0, 1]);
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
      const { documentChange } = message as { documentChange?: { document: { name: string } } };
      // Google's emulator also sends what other organizations' listeners know already.
      const isOurs = documentChange?.document.name.endsWith(warmUp.id) === true;
      listened += rpc === 'Listen' && phase === 'response' && isOurs ? 1 : 0;
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
    const service = createOrganizationEventsService({
      ...repositories,
      clock,
      eventStreamMs: 1,
      feedLingerMs: 0,
    });
    const pieces: string[] = [];
    for await (const piece of service.follow({ organizationId: 'short', role: 'owner' })) {
      pieces.push(piece);
    }
    expect(pieces[0]).toBe('retry: 1000\n\n');
    expect(service.listeningTo).toBe(0);
  });
});
