import { LRUCache } from 'lru-cache';
import { AppError } from '../../errors/app-error.ts';
import { hashApiKey, isSameHash, readApiKeyId } from '../../lib/api-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ApiKeyDocument } from '../../repositories/api-keys/api-key.document.ts';
import type { ApiKeyLookupRepository } from '../../repositories/cross-tenant/api-key-lookup.repository.ts';
import type { LeasedQuotas } from '../requests/leased-quota.ts';
import type { Authenticate, Principal } from './identity.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

const useNotedEveryMs = 5 * minuteMs;
const noteTimeoutMs = 2_000;
/** Refused keys that one address may send in a minute, over all instances. */
const maxRefusals = 30;
const windowMs = minuteMs;
/** Addresses that one instance remembers as blocked. */
const maxBlocked = 10_000;
/** What an unknown id is compared with, so that it costs what a known one costs. */
const noHash = hashApiKey('');

export interface ApiKeyIdentityDependencies {
  apiKeyLookupRepository: ApiKeyLookupRepository;
  quotas: Pick<LeasedQuotas, 'hit'>;
  clock: Clock;
  logger: Logger;
}

/**
 * Callers by their API keys. A key that was accepted is accepted again without a read for a minute, which is how long a
 * revoked one may live on. Refused keys are counted by address: whoever sends more than 30 in a minute is refused with
 * rate_limited, without a read, until the minute is over; keys that were accepted in the last minute still work.
 */
export function createApiKeyIdentity({
  apiKeyLookupRepository,
  quotas,
  clock,
  logger,
}: ApiKeyIdentityDependencies): Authenticate {
  const blockedUntilMs = new LRUCache<string, number>({ max: maxBlocked });

  async function refuse(address: string): Promise<never> {
    const { used, endsAtMs } = await quotas.hit({
      key: `api-key-refusals/address/${address}`,
      organizationId: null,
      limit: maxRefusals,
      windowMs,
      localAllowance: 5,
      lease: 5,
    });
    if (used > maxRefusals) {
      blockedUntilMs.set(address, endsAtMs);
    }
    throw new AppError('api_key_invalid');
  }

  async function noteUse(id: string, { lastUsedAt }: ApiKeyDocument): Promise<void> {
    if (lastUsedAt && clock() - lastUsedAt.toMillis() < useNotedEveryMs) {
      return;
    }
    try {
      await withinDeadline(apiKeyLookupRepository.noteUse(id, clock()), noteTimeoutMs);
    } catch {
      // The key is good all the same.
      logger.warn('The use of an API key could not be recorded');
    }
  }

  /** @returns the key's caller, and when the key ends, in seconds since the epoch. */
  async function lookUp(secret: string, address: string): Promise<{ principal: Principal; exp: number }> {
    const retryAfterMs = (blockedUntilMs.get(address) ?? 0) - clock();
    if (retryAfterMs > 0) {
      throw new AppError('rate_limited', { retryAfterMs });
    }
    const id = readApiKeyId(secret);
    if (id === null) {
      return refuse(address);
    }
    const document = await apiKeyLookupRepository.find(id);
    const endsAtMs = acceptedUntilMs(document, hashApiKey(secret));
    if (document === null || endsAtMs <= clock()) {
      return refuse(address);
    }
    await noteUse(id, document);
    return { principal: principalOf(id, document), exp: endsAtMs / 1000 };
  }

  const verified = createVerifiedTokens({ verify: lookUp, clock });
  return async (secret, address) => (await verified(secret, address ?? 'unknown')).principal;
}

/** Until when a key is good by the stored document, in milliseconds since the epoch; 0 when it is not. */
function acceptedUntilMs(document: ApiKeyDocument | null, secretHash: string): number {
  // Both comparisons always: which one fits must not show in the time.
  const isCurrent = isSameHash(document?.secretHash ?? noHash, secretHash);
  const isPrevious = isSameHash(document?.previous?.secretHash ?? noHash, secretHash);
  if (!document || !(isCurrent || isPrevious)) {
    return 0;
  }
  const keyEndsAtMs = document.expiresAt?.toMillis() ?? Number.MAX_SAFE_INTEGER;
  return isCurrent ? keyEndsAtMs : Math.min(keyEndsAtMs, document.previous?.expiresAt.toMillis() ?? 0);
}

function principalOf(id: string, { organizationId, name, scopes }: ApiKeyDocument): Principal {
  return {
    userId: id,
    membership: { organizationId, role: 'service' },
    isOperator: false,
    backend: { type: 'apiKey', name, scopes },
  };
}
