import { connectionsText } from '#text/connections';

const { scopes: known } = connectionsText;

/** Scopes in plain language, each sentence once. */
export function describeScopes(scopes: readonly string[]): string[] {
  return [
    ...new Set(
      scopes.map(
        (scope) =>
          (Object.hasOwn(known, scope) ? known[scope] : undefined) ?? connectionsText.otherScope(scope),
      ),
    ),
  ];
}

/** Scopes that only tell whose account it is, or keep it connected. */
export const identityScope =
  /^(?:openid|email|profile|offline_access|User\.Read)$|\/userinfo\.(?:email|profile)$/;

/** The access that an account was connected for, in one sentence; undefined when there is none. */
export function describeMainAccess(scopes: readonly string[]): string | undefined {
  return describeScopes([...scopes].sort((one, other) => rank(one) - rank(other)))[0];
}

function rank(scope: string): number {
  return identityScope.test(scope) ? 1 : 0;
}
