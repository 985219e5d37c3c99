import type { IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { getDb } from '../../lib/firestore.ts';

/** Collection of what is wrong with a provider as a whole: one document for each provider and failure; server only. */
export const providerIncidentsCollection = 'providerIncidents';

/** An incident that nobody has met for this long is over. Longer than the time between two sweeps. */
const quietAfterMs = 6 * 60_000;

/** An incident that goes on is told of again after this time. */
const reminderAfterMs = 60 * 60_000;

const retentionMs = 30 * 24 * 60 * 60_000;

/** `misconfigured`: the provider refuses our application. `unavailable`: an outage that many connections meet. */
export type IncidentFailure = 'misconfigured' | 'unavailable';

interface IncidentDocument {
  provider: IntegrationProvider;
  failure: IncidentFailure;
  reason: string;
  firstSeenAt: Timestamp;
  lastSeenAt: Timestamp;
  /** When the operator was last told. */
  toldAt: Timestamp;
  /** TTL field. */
  expiresAt: Timestamp;
}

export interface ProviderIncidentsRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type ProviderIncidentsRepository = ReturnType<typeof createProviderIncidentsRepository>;

/** What all instances know together of a provider's trouble, so that an operator hears of it once, not from each. */
export function createProviderIncidentsRepository({
  firestore,
  clock,
}: ProviderIncidentsRepositoryDependencies) {
  const collection = () => firestore().collection(providerIncidentsCollection);

  return {
    /**
     * Notes that an instance has met it. One read, one write.
     * @param reason an OAuth error code or a short word of ours.
     * @returns whether the operator is to be told: an incident is new, or has gone on for an hour since the last time.
     */
    async report(provider: IntegrationProvider, failure: IncidentFailure, reason: string): Promise<boolean> {
      const reference = collection().doc(`${provider}-${failure}`);
      return firestore().runTransaction(async (transaction) => {
        const known = (await transaction.get(reference)).data() as IncidentDocument | undefined;
        const nowMs = clock();
        const goesOn = known !== undefined && known.lastSeenAt.toMillis() > nowMs - quietAfterMs;
        const tell = !goesOn || known.toldAt.toMillis() <= nowMs - reminderAfterMs;
        const now = Timestamp.fromMillis(nowMs);
        const incident: IncidentDocument = {
          provider,
          failure,
          reason,
          firstSeenAt: goesOn ? known.firstSeenAt : now,
          lastSeenAt: now,
          toldAt: tell ? now : known.toldAt,
          expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
        };
        transaction.set(reference, incident);
        return tell;
      });
    },

    /** The providers that refuse our application now, as far as any instance knows. One query of a few documents. */
    async findMisconfigured(): Promise<ReadonlySet<IntegrationProvider>> {
      const { docs } = await collection().where('failure', '==', 'misconfigured').get();
      const incidents = docs.map((document) => document.data() as IncidentDocument);
      const lasting = incidents.filter(({ lastSeenAt }) => lastSeenAt.toMillis() > clock() - quietAfterMs);
      return new Set(lasting.map(({ provider }) => provider));
    },
  };
}

/** The process's view of incidents. */
export const providerIncidentsRepository = createProviderIncidentsRepository({
  firestore: getDb,
  clock: systemClock,
});
