import { integrationProviderSchema } from '@klayim/shared/schemas';
import type { AuthorizationServerDefinition } from './define-authorization-server.ts';
import type { ProviderDefinition } from './define-provider.ts';

/** Everything that accounts can be connected at, configured or not. */
export interface ProviderRegistry {
  /** By id. */
  readonly providers: ReadonlyMap<string, ProviderDefinition>;
  /** The servers behind them, by id. */
  readonly servers: ReadonlyMap<string, AuthorizationServerDefinition>;
}

const serverId = /^[a-z][a-z0-9]{1,31}$/;

/** @throws {Error} when an id is given twice, or is none. */
export function createProviderRegistry(definitions: readonly ProviderDefinition[]): ProviderRegistry {
  const providers = new Map<string, ProviderDefinition>();
  const servers = new Map<string, AuthorizationServerDefinition>();
  for (const definition of definitions) {
    const { id, server } = definition;
    if (!integrationProviderSchema.safeParse(id).success || !serverId.test(server.id)) {
      throw new Error(`"${id}" or its server "${server.id}" is no id`);
    }
    if (providers.has(id) || (servers.get(server.id) ?? server) !== server) {
      throw new Error(`There are two definitions of "${id}" or of its server "${server.id}"`);
    }
    providers.set(id, definition);
    servers.set(server.id, server);
  }
  return { providers, servers };
}
