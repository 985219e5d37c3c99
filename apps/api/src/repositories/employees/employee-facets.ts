import type { EmployeeFacets } from '@klayim/shared/types';
import { FieldPath, FieldValue, type Firestore } from 'firebase-admin/firestore';
import type { DocumentWrites, Increment } from '../../lib/document-writes.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

export const facetNames = ['departments', 'roles'] as const;
export type Facet = (typeof facetNames)[number];
export type Counts = Record<string, number>;

/** `employeeFacets/{id}` as stored. Counts are absent until there is something to count. */
export type FacetsDocument = Partial<Record<Facet, Counts>> & {
  organizationId: string;
  total?: number;
  /** How often the counts were repaired: a repair that counted before another one wrote must count again. */
  repairs?: number;
};

export const employeeFacets = typedCollection<FacetsDocument>(collections.employeeFacets);

interface Counted {
  department: string;
  role: string;
}

/** A document near Firestore's limit of 1 MiB holds at least this many characters of keys. */
const nearlyFullCharacters = 200_000;

/** Where the counters of an organization are. The word before the id keeps it from looking like a reserved one. */
export function facetsReference(firestore: Firestore, organizationId: string) {
  return employeeFacets(firestore).doc(`of-${organizationId}`);
}

/** A map key can be any text but the empty one and what Firestore reserves (`__…__`): one letter avoids both. */
export function toFacetKey(value: string): string {
  return `=${value}`;
}

/**
 * What a set of changes does to the counters. They are written with the changes themselves, by increments: both are
 * stored or neither, and no two writers have to read the counters.
 */
export class FacetChanges {
  readonly #counts: Record<Facet, Map<string, number>> = { departments: new Map(), roles: new Map() };
  #total = 0;

  /** One employee was like this before, or did not exist, and is like that afterwards, or exists no more. */
  add(before: Counted | null, after: Counted | null): void {
    this.#total += Number(after !== null) - Number(before !== null);
    this.#count('departments', before?.department, -1);
    this.#count('departments', after?.department, 1);
    this.#count('roles', before?.role, -1);
    this.#count('roles', after?.role, 1);
  }

  #count(facet: Facet, value: string | undefined, by: 1 | -1): void {
    if (!value) {
      return;
    }
    const counts = this.#counts[facet];
    const count = (counts.get(value) ?? 0) + by;
    if (count === 0) {
      counts.delete(value);
    } else {
      counts.set(value, count);
    }
  }

  /** Adds the increments to the writes of the changes; nothing when no count changes. */
  write(writes: DocumentWrites, firestore: Firestore, organizationId: string): void {
    const { departments, roles } = this.#counts;
    if (this.#total === 0 && departments.size === 0 && roles.size === 0) {
      return;
    }
    const incrementsOf = (facet: Facet): Increment[] =>
      [...this.#counts[facet]].map(([value, by]) => ({ path: [facet, toFacetKey(value)], by }));
    const increments = [...incrementsOf('departments'), ...incrementsOf('roles')];
    if (this.#total !== 0) {
      increments.push({ path: ['total'], by: this.#total });
    }
    writes.increment(facetsReference(firestore, organizationId), { organizationId }, increments);
  }
}

/** The stored counts of one facet, by key. */
export function readCounts(data: FacetsDocument | undefined, facet: Facet): Counts {
  return data?.[facet] ?? {};
}

/** Whether counts are stored that no directory can have. Then they are wrong elsewhere too: see `repairFacets`. */
export function hasImpossibleCounts(data: FacetsDocument | undefined): boolean {
  const counts = facetNames.flatMap((facet) => Object.values(readCounts(data, facet)));
  return [data?.total ?? 0, ...counts].some((count) => count < 0);
}

/** The counters as the API shows them: sorted, without zeros. */
export function facetsFromDocument(data: FacetsDocument | undefined): EmployeeFacets {
  const list = (facet: Facet) =>
    Object.entries(readCounts(data, facet))
      .filter(([, count]) => count > 0)
      .map(([key, count]) => ({ value: key.slice(1), count }))
      .sort((one, other) => one.value.localeCompare(other.value, 'en'));
  return { total: data?.total ?? 0, departments: list('departments'), roles: list('roles') };
}

/**
 * Removes the counts that are zero, each by its own path: a map that is written whole would replace the others.
 * @returns how many there were, whether the document is still about as large as it may become, and whether it holds
 * counts that no directory can have.
 */
export async function compactFacets(
  firestore: Firestore,
  organizationId: string,
): Promise<{ removed: number; nearlyFull: boolean; impossible: boolean }> {
  const reference = facetsReference(firestore, organizationId);
  return runTransaction(firestore, async (transaction) => {
    const data = (await transaction.get(reference)).data();
    const entries = facetNames.flatMap((facet) =>
      Object.entries(readCounts(data, facet)).map(([key, count]) => ({
        path: new FieldPath(facet, key),
        key,
        count,
      })),
    );
    const [first, ...others] = entries.filter(({ count }) => count === 0);
    if (first) {
      const deletions = others.flatMap(({ path }) => [path, FieldValue.delete()]);
      transaction.update(reference, first.path, FieldValue.delete(), ...deletions);
    }
    const kept = entries.filter(({ count }) => count !== 0);
    const characters = kept.reduce((sum, { key }) => sum + key.length, 0);
    return {
      removed: entries.length - kept.length,
      nearlyFull: characters > nearlyFullCharacters,
      impossible: hasImpossibleCounts(data),
    };
  });
}
