import { describe, expect, it } from 'vitest';
import { isTransient } from '../../src/lib/firestore-errors.ts';
import type { Keyring } from '../../src/lib/keyring.ts';
import { createKeyRotationService } from '../../src/services/encryption-keys/key-rotation.service.ts';
import { useProxiedFirestore } from '../repositories/proxied-firestore.ts';
import { sampleIntegration } from '../repositories/sample-integration.ts';
import { createTestKeys } from '../test-keys.ts';
import { wireServices } from '../wired-services.ts';
import { type GrpcStatusName, grpcStatus } from './firestore-fault-steps.ts';

const organizationId = 'northwind';
const accounts = ['first', 'second', 'third', 'fourth', 'fifth'];
// The client waits a minute before it repeats a transaction after RESOURCE_EXHAUSTED.
const statuses: readonly GrpcStatusName[] = ['UNAVAILABLE', 'ABORTED', 'DEADLINE_EXCEEDED', 'INTERNAL'];
/** Which call of a kind fails, how, and how often. */
export interface RotationFault {
  rpc: 'RunQuery' | 'RunAggregationQuery' | 'BatchGetDocuments' | 'Commit';
  effect: GrpcStatusName;
  /** `request`: nothing was done. `response`: it was done, and the answer is lost. */
  phase: 'request' | 'response';
  /** How many calls of the kind pass before. */
  skip: number;
  times: number;
}

/** Calls of a kind that fail with each status and in each phase, after so many that pass. */
export function faultsOf(
  rpc: RotationFault['rpc'],
  skips: readonly number[],
  {
    phases = ['request', 'response'],
    effects = statuses,
  }: { phases?: readonly RotationFault['phase'][]; effects?: readonly GrpcStatusName[] } = {},
): RotationFault[] {
  return effects.flatMap((effect) =>
    phases.flatMap((phase) => skips.map((skip) => ({ rpc, effect, phase, skip, times: 1 + (skip % 2) }))),
  );
}

/** A rotation meets one fault at a time: all records are moved in the end, and none was touched otherwise. */
export function describeRotationFaults(name: string, faults: readonly RotationFault[]): void {
  describe(name, () => {
    const { firestore, proxy } = useProxiedFirestore();
    const { keyringOf } = createTestKeys(2);
    const clock = () => Date.now();
    const partsWith = (keyring: Keyring) =>
      wireServices({
        firestore,
        clock,
        keyring: () => Promise.resolve(keyring),
        sleep: () => Promise.resolve(),
      });

    function newService() {
      return createKeyRotationService({
        ...partsWith(keyringOf(2, 1)),
        enqueueOperatorJob: null,
        // Nobody waits for the claim of one that failed.
        timing: { pageSize: 2, claimTtlMs: -1 },
      });
    }

    /** The next so many calls of that kind fail: before they are done, or when they are done and their answer is lost. */
    function plant({ rpc, phase, effect, skip, times }: RotationFault) {
      let seen = 0;
      let struck = 0;
      const remove = proxy().intercept((call) => {
        if (call.rpc !== rpc || call.phase !== phase) {
          return;
        }
        seen += 1;
        if (seen <= skip || struck >= times) {
          return;
        }
        struck += 1;
        throw Object.assign(new Error('injected'), {
          code: grpcStatus[effect],
          details: 'injected by a test',
        });
      });
      return { remove, struck: () => struck };
    }

    /** Shares of work until one finishes; a share that fails says that the same may succeed later. */
    async function workToTheEnd(): Promise<number> {
      for (let share = 1; share <= 5; share += 1) {
        try {
          if ((await newService().work()) === 'finished') {
            return share;
          }
        } catch (error) {
          if (!isTransient(error)) {
            throw error;
          }
        }
      }
      throw new Error('five shares were not enough');
    }

    it.each(faults)(
      '$rpc, $effect at the $phase, $times after $skip: all is moved once, and stays readable',
      async (planned) => {
        const before = partsWith(keyringOf(1)).integrationRepository;
        const ids = await Promise.all(
          accounts.map(async (accountId) => {
            const account = sampleIntegration(clock(), { accountId });
            return (await before.create(organizationId, account, () => true)).id;
          }),
        );
        const versions = new Map<string, number>();
        for (const id of ids) {
          versions.set(id, (await before.findById(organizationId, id))?.credentialVersion ?? 0);
        }
        await newService().startKeyRotation('olga');

        const fault = plant(planned);
        await workToTheEnd();
        fault.remove();
        expect(fault.struck()).toBeGreaterThan(0);

        const after = partsWith(keyringOf(2)).integrationRepository;
        for (const id of ids) {
          const stored = await after.findById(organizationId, id);
          if (!stored) {
            throw new Error('a record is gone');
          }
          await expect(after.getDecryptedCredentials(organizationId, stored)).resolves.toEqual(
            sampleIntegration(0).credentials,
          );
          expect(stored).toMatchObject({ refreshLease: null, credentialVersion: versions.get(id) });
        }
        await expect(newService().getKeyRotation(null)).resolves.toMatchObject({
          status: 'finished',
          failed: 0,
          remaining: 0,
        });
      },
    );
  });
}
