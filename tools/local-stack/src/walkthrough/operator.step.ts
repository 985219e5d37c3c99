import { waitFor } from '../stack/wait.ts';
import { check } from './check.ts';
import { queueTimeoutMs, readRefusal } from './job-api.ts';
import type { JobContext } from './job-context.ts';
import { callersOf } from './step-helpers.ts';

/** What an operator of the platform does: looks at the keys, and has a rotation and a sweep run on the task queue. */
export async function operate(context: JobContext): Promise<void> {
  const { api, say, secrets, stack } = context;
  const idToken = await stack.signInAsOperator();
  secrets.push({ kind: 'id_token', value: idToken });
  const operator = api.as(idToken);

  const { keys } = await operator.call('getEncryptionKeys');
  for (const { version, state, credentials } of keys) {
    say(`key ${version} is ${state}; ${credentials} connections need it`);
  }
  check(
    keys.some(({ state, credentials }) => state === 'current' && credentials >= 2),
    'Both connections need the current key, and it is not listed with them.',
  );

  const { id } = await operator.call('startKeyRotation');
  const rotation = await waitFor(
    async () => {
      const now = await operator.call('getKeyRotation', { path: { id } });
      return now.status === 'finished' ? now : undefined;
    },
    { what: 'the task queue to finish the key rotation', timeoutMs: queueTimeoutMs, intervalMs: 250 },
  );
  say(`rotation ${id}: ${rotation.rotated} of ${rotation.total} moved, ${rotation.remaining} left`);

  const requested = await operator.call('startSweep');
  const sweep = await waitFor(
    async () => {
      const { items } = await operator.call('listSweeps');
      return items.find((item) => item.id === requested.id && item.status === 'finished');
    },
    { what: 'the task queue to run the sweep', timeoutMs: queueTimeoutMs, intervalMs: 250 },
  );
  say(`a sweep of the operator's: due ${sweep.summary?.due}`);

  const asOwner = api.as(callersOf(context).owner).call('getEncryptionKeys');
  say(
    `the owner looks at the keys: ${await readRefusal('The owner looks at the keys', asOwner, 403, 'operator_required')}`,
  );
  const elsewhere = operator.call('listIntegrations');
  say(
    `the operator lists connections: ${await readRefusal('The operator lists connections', elsewhere, 403, 'organization_missing')}`,
  );
}
