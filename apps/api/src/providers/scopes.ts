/**
 * The requested scopes that were not granted, as they were requested.
 * @param normalize one name for all the names of a scope; null for a scope that never counts as missing.
 */
export function findMissingScopes(
  requested: readonly string[],
  granted: readonly string[],
  normalize: (scope: string) => string | null,
): string[] {
  const held = new Set(granted.map(normalize));
  return [...new Set(requested)].filter((scope) => {
    const name = normalize(scope);
    return name !== null && !held.has(name);
  });
}
