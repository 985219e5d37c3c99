import { AppError } from '../errors/app-error.ts';
import type { AuthorizationServer } from './oauth-provider.ts';
import { ProviderError } from './provider-error.ts';

/** The secrets of one variable: separated by commas, the newest first. */
export function splitSecrets(text: string): string[] {
  return text
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
}

/**
 * One server that tries several client secrets in order. A server authenticates the client before it looks at a code or a
 * refresh token (RFC 6749, sections 3.2.1 and 5.2): `invalid_client` has used up neither, so the same call may be made with
 * the next secret. Whatever else a server answers is final.
 * @param servers the same server, once for each secret, the newest first; at least one.
 */
export function tryInOrder(servers: readonly AuthorizationServer[]): AuthorizationServer {
  const [newest, ...older] = servers;
  if (!newest) {
    throw new Error('A server needs a client secret.');
  }
  if (older.length === 0) {
    return newest;
  }

  async function call<Result>(run: (server: AuthorizationServer) => Promise<Result>): Promise<Result> {
    let refusal: unknown;
    for (const server of servers) {
      try {
        return await run(server);
      } catch (error) {
        if (!isClientRefused(error)) {
          throw error;
        }
        refusal ??= error;
      }
    }
    // What is said of the newest: the others were to end anyway.
    throw refusal;
  }

  return {
    ...newest,
    exchangeCode: (exchange) => call((server) => server.exchangeCode(exchange)),
    prove: (tokens) => call((server) => server.prove(tokens)),
    refresh: (request) => call((server) => server.refresh(request)),
    revoke: (token) => call((server) => server.revoke(token)),
  };
}

/**
 * A server that cannot be called, because its client secret is missing.
 * @param variable what the secret is read from.
 */
export function withoutSecret(variable: string): AuthorizationServer {
  const refuse = async (): Promise<never> => {
    throw new AppError('configuration_invalid', { detail: `${variable}: is needed beside its client id` });
  };
  return {
    issuer: null,
    authorizationUrl: refuse,
    exchangeCode: refuse,
    prove: refuse,
    identify: refuse,
    refresh: refuse,
    revoke: refuse,
    missingScopes: () => [],
  };
}

function isClientRefused(error: unknown): boolean {
  return error instanceof ProviderError && error.code === 'invalid_client';
}
