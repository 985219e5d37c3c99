import { refreshOutcomeSchema } from '@klayim/shared/schemas';
import type { RefreshOutcome } from '@klayim/shared/types';
import * as z from 'zod';
import { compiled } from '../../lib/compiled-schema.ts';

/** A connection keeps the outcomes of this many refreshes. */
export const maxRecentRefreshes = 20;

const historySchema = z.array(refreshOutcomeSchema);

/**
 * Adds an outcome to the stored history and drops the oldest. The history is one string of JSON: every call for a token
 * reads the document, and a string costs no time to decode.
 * @param stored undefined before the first refresh.
 */
export function addToHistory(stored: string | undefined, outcome: RefreshOutcome): string {
  return JSON.stringify([...parseHistory(stored), outcome].slice(-maxRecentRefreshes));
}

/** The outcomes that a connection has stored, newest first. */
export function readHistory(stored: string | undefined): RefreshOutcome[] {
  return parseHistory(stored).reverse();
}

/** Oldest first. An unreadable history must not stop a refresh: it starts over. */
function parseHistory(stored: string | undefined): RefreshOutcome[] {
  if (stored === undefined) {
    return [];
  }
  try {
    return compiled(historySchema).parse(JSON.parse(stored));
  } catch {
    return [];
  }
}
