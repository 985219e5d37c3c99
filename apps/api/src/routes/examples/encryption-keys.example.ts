import type { EncryptionKeys } from '@klayim/shared/types';

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
      authorizations: 0,
      removable: false,
    },
  ],
};
