import type { Stack } from '../stack/stack.ts';
import type { FirestoreDump } from './firestore-dump.ts';
import type { JobApi } from './job-api.ts';
import type { Secret } from './secret-search.ts';
import type { Transcript } from './transcript.ts';

/** ID tokens of everyone who takes part. */
export interface Callers {
  readonly owner: string;
  readonly administrator: string;
  readonly member: string;
  readonly service: string;
  /** The owner of the other organization. */
  readonly stranger: string;
}

/** A connected account. */
export interface Connection {
  readonly id: string;
  readonly accountEmail: string;
  /** The last callback, to be tried a second time. */
  readonly callbackUrl: string;
  readonly cookie: string;
}

/** What the job connects. */
export type ProviderId = 'google_calendar' | 'microsoft_calendar';

/** What the steps have found, for later checks. */
export interface JobFacts {
  /** Connections of an earlier run, and whether each still gave a token. */
  earlier: { provider: string; gaveToken: boolean }[];
  /** Refreshes that Google saw for one call after expiry. Must be 1. */
  refreshesAfterExpiry: number | null;
  /** Refreshes that Google saw for all the concurrent calls. Must be 1. */
  refreshesForConcurrentCalls: number | null;
  /** Refreshes that Microsoft saw from the sweep. Must be 1. */
  refreshesBySweep: number | null;
  /** Who got the mail about a broken connection. */
  mailedTo: string[] | null;
  /** The event that the receiver of webhooks got about it, once its signature was verified. */
  webhook: string | null;
  /** What became of the grant at Google on disconnect. */
  revocation: string | null;
  /** People in the directory after the import of a file of 299 good rows. */
  importedPeople: number | null;
  /** The search for secrets. */
  search: { secrets: number; places: number; characters: number; found: number } | null;
}

/** What the steps of a job share. */
export interface JobContext {
  readonly stack: Stack;
  readonly api: JobApi;
  readonly transcript: Transcript;
  /** Says what was seen. */
  readonly say: (line: string) => void;
  /** Everything that was said. */
  readonly said: readonly string[];
  /** Secrets that passed through the job's hands. */
  readonly secrets: Secret[];
  /** PKCE challenges of the authorizations: whatever hashes to one of them is a verifier. */
  readonly challenges: Set<string>;
  readonly dumps: FirestoreDump[];
  readonly facts: JobFacts;
  callers: Callers | null;
  readonly connections: Record<ProviderId, Connection | null>;
}
