import type { AuthorizationServerDefinition } from './define-authorization-server.ts';

/** What a customer connects: an application's data at an account of an authorization server. */
export interface ProviderDefinition {
  /** In the API and in the database, for good: `google_calendar`. */
  readonly id: string;
  readonly displayName: string;
  /** Several providers may share one: its client, its configuration and, for one account, its grant. */
  readonly server: AuthorizationServerDefinition;
  /** Asked for when the caller names no scopes, beside those that the server requires. */
  readonly scopes: readonly string[];
}

/** Defines a provider. */
export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  return definition;
}

/** What is asked for when the caller names no scopes. */
export function defaultScopesOf({ server, scopes }: ProviderDefinition): string[] {
  return [...new Set([...server.requiredScopes, ...scopes])];
}
