import { describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';

describe('what operators see of all organizations', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { operatorOverviewService, organizationsRepository, integrationRepository, memberRepository } = stack;

  it('is how many connections and people each has, by id, for a document and three counts each', async () => {
    for (const id of ['alpha', 'beta', 'gamma']) {
      await organizationsRepository.create(id, `The ${id}`);
    }
    await stack.connect('google_calendar', 'alpha');
    const broken = await stack.connect('microsoft_calendar', 'alpha');
    await integrationRepository.markAsError('alpha', broken.id, 'The grant is dead.');
    await memberRepository.noteGrant('beta', { userId: 'ben', email: null, name: null }, 'owner');
    proxy().reset();
    const first = await operatorOverviewService.listOrganizations({ limit: 2 });
    // The third document tells that there is another page.
    expect(proxy().counts()).toMatchObject({ documentsRead: 3 + 2 * 3, documentsWritten: 0 });
    expect(first.items).toEqual([
      { id: 'alpha', name: 'The alpha', connections: 2, connectionsInNeed: 1, members: 0 },
      { id: 'beta', name: 'The beta', connections: 0, connectionsInNeed: 0, members: 1 },
    ]);
    const { items, nextCursor } = await operatorOverviewService.listOrganizations({
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    expect([items.map(({ id }) => id), nextCursor]).toEqual([['gamma'], null]);
  });

  it('is what fails at providers, and for whom', async () => {
    expect(await operatorOverviewService.listTrouble()).toEqual({ items: [] });
    await stack.providerIncidentsRepository.report({
      server: 'google',
      failure: 'misconfigured',
      reason: 'invalid_client',
      organizations: [{ id: 'alpha', atMs: stack.clock() }],
      lastSuccessAtMs: 0,
      threshold: 3,
    });
    expect((await operatorOverviewService.listTrouble()).items).toMatchObject([
      { server: 'google', failure: 'misconfigured', incident: false, organizations: ['alpha'] },
    ]);
  });
});
