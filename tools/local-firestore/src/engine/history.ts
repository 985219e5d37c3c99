import type { Timestamp } from 'firebase-admin/firestore';

/** Reads may go back this far; Firestore's own limit without point-in-time recovery is an hour, the library's 60 s. */
const historyMs = 60_000;
/** Trim in steps, so that a hot document does not pay for it on every write. */
const trimStep = 64;

interface Versioned {
  readonly updateTime: Timestamp;
  readonly _history: { readonly updateTime: Timestamp }[];
}

/** Drops the old versions of a document that no read can ask for any more; the library keeps them for ever. */
export function trimHistory(document: Versioned | undefined, now: Timestamp): void {
  if (document === undefined || document._history.length < trimStep) {
    return;
  }
  const oldestMs = now.toMillis() - historyMs;
  // A version is needed as long as its successor is younger than the oldest possible read.
  const firstNeeded = document._history.findIndex((_version, index, history) => {
    const successor = history[index + 1] ?? document;
    return successor.updateTime.toMillis() > oldestMs;
  });
  document._history.splice(0, firstNeeded === -1 ? document._history.length : firstNeeded);
}
