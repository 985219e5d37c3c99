import type { Firestore } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { employees } from './employee-document.ts';
import {
  type Counts,
  type Facet,
  type FacetsDocument,
  facetsReference,
  readCounts,
  toFacetKey,
} from './employee-facets.ts';

const pageSize = 2_000;
const maxRounds = 10;

/** What a repair did: how many counts were wrong, the total included, and how many employees there are. */
export interface FacetsRepair {
  corrected: number;
  employees: number;
}

interface AllCounts extends Record<Facet, Counts> {
  total: number;
}

function readAllCounts(data: FacetsDocument | undefined): AllCounts {
  const [departments, roles] = [readCounts(data, 'departments'), readCounts(data, 'roles')];
  return { total: data?.total ?? 0, departments, roles };
}

/** `minuend - subtrahend`, without the counts that are equal. */
function subtractCounts(minuend: Counts, subtrahend: Counts): Counts {
  const keys = new Set([...Object.keys(minuend), ...Object.keys(subtrahend)]);
  const differences = [...keys].map((key): [string, number] => [
    key,
    (minuend[key] ?? 0) - (subtrahend[key] ?? 0),
  ]);
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}

/** Counts the employees and reads the stored counts, both as they are at one time. */
async function compareAtOneTime(firestore: Firestore, organizationId: string) {
  return firestore.runTransaction(
    async (transaction) => {
      const stored = (await transaction.get(facetsReference(firestore, organizationId))).data();
      const counted = { total: 0, departments: new Map<string, number>(), roles: new Map<string, number>() };
      const everybody = employees(firestore)
        .where('organizationId', '==', organizationId)
        .orderBy('__name__')
        .select('department', 'role')
        .limit(pageSize);
      let page = await transaction.get(everybody);
      while (!page.empty) {
        counted.total += page.size;
        for (const employee of page.docs) {
          for (const [facet, field] of [
            ['departments', 'department'],
            ['roles', 'role'],
          ] as const) {
            const value: unknown = employee.get(field);
            if (typeof value !== 'string' || value === '') {
              continue;
            }
            const key = toFacetKey(value);
            counted[facet].set(key, (counted[facet].get(key) ?? 0) + 1);
          }
        }
        const last = page.docs.at(-1);
        if (!last || page.size < pageSize) {
          break;
        }
        page = await transaction.get(everybody.startAfter(last));
      }
      const before = readAllCounts(stored);
      const difference = {
        total: counted.total - before.total,
        departments: subtractCounts(Object.fromEntries(counted.departments), before.departments),
        roles: subtractCounts(Object.fromEntries(counted.roles), before.roles),
      };
      return { employees: counted.total, repairs: stored?.repairs ?? 0, difference };
    },
    { readOnly: true },
  );
}

function countDifferences({ total, departments, roles }: AllCounts): number {
  return Number(total !== 0) + Object.keys(departments).length + Object.keys(roles).length;
}

/**
 * Adds the difference to the counts as they are now. What was changed since the counting has moved the counts as much
 * as the employees, so the sum is exact.
 * @returns false when another repair was faster; then nothing is written.
 */
async function addDifference(
  firestore: Firestore,
  organizationId: string,
  repairs: number,
  difference: AllCounts,
): Promise<boolean> {
  const reference = facetsReference(firestore, organizationId);
  return runTransaction(firestore, async (transaction) => {
    const data = (await transaction.get(reference)).data();
    if ((data?.repairs ?? 0) !== repairs) {
      return false;
    }
    const now = readAllCounts(data);
    const add = (facet: Facet) =>
      subtractCounts(
        now[facet],
        Object.fromEntries(Object.entries(difference[facet]).map(([key, by]) => [key, -by])),
      );
    const [departments, roles] = [add('departments'), add('roles')];
    const total = now.total + difference.total;
    transaction.set(reference, { organizationId, total, departments, roles, repairs: repairs + 1 });
    return true;
  });
}

/**
 * Makes an organization's counts of departments and roles equal to a recount of its employees. It may run while others
 * write and while another repair runs, and can be repeated; it writes nothing when every count is right.
 * @throws {AppError} store_unavailable when other repairs were faster ten times.
 */
export async function repairFacets(firestore: Firestore, organizationId: string): Promise<FacetsRepair> {
  let corrected = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const { employees, repairs, difference } = await compareAtOneTime(firestore, organizationId);
    const wrong = countDifferences(difference);
    if (wrong === 0) {
      return { corrected, employees };
    }
    // Written by us, or by a repair whose answer was lost or that was faster: the next round tells.
    if (await addDifference(firestore, organizationId, repairs, difference)) {
      corrected = wrong;
    }
  }
  throw new AppError('store_unavailable', { retryAfterMs: 2_000 });
}
