import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../../test/recording-logger.ts';
import { newTestKeyring, sampleIntegration } from '../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../test/test-repositories.ts';

type Fields = Record<string, unknown>;
interface Listing {
  collection: string;
  orderField: string;
  /** Adds one that can be read. */
  add: (organizationId: string, index: number) => Promise<unknown>;
  /** The ids of every page, two documents at a time. */
  page: (
    organizationId: string,
    cursor: string | undefined,
  ) => Promise<{ items: { id: string }[]; nextCursor: string | null }>;
  all: (organizationId: string) => Promise<{ id: string }[]>;
}

async function collect<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) {
    items.push(item);
  }
  return items;
}

describe('a list', () => {
  const { firestore } = useTestFirestore();
  const { logger, lines } = recordingLogger();
  const keyring = newTestKeyring();
  const startMs = Date.now();
  let nowMs = startMs;
  const common = {
    firestore,
    clock: () => (nowMs += 1_000),
    keyring: () => Promise.resolve(keyring),
    logger,
  };
  const events = testRepositories(common).auditEventRepository;
  const integrations = testRepositories(common).integrationRepository;
  const employees = testRepositories(common).employeeRepository;
  const limit = 2;

  const listings: Record<string, Listing> = {
    'of audit events': {
      collection: 'auditEvents',
      orderField: 'at',
      add: (organizationId) =>
        events.add({
          organizationId,
          type: 'integration.refreshed',
          actor: { type: 'system', name: 'sweep' },
          subject: { type: 'integration', id: 'one' },
          result: 'success',
          reason: null,
        }),
      page: (organizationId, cursor) => events.findPage(organizationId, { limit, cursor }),
      all: (organizationId) => collect(events.findAll(organizationId, {})),
    },
    'of integrations': {
      collection: 'integrations',
      orderField: 'createdAt',
      add: (organizationId, index) =>
        integrations.create(
          organizationId,
          sampleIntegration(nowMs, { accountId: `account-${index}` }),
          () => true,
        ),
      page: (organizationId, cursor) => integrations.findPage(organizationId, { limit, cursor }),
      all: (organizationId) => integrations.findByOrganization(organizationId),
    },
    'of employees': {
      collection: 'employees',
      orderField: 'createdAt',
      add: (organizationId, index) =>
        employees.create(organizationId, {
          name: `Nora ${index}`,
          email: `nora${index}@northwind.example`,
          role: '',
          department: '',
          hourlyRateCents: null,
          employmentStatus: 'fullTime',
          sourceType: 'manual',
        }),
      page: (organizationId, cursor) => employees.findPage(organizationId, { limit, cursor }),
      all: (organizationId) => employees.findByOrganization(organizationId),
    },
  };

  async function plant({ collection, orderField }: Listing, organizationId: string): Promise<number> {
    const base: Fields = { organizationId, [orderField]: Timestamp.fromMillis(startMs) };
    const malformed: [string, Fields][] = [
      [randomUUID(), base],
      [randomUUID(), { ...base, details: 'no map', scopes: 7, name: ['x'], actor: null }],
      // One that no cursor can name stands where a page ends, before and behind those that can be read.
      ...Array.from({ length: 5 }, (): [string, Fields] => [
        randomUUID(),
        { ...base, [orderField]: { a: 'map' } },
      ]),
      ...Array.from({ length: 5 }, (): [string, Fields] => [randomUUID(), { ...base, [orderField]: 7 }]),
      [`an id that is none ${organizationId}`, { ...base, [orderField]: Timestamp.fromMillis(startMs + 1) }],
      [`${organizationId}${'x'.repeat(1_000)}`, { ...base, [orderField]: Timestamp.fromMillis(startMs + 2) }],
    ];
    const batch = firestore().batch();
    for (const [id, fields] of malformed) {
      batch.create(firestore().collection(collection).doc(id), fields);
    }
    await batch.commit();
    return malformed.length;
  }

  it.each(Object.entries(listings))(
    '%s leaves out malformed documents, logs each once and counts them',
    async (_what, listing) => {
      const organizationId = `org-${randomUUID()}`;
      for (let index = 0; index < 3; index += 1) {
        await listing.add(organizationId, index);
      }
      const expected = (await listing.all(organizationId)).map(({ id }) => id);
      expect(expected).toHaveLength(3);
      const before = lines.length;
      const planted = await plant(listing, organizationId);

      for (let time = 0; time < 2; time += 1) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listing.page(organizationId, cursor);
          found.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(found).toEqual(expected);
        expect((await listing.all(organizationId)).map(({ id }) => id)).toEqual(expected);
      }

      const logged = lines.slice(before);
      expect(logged).toHaveLength(planted);
      expect(new Set(logged.map(({ documentId }) => documentId)).size).toBe(planted);
      expect(logged.at(-1)).toEqual({
        level: 'error',
        message: 'A stored document cannot be read and is left out of lists',
        collection: listing.collection,
        documentId: expect.any(String),
        cause: expect.any(String),
        unreadable: planted,
      });
    },
  );
});
