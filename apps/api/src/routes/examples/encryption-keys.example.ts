import type { EncryptionKeys, KeyRotation } from '@klayim/shared/types';

/** A keyring in the middle of a rotation. */
export const encryptionKeysExample: EncryptionKeys = {
  currentVersion: 2,
  oldestAgeDays: 84,
  keys: [
    {
      version: 2,
      state: 'current',
      firstUsedAt: '2026-11-20T08:00:00.000Z',
      ageDays: 3,
      overdue: false,
      credentials: 1_204,
      apiKeys: 12,
      webhookEndpoints: 4,
      authorizations: 1,
      removable: false,
    },
    {
      version: 1,
      state: 'retired',
      firstUsedAt: '2026-08-31T08:00:00.000Z',
      ageDays: 84,
      overdue: false,
      credentials: 37,
      apiKeys: 3,
      webhookEndpoints: 1,
      authorizations: 0,
      removable: false,
    },
  ],
};

/** The rotation that this keyring is in the middle of. */
export const keyRotationExample: KeyRotation = {
  id: 'v2',
  targetVersion: 2,
  status: 'running',
  startedBy: 'uid-of-olga',
  startedAt: '2026-11-23T10:15:00.000Z',
  heartbeatAt: '2026-11-23T10:15:04.000Z',
  finishedAt: null,
  passes: 1,
  total: 1_249,
  rotated: 1_205,
  deferred: 1,
  failed: 0,
  remaining: 40,
};
