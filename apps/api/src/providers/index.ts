import type { IntegrationProvider } from '@klayim/shared/types';
import { registerSecretShapes } from '../lib/redact-text.ts';
import type { ConfiguredServer, ServerOptions } from './define-authorization-server.ts';
import { defaultScopesOf } from './define-provider.ts';
import type { OAuthProvider } from './oauth-provider.ts';
import { createProviderRegistry, type ProviderRegistry } from './provider-registry.ts';
import * as definitions from './registry.ts';

/** What accounts can be connected at in this codebase. */
export const providerRegistry = createProviderRegistry(Object.values(definitions));

// Whatever talks to a provider loads this file: nothing is logged there before its secrets can be told by their shapes.
registerSecretShapes([...providerRegistry.servers.values()].flatMap(({ secretShapes }) => secretShapes));

/**
 * Makes the providers whose server is configured. Those of one server share its client; libraries are loaded at the first
 * use.
 * @param options.servers the configured servers, by id.
 * @param options.timeoutMs for each call, in milliseconds. Default: 45 000 for a token endpoint, 10 000 for others.
 */
export function createProviders({
  registry = providerRegistry,
  servers,
  ...options
}: ServerOptions & {
  registry?: ProviderRegistry;
  servers: ReadonlyMap<string, ConfiguredServer>;
}): ReadonlyMap<IntegrationProvider, OAuthProvider> {
  const created = new Map([...servers].map(([id, server]) => [id, server.create(options)]));
  const providers = new Map<IntegrationProvider, OAuthProvider>();
  for (const definition of registry.providers.values()) {
    const { id, displayName, server } = definition;
    const client = created.get(server.id);
    if (client) {
      const { requiredScopes, idleLimitMs } = server;
      const defaultScopes = defaultScopesOf(definition);
      const facts = { id, displayName, server: server.id, requiredScopes, defaultScopes, idleLimitMs };
      providers.set(id, { ...client, ...facts });
    }
  }
  return providers;
}
