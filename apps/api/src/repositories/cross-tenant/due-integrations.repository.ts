import type { IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, type QueryDocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import {
  type IntegrationDocument,
  integrations,
  refreshShardCount,
} from '../integrations/integration-document.ts';
import { selectFields } from '../typed-collection.ts';

const pageSize = 200;

const dueFields = ['organizationId', 'provider', 'refreshDueAt'] as const;
type DueDocument = QueryDocumentSnapshot<Pick<IntegrationDocument, (typeof dueFields)[number]>>;

/** One integration, named across organizations. */
export interface IntegrationReference {
  organizationId: string;
  integrationId: string;
  provider: IntegrationProvider;
}

/** An integration whose refresh is due. */
export interface DueIntegration extends IntegrationReference {
  /** Since when its refresh is due, in milliseconds. */
  dueAtMs: number;
}

export interface DueIntegrationsRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type DueIntegrationsRepository = ReturnType<typeof createDueIntegrationsRepository>;

/**
 * What the sweep sees of all organizations. System-wide, and therefore apart from the repositories that routes reach:
 * only the scheduled functions are given it.
 */
export function createDueIntegrationsRepository({ firestore, clock }: DueIntegrationsRepositoryDependencies) {
  async function* pagesOfShard(shard: number, dueAt: Timestamp): AsyncGenerator<DueIntegration[]> {
    const ofShard = integrations(firestore())
      .where('refreshShard', '==', shard)
      .where('refreshDueAt', '<=', dueAt)
      .orderBy('refreshDueAt')
      .limit(pageSize);
    const due = selectFields(ofShard, ...dueFields);
    let last: DueDocument | undefined;
    do {
      const { docs }: { docs: DueDocument[] } = await (last ? due.startAfter(last) : due).get();
      if (docs.length > 0) {
        yield docs.flatMap((document) => toDueIntegration(document) ?? []);
      }
      last = docs.length === pageSize ? docs.at(-1) : undefined;
    } while (last);
  }

  return {
    /**
     * Integrations whose refresh is due now or within `bufferMs`, shard by shard, in pages of 200 at most: memory does
     * not grow with their number.
     */
    async *findExpiringWithin(bufferMs: number): AsyncGenerator<DueIntegration[]> {
      const dueAt = Timestamp.fromMillis(clock() + bufferMs);
      // Start at another shard each time: when there is too much to do, no shard is always the last.
      const first = Math.floor(clock() / 1_000) % refreshShardCount;
      for (let turn = 0; turn < refreshShardCount; turn += 1) {
        yield* pagesOfShard((first + turn) % refreshShardCount, dueAt);
      }
    },
  };
}

/** Null for a document without a due time, which the query never finds. */
function toDueIntegration(document: DueDocument): DueIntegration | null {
  const { organizationId, provider, refreshDueAt } = document.data();
  return (
    refreshDueAt && { organizationId, integrationId: document.id, provider, dueAtMs: refreshDueAt.toMillis() }
  );
}
