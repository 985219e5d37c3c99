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
