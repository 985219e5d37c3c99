/** One database in the `firestore` part of a `firebase.json`. */
export interface FirestoreTarget {
  database?: string;
  rules?: string;
  indexes?: string;
  [other: string]: unknown;
}

/**
 * Adds a database of its own to the `firestore` part of a `firebase.json`. What is there already keeps its rules and
 * indexes, and the database that it is for.
 */
export function withDatabase(
  present: FirestoreTarget | FirestoreTarget[] | undefined,
  added: FirestoreTarget & { database: string },
): FirestoreTarget[] {
  const targets = (present === undefined ? [] : [present].flat()).map((target) =>
    // A list wants each database named; a single one may leave it out.
    'target' in target || target.database ? target : { database: '(default)', ...target },
  );
  return [...targets.filter(({ database }) => database !== added.database), added];
}
