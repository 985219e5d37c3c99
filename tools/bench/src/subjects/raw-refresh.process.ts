/**
 * The floor of a refresh: the request to the token endpoint, and the two writes without which two instances could use
 * one refresh token at once: the lease, and the new credentials under its fence.
 */
import { collections } from '@klayim/api/repositories/collections';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore, Timestamp } from 'firebase-admin/firestore';
import { tokenOf } from '../fixtures/sample-credentials.ts';
import { answerParent } from '../harness/child.ts';
import { type Measured, measure } from '../harness/load.ts';
import type { RefreshTask } from './refresh.process.ts';

const integrations = getFirestore(initializeApp()).collection(collections.integrations.name);
const endpoint = process.env['GOOGLE_TOKEN_ENDPOINT'] ?? '';
const credentials = {
  ciphertext: tokenOf(2_800),
  iv: tokenOf(16),
  authTag: tokenOf(24),
  salt: tokenOf(44),
  keyVersion: 1,
};
const form = new URLSearchParams({
  grant_type: 'refresh_token',
  client_id: 'google-client',
  client_secret: 'google-secret',
  refresh_token: tokenOf(500),
});

async function refresh(integrationId: string, readsFirst: boolean): Promise<void> {
  const reference = integrations.doc(integrationId);
  if (readsFirst) {
    await reference.get();
  }
  const nowMs = Date.now();
  const refreshLease = { ownerId: 'floor', expiresAt: Timestamp.fromMillis(nowMs + 30_000) };
  const { writeTime } = await reference.update({ refreshLease });
  const response = await fetch(endpoint, { method: 'POST', body: form });
  const { expires_in: expiresIn } = (await response.json()) as { expires_in: number };
  const expiresAt = Timestamp.fromMillis(nowMs + expiresIn * 1000);
  const change = {
    credentials,
    credentialVersion: 2,
    status: 'connected',
    expiresAt,
    refreshDueAt: expiresAt,
    refreshCount: 1,
    lastRefreshedAt: Timestamp.fromMillis(nowMs),
    consecutiveFailures: 0,
    lastError: null,
    refreshLease: null,
  };
  await reference.update(change, { lastUpdateTime: writeTime });
}

answerParent(
  ({ references, readsFirst = false, callers = 1 }: RefreshTask): Promise<Measured> =>
    measure({ callers, calls: references.length }, (index) =>
      refresh(references[index]?.integrationId ?? '', readsFirst),
    ),
);
