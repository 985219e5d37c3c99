import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';

const maxScopes = 100;
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** The scopes of a connection, and those that were requested but not granted. */
export type GrantedScopes = Pick<StoredIntegration, 'scopes' | 'missingScopes'>;

/**
 * The scopes after a refresh. An answer without scopes has granted what was requested; one with fewer has withdrawn some.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function scopesAfterRefresh(
  { scopes, missingScopes }: GrantedScopes,
  grant: Pick<TokenGrant, 'scopes'>,
  provider: Pick<OAuthProvider, 'missingScopes'>,
): GrantedScopes {
  const answered = (grant.scopes ?? []).filter((scope) => scopeForm.test(scope)).slice(0, maxScopes);
  if (answered.length === 0) {
    return { scopes, missingScopes };
  }
  const requested = [...new Set([...scopes, ...missingScopes])];
  const missing = provider.missingScopes(requested, answered);
  // A scope with several names keeps the one it was stored with.
  const held = requested.filter((scope) => !missing.includes(scope));
  const added = provider.missingScopes(answered, requested);
  return { scopes: [...held, ...added].slice(0, maxScopes), missingScopes: missing };
}

/** The scopes that a connection had before and has lost. */
export function lostScopes(before: GrantedScopes, after: GrantedScopes): string[] {
  return after.missingScopes.filter((scope) => !before.missingScopes.includes(scope));
}
