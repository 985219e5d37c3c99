import type { OpenAPI3, OperationObject, PathItemObject } from 'openapi-typescript';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The parts of an operation object that are read here; references do not occur in them. */
type Operation = OperationObject & {
  operationId: string;
  'x-klayim-repeat': 'harmless' | 'keyed' | 'never';
  requestBody?: { content: Record<string, unknown> };
};

/** The source of a table of all operations, and of the codes that a problem can have. */
export function operationsOf(document: OpenAPI3): string {
  const entries = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = (item as PathItemObject)[method] as Operation | undefined;
      return operation ? [[operation.operationId, entryOf(method, path, operation)] as const] : [];
    }),
  );
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  const codes = Object.keys(document.components?.examples ?? {}).sort();
  return [
    '/** What a call needs to know of its operation at run time. */',
    `export const operationTable = ${JSON.stringify(Object.fromEntries(entries), null, 2)} as const;`,
    '',
    '/** Every code that a problem of the API can have. */',
    `export type ProblemCode =\n${codes.map((code) => `  | '${code}'`).join('\n')};`,
    '',
  ].join('\n');
}

function entryOf(method: string, path: string, operation: Operation) {
  return {
    method: method.toUpperCase(),
    path,
    /** Whether a token goes with it. */
    guarded: (operation.security ?? []).length > 0,
    repeat: operation['x-klayim-repeat'],
    bodyType: Object.keys(operation.requestBody?.content ?? {})[0] ?? null,
  };
}
