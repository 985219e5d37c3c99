import { describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../test/repositories/proxied-firestore.ts';
import { newTestKeyring, sampleIntegration } from '../../test/repositories/sample-integration.ts';
import { testRepositories } from '../../test/test-repositories.ts';
import { runTransaction } from '../lib/firestore-transaction.ts';
import { backendActor } from './audit/audit-event.document.ts';

const { firestore, proxy } = useProxiedFirestore();

/** Lets the answer to the next commit be lost, as a database with locks tells it. */
async function withLostCommit<Result>(work: () => Promise<Result>): Promise<Result> {
  let commits = 0;
  const drop = proxy().intercept(({ rpc, phase }) => {
    if (rpc !== 'Commit' || phase !== 'response') {
      return;
    }
    commits += 1;
    const details = 'Transaction is invalid or closed.';
    if (commits === 1) {
      throw Object.assign(new Error(details), { code: 3, details });
    }
  });
  try {
    return await work();
  } finally {
    drop();
  }
}

describe('when the answer to a commit is lost', () => {
  it('a document that the transaction created proves the commit, and it is not run again', async () => {
    const client = firestore();
    let runs = 0;
    const id = await withLostCommit(() =>
      runTransaction(client, async (transaction) => {
        runs += 1;
        const reference = client.collection('made').doc();
        transaction.create(reference, { runs });
        return reference.id;
      }),
    );
    expect(runs).toBe(1);
    expect((await client.collection('made').doc(id).get()).data()).toEqual({ runs: 1 });
  });

  it('a new key is shown, not made twice', async () => {
    const keys = testRepositories({ firestore }).apiKeyRepository;
    const input = { id: 'one', name: 'Payroll', scopes: [], secretHash: 'hash', createdBy: 'owner' };
    const made = await withLostCommit(() => keys.create('northwind', input, backendActor));
    expect(made.name).toBe('Payroll');
    const events = await firestore().collection('auditEvents').where('type', '==', 'api_key.created').get();
    expect(events.size).toBe(1);
  });

  it('a deleted connection is deleted, and not said to be unknown', async () => {
    const integrations = testRepositories({
      firestore,
      clock: Date.now,
      keyring: () => Promise.resolve(newTestKeyring()),
    }).integrationRepository;
    const { id } = await integrations.create('northwind', sampleIntegration(Date.now()), () => true);
    const deleted = await withLostCommit(() => integrations.delete('northwind', id));
    expect(deleted.id).toBe(id);
    expect(await integrations.findById('northwind', id)).toBeNull();
  });

  it('a deletion counts what it deleted once', async () => {
    const tombstones = testRepositories({ firestore }).organizationTombstoneRepository;
    await tombstones.start('gone', 'ticket 1');
    await withLostCommit(() => tombstones.note('gone', { integrations: 3 }, false));
    expect((await tombstones.find('gone'))?.deleted).toEqual({ integrations: 3 });
  });

  it('an alarm is raised all the same, once', async () => {
    const incidents = testRepositories({ firestore }).providerIncidentsRepository;
    const organizations = [{ id: 'northwind', atMs: Date.now() }];
    const report = () =>
      incidents.report({
        server: 'google',
        failure: 'unavailable',
        reason: 'http_500',
        organizations,
        lastSuccessAtMs: 0,
        threshold: 1,
      });
    expect(await withLostCommit(report)).toMatchObject({ isIncident: true, tell: true });
    expect(await report()).toMatchObject({ isIncident: true, tell: false });
  });
});
