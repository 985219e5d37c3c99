import { beforeAll, describe, expect, it } from 'vitest';
import { sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { createTestKeys } from '../../../test/test-keys.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { verifyCanaries } from '../../repositories/platform/encryption-canary.repository.ts';

describe('the encryption keys', () => {
  const { firestore } = useTestFirestore();
  const { keyringOf } = createTestKeys(4);
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const clock = () => nowMs;

  function at(keyring: Keyring) {
    const common = { firestore, clock, keyring: () => Promise.resolve(keyring) };
    const { integrationRepository, oauthStateRepository, encryptionKeysService } = wireServices(common);
    return {
      verify: () => verifyCanaries(firestore(), keyring, clock),
      integrations: integrationRepository,
      states: oauthStateRepository,
      service: encryptionKeysService,
    };
  }
  async function connect(keyring: Keyring, accountId: string, organizationId = 'northwind') {
    const { id } = await at(keyring).integrations.create(
      organizationId,
      sampleIntegration(nowMs, { accountId }),
      () => true,
    );
    return id;
  }

  beforeAll(async () => {
    await at(keyringOf(1)).verify();
    await connect(keyringOf(1), 'first');
    await connect(keyringOf(1), 'second', 'fabrikam');
    nowMs += 50 * dayMs;
    await at(keyringOf(2, 1)).verify();
    const gone = await connect(keyringOf(2, 1), 'third');
    await connect(keyringOf(2, 1), 'fourth');
    await at(keyringOf(2, 1)).integrations.markAsDisconnected('northwind', gone);
    await at(keyringOf(2, 1)).states.create('state', 'browser', {
      organizationId: 'northwind',
      id: 'authorization-1',
      userId: 'user',
      startedBy: { type: 'system', name: 'test' },
      provider: 'google_calendar',
      server: 'google',
      scopes: [],
      returnUrl: null,
      integrationId: null,
      nonce: 'nonce',
      codeVerifier: 'verifier',
      expiresAt: new Date(nowMs + 10 * minuteMs).toISOString(),
    });
  });

  it('say which records need them, across organizations', async () => {
    await expect(at(keyringOf(2, 1)).service.getEncryptionKeys()).resolves.toEqual({
      currentVersion: 2,
      oldestAgeDays: 50,
      keys: [
        {
          version: 2,
          state: 'current',
          firstUsedAt: '2026-02-20T00:00:00.000Z',
          ageDays: 0,
          overdue: false,
          credentials: 1,
          apiKeys: 0,
          webhookEndpoints: 0,
          authorizations: 1,
          removable: false,
        },
        {
          version: 1,
          state: 'retired',
          firstUsedAt: '2026-01-01T00:00:00.000Z',
          ageDays: 50,
          overdue: false,
          credentials: 2,
          apiKeys: 0,
          webhookEndpoints: 0,
          authorizations: 0,
          removable: false,
        },
      ],
    });
  });

  it('say that one is missing, and readiness names it', async () => {
    const { service } = at(keyringOf(2));
    const { keys: described } = await service.getEncryptionKeys();
    expect(described).toMatchObject([
      { version: 2, state: 'current' },
      { version: 1, state: 'missing', credentials: 2, removable: false },
    ]);
    await expect(service.assertNoKeyMissing()).rejects.toMatchObject({
      code: 'encryption_key_unknown',
      detail:
        'Stored credentials, API keys or webhook secrets need encryption key versions that are not in the keyring: 1.',
    });
    await expect(at(keyringOf(2, 1)).service.assertNoKeyMissing()).resolves.toBeUndefined();
  });

  it('are removable when nothing needs them any more', async () => {
    await connect(keyringOf(3, 2, 1), 'first');
    await connect(keyringOf(3, 2, 1), 'second', 'fabrikam');
    await connect(keyringOf(3, 2, 1), 'fourth');
    const pending = await at(keyringOf(3, 2, 1)).service.getEncryptionKeys();
    expect(pending.keys).toMatchObject([
      { version: 3, state: 'current', credentials: 3, removable: false },
      { version: 2, state: 'retired', credentials: 0, authorizations: 1, removable: false },
      { version: 1, state: 'retired', credentials: 0, authorizations: 0, removable: true },
    ]);
    nowMs += 10 * minuteMs;
    const later = await at(keyringOf(3, 2)).service.getEncryptionKeys();
    expect(later.keys).toMatchObject([
      { version: 3, removable: false },
      { version: 2, authorizations: 0, removable: true },
      { version: 1, state: 'removed', removable: false },
    ]);
  });

  it('are overdue after 90 days, as long as they are needed', async () => {
    nowMs = Date.parse('2026-01-01T00:00:00Z') + 141 * dayMs;
    const keyring = keyringOf(3, 4);
    await at(keyring).verify();
    const { keys: described, oldestAgeDays } = await at(keyring).service.getEncryptionKeys();
    expect(oldestAgeDays).toBe(0);
    expect(described).toMatchObject([
      { version: 4, state: 'announced', overdue: false, removable: true },
      { version: 3, state: 'current', ageDays: 0, overdue: false },
      { version: 2, state: 'removed', ageDays: 91, overdue: false },
      { version: 1, state: 'removed', ageDays: 141, overdue: false },
    ]);
    nowMs += 90 * dayMs;
    expect((await at(keyring).service.getEncryptionKeys()).keys[1]).toMatchObject({ overdue: false });
    nowMs += dayMs;
    expect((await at(keyring).service.getEncryptionKeys()).keys).toMatchObject([
      { version: 4, overdue: false },
      { version: 3, overdue: true },
      { version: 2, overdue: false },
      { version: 1, overdue: false },
    ]);
  });
});
