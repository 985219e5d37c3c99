import type { ServiceAccountsConfig } from '../../config/service-accounts.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { memoizeAsync } from '../../lib/memoize.ts';
import type { Authenticate } from './identity.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

const keysTimeoutMs = 5_000;

/** Loaded by the first token of a service account: a cold start does not pay for it. */
const loadJose = memoizeAsync(() => import('jose'));

/** Whether a token claims to be one that Google signed for an account, rather than one of Firebase. */
export function isGoogleToken(token: string, issuers: readonly string[]): boolean {
  const issuer = claimsOf(token)['iss'];
  return typeof issuer === 'string' && issuers.includes(issuer);
}

/**
 * Callers by the ID tokens that Google signs for service accounts. Which account may call, for which organization and
 * in which role, stands in the configuration; a token of any other account costs no look-up of keys.
 * @see https://cloud.google.com/docs/authentication/get-id-token
 */
export function createServiceAccountIdentity({
  config,
  clock,
}: {
  config: () => ServiceAccountsConfig;
  clock: Clock;
}): Authenticate {
  const keys = memoizeAsync(async () => {
    const { createRemoteJWKSet } = await loadJose();
    return createRemoteJWKSet(new URL(config().jwksUri), { timeoutDuration: keysTimeoutMs });
  });

  /** @throws {AppError} id_token_invalid, id_token_expired, identity_unavailable */
  async function verify(token: string) {
    if (!findAccount(claimsOf(token), config())) {
      throw new AppError('service_account_unknown');
    }
    const { jwtVerify, errors } = await loadJose();
    try {
      const { payload } = await jwtVerify(token, await keys(), {
        issuer: [...config().issuers],
        audience: config().audience,
        algorithms: ['RS256'],
        requiredClaims: ['sub', 'email', 'exp'],
        currentDate: new Date(clock()),
      });
      return { payload, exp: payload.exp ?? 0 };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new AppError('id_token_expired', { cause: error });
      }
      const isOurs = error instanceof errors.JOSEError && !unavailableCodes.has(error.code);
      throw new AppError(isOurs ? 'id_token_invalid' : 'identity_unavailable', { cause: error });
    }
  }

  const verified = createVerifiedTokens({ verify, clock });
  return async (token) => {
    const { payload } = await verified(token);
    const account = findAccount(payload, config());
    if (!account || payload['email_verified'] !== true) {
      throw new AppError('service_account_unknown');
    }
    const { organizationId, role } = account;
    return {
      userId: String(payload.sub),
      membership: organizationId === null ? null : { organizationId, role },
      isOperator: false,
      backend: {
        type: 'serviceAccount',
        name: String(payload['email']),
        roleInAnyOrganization: organizationId === null ? role : null,
      },
    };
  };
}

/** Codes of jose for keys that could not be fetched. */
const unavailableCodes = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID']);

function findAccount(claims: Readonly<Record<string, unknown>>, { accounts }: ServiceAccountsConfig) {
  return accounts.find(({ account }) => account === claims['email'] || account === claims['sub']);
}

/** The claims of a token, not verified. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
