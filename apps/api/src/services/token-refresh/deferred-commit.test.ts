import { randomUUID } from 'node:crypto';
import type { EncryptedCredentials, Integration } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, hourMs } from '../../lib/duration.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';

const organizationId = 'northwind';

describe('a deferred commit that somebody without the key puts on the queue', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const account = (index: number) => stack.server('google').accounts[index]?.email ?? '';
  const readCredentials = async (integration: Integration) =>
    (await stack.raw(integration))['credentials'] as EncryptedCredentials;

  /** All that a reader of the database can know. */
  async function taskFor(
    integration: Integration,
    credentials: EncryptedCredentials,
  ): Promise<DeferredCommitTask> {
    const { createdAt, credentialVersion } = (await stack.raw(integration)) as {
      createdAt: Timestamp;
      credentialVersion: number;
    };
    const nowMs = stack.clock();
    return {
      organizationId,
      integrationId: integration.id,
      ownerId: 'nobody',
      credentialVersion,
      createdAtMs: createdAt.toMillis(),
      renewed: {
        commitId: randomUUID(),
        credentials,
        issuedAtMs: nowMs,
        expiresAtMs: nowMs + hourMs,
        grantExpiry: {
          expiresAtMs: nowMs + 180 * dayMs,
          because: 'unused',
          knownSinceMs: nowMs,
          warnedDays: null,
          timeoutMs: null,
        },
        wasDueAtMs: null,
        refreshCount: 1,
        scopes: [],
        missingScopes: [],
        durationMs: 120,
        trigger: 'sweep',
      },
    };
  }

  async function expectNotStored(
    integration: Integration,
    credentials: EncryptedCredentials,
    reason: string,
  ) {
    const before = await stack.raw(integration);
    const task = await taskFor(integration, credentials);
    stack.lines.length = 0;
    await stack.newTokenRefreshService().storeDeferredCommit(task);
    expect(await stack.raw(integration)).toEqual(before);
    expect(stack.lines).toContainEqual(
      expect.objectContaining({ level: 'error', integrationId: integration.id, reason }),
    );
  }

  it('is not stored when its credentials are of another record', async () => {
    const victim = await stack.connect('google_calendar', organizationId, account(0));
    const other = await stack.connect('google_calendar', organizationId, account(1));
    await expectNotStored(victim, await readCredentials(other), 'credentials_moved');
  });

  it('is not stored when its credentials are the ones that the record had', async () => {
    const victim = await stack.connect('google_calendar', organizationId, account(2));
    await expectNotStored(victim, await readCredentials(victim), 'credentials_moved');
  });
});
