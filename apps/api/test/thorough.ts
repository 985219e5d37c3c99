import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Set for the runs that may take minutes: every case of every suite. */
    thorough: boolean;
  }
}

/** Whether this run has time for every case: `pnpm test:soak` has, `pnpm test` has not. */
export const isThorough = (): boolean => inject('thorough') === true;

/**
 * The cases that this run has time for: all of them in `pnpm test:soak`, and every `nth` one in `pnpm test`.
 * @param first Index of the first case of a short run, so that several runs through one table share it out. Default: 0.
 */
export function sampled<Case>(cases: readonly Case[], nth: number, first = 0): readonly Case[] {
  return isThorough() ? cases : cases.filter((_, index) => index % nth === first % nth);
}
