import type { EncryptionKey, EncryptionKeyState, EncryptionKeys } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { KeyUsageRepository } from '../../repositories/cross-tenant/key-usage.repository.ts';

/** A key that is needed for longer than this is reported. */
export const maxKeyAgeDays = 90;

export interface EncryptionKeysServiceDependencies {
  keyUsageRepository: KeyUsageRepository;
  keyring: () => Promise<Keyring>;
  clock: Clock;
}

export type EncryptionKeysService = ReturnType<typeof createEncryptionKeysService>;

/** What is to be known of the encryption keys, and never the keys. */
export function createEncryptionKeysService({
  keyUsageRepository,
  keyring,
  clock,
}: EncryptionKeysServiceDependencies) {
  async function describe(
    version: number,
    keys: Keyring,
    firstUsedAtMs: number | undefined,
  ): Promise<EncryptionKey> {
    const usage = await keyUsageRepository.countUsage(version);
    const needed = usage.credentials + usage.apiKeys + usage.webhookEndpoints + usage.authorizations > 0;
    const state = stateOf(version, keys, needed);
    const ageDays = firstUsedAtMs === undefined ? null : Math.floor((clock() - firstUsedAtMs) / dayMs);
    return {
      version,
      state,
      firstUsedAt: firstUsedAtMs === undefined ? null : new Date(firstUsedAtMs).toISOString(),
      ageDays,
      overdue: (state === 'current' || needed) && (ageDays ?? 0) > maxKeyAgeDays,
      ...usage,
      removable: !needed && (state === 'retired' || state === 'announced'),
    };
  }

  return {
    /** Every key version that is in the keyring, that stored data needs or that ever was used. */
    async getEncryptionKeys(): Promise<EncryptionKeys> {
      const keys = await keyring();
      const [inUse, firstUses] = await Promise.all([
        keyUsageRepository.findVersionsInUse(),
        keyUsageRepository.findFirstUses(),
      ]);
      const versions = new Set([...keys.byVersion.keys(), ...inUse, ...firstUses.keys()]);
      const newestFirst = [...versions].sort((one, other) => other - one);
      const described = await Promise.all(
        newestFirst.map((version) => describe(version, keys, firstUses.get(version))),
      );
      const ages = described
        .filter(
          ({ state, credentials, apiKeys, webhookEndpoints }) =>
            state === 'current' || credentials + apiKeys + webhookEndpoints > 0,
        )
        .flatMap(({ ageDays }) => ageDays ?? []);
      return {
        currentVersion: keys.current.version,
        oldestAgeDays: ages.length > 0 ? Math.max(...ages) : null,
        keys: described,
      };
    },

    /**
     * Reads one document for each key version in use.
     * @throws {AppError} encryption_key_unknown when stored credentials, API keys or webhook secrets need a key that is not in the keyring.
     */
    async assertNoKeyMissing(): Promise<void> {
      const { byVersion } = await keyring();
      const missing = (await keyUsageRepository.findVersionsInUse()).filter(
        (version) => !byVersion.has(version),
      );
      if (missing.length === 0) {
        return;
      }
      throw new AppError('encryption_key_unknown', {
        detail: `Stored credentials, API keys or webhook secrets need encryption key versions that are not in the keyring: ${missing.join(', ')}.`,
      });
    },
  };
}

function stateOf(version: number, { current, byVersion }: Keyring, needed: boolean): EncryptionKeyState {
  if (version === current.version) {
    return 'current';
  }
  if (!byVersion.has(version)) {
    return needed ? 'missing' : 'removed';
  }
  return version < current.version ? 'retired' : 'announced';
}
