import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';

const maxScopes = 100;
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** The scopes of a connection, and those that were asked for and that it lacks. */
export type GrantedScopes = Pick<StoredIntegration, 'scopes' | 'missingScopes'>;

/**
 * What a refresh's answer says of the scopes. An answer that names none has granted what was asked for; one that names
 * fewer has taken some away.
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
  const askedFor = [...new Set([...scopes, ...missingScopes])];
  const missing = provider.missingScopes(askedFor, answered);
  // A scope that has several names keeps the one that it was stored with.
  const held = askedFor.filter((scope) => !missing.includes(scope));
  const added = provider.missingScopes(answered, askedFor);
  return { scopes: [...held, ...added].slice(0, maxScopes), missingScopes: missing };
}

/** The scopes that a connection had, and has no more. */
export function lostScopes(before: GrantedScopes, after: GrantedScopes): string[] {
  return after.missingScopes.filter((scope) => !before.missingScopes.includes(scope));
}
