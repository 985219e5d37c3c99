import type { OperationsFixture } from './fixture.ts';

/** Something that is done, and what it must cost at least. */
export interface Action {
  action: string;
  /** What no protocol with the same promises could do without. */
  minimum: { reads: number; writes: number };
  because: string;
  /** Prepares it, uncounted, in an organization of its own, and gives what is counted. */
  prepare: (fixture: OperationsFixture, organizationId: string) => Promise<() => Promise<unknown>>;
}
