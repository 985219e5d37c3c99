import type { Results } from './results/results.schema.ts';
import type { Sizes } from './sizes.ts';

/** What every bench is given. */
export interface BenchContext {
  sizes: Sizes;
  /** `host:port` of a Firestore in a process of its own. */
  firestoreHost: string;
  /** A project of its own, and so an empty database, for each bench. */
  projectIdOf: (bench: string) => string;
}

/** The part of the results that a bench brings. */
export type BenchOutcome = Partial<Pick<Results, 'figures' | 'sweepReads' | 'sweepMemory' | 'operations'>>;

/** One bench: a row of the table, or several that are measured together. */
export interface Bench {
  name: string;
  run: (context: BenchContext) => Promise<BenchOutcome>;
}
