import type { Integration } from '@klayim/shared/types';
import { afterAll, beforeAll } from 'vitest';
import { isAppError } from '../../src/errors/app-error.ts';
import { hourMs } from '../../src/lib/duration.ts';
import type { TokenRefreshDependencies } from '../../src/services/token-refresh/token-refresh-parts.ts';
import type { TokenRefreshService } from '../../src/services/token-refresh/token-refresh-service.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { useTestServices } from '../test-services.ts';
import { type Grant, startTokenServer, type TokenServer } from './interleaving-token-server.ts';

/** A connection, and its grant as the provider sees it. */
export interface Connected {
  integration: Integration;
  grant: Grant;
}

/** The real services, and a strictly rotating provider that can take its time, or be out. */
export function useSlowProvider() {
  const { firestore, projectId } = useTestFirestore();
  const stack = useTestServices(firestore);
  let tokenServer: TokenServer;
  let connections = 0;
  beforeAll(async () => {
    tokenServer = await startTokenServer();
  });
  afterAll(async () => {
    await tokenServer.stop();
  });

  const environment = () => ({
    ...stack.environment(),
    GOOGLE_TOKEN_ENDPOINT: tokenServer.tokenEndpoint,
    GOOGLE_REVOCATION_ENDPOINT: tokenServer.revocationEndpoint,
  });
  const providers = testProviders(environment);

  return {
    firestore,
    stack,
    tokenServer: () => tokenServer,

    /** The environment of a process that is an instance of its own. */
    processEnvironment: () => ({
      ...environment(),
      GCLOUD_PROJECT: projectId,
      ENCRYPTION_KEY: stack.encryptionKey,
    }),

    newInstance: (change: Partial<TokenRefreshDependencies> = {}): TokenRefreshService =>
      stack.newTokenRefreshService({ providers, ...change }),

    /** A connection of an organization of its own, whose token ended, or ends, so long ago. */
    async connected(endedAgoMs = 1_000): Promise<Connected> {
      connections += 1;
      const { grant, accessToken, refreshToken } = tokenServer.issue();
      const integration = await stack.integrationService.connect({
        organizationId: `organization-${connections}`,
        provider: 'google_calendar',
        accountId: `account-${connections}`,
        accountEmail: 'slow@northwind.example',
        scopes: [],
        accessToken,
        refreshToken,
        expiresAt: new Date(stack.clock() + hourMs).toISOString(),
      });
      await stack.expire(integration, endedAgoMs);
      return { integration, grant };
    },
  };
}

/** What a caller gets: a token, the one before it that still lives, or the code of an error. */
export async function askFor(
  service: TokenRefreshService,
  { organizationId, id }: Integration,
): Promise<string> {
  try {
    const { degraded } = await service.getValidToken(organizationId, id);
    return degraded ? 'degraded' : 'ok';
  } catch (error) {
    if (isAppError(error)) {
      return error.code;
    }
    throw error;
  }
}
