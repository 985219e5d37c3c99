import * as z from 'zod';
import { markdownTable } from '../../lib/markdown-table.ts';

const introduction = `# Routes

Every route but the public ones wants \`Authorization: Bearer\`, with a Firebase ID token, an API key or the ID token of a Google
service account. What a Firebase token's claims \`organizationId\` and \`role\` say decides what the caller sees and may do; an API key
has scopes in place of a role, and a route without a scope takes none. Routes of the platform operator want the claim
\`platformOperator: true\`, and no role helps. What all routes keep to: [api-conventions.md](api-conventions.md). What they refuse with:
[errors.md](errors.md). Bodies and answers: \`/docs\` and \`/openapi.json\` of the running API.

This page is made from the OpenAPI document by \`npx -y pnpm@10 generate\`.
`;

const operationSchema = z.object({
  summary: z.string(),
  tags: z.array(z.string()),
  'x-klayim-access': z.union([z.array(z.string()), z.string()]),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
});
const documentSchema = z.object({
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

/** The page that lists every route, by subject, in Markdown. */
export function apiPage(openApi: object): string {
  const { tags, paths } = documentSchema.parse(openApi);
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      tag: operation.tags[0],
      cells: [
        `\`${method.toUpperCase()} ${path}\``,
        accessOf(operation['x-klayim-access']),
        scopeOf(operation.security),
        operation.summary,
      ],
    })),
  );
  const sections = tags.map(({ name }) => {
    const own = rows.filter(({ tag }) => tag === name).map(({ cells }) => cells);
    return `\n## ${name}\n\n${markdownTable([['Route', 'For', 'Scope of a key', 'Does'], ...own])}`;
  });
  return introduction + sections.join('');
}

const accessWords: ReadonlyMap<string, string> = new Map([
  ['operator', 'platform operator'],
  ['signedIn', 'signed-in people'],
]);

function accessOf(access: readonly string[] | string): string {
  if (typeof access !== 'string') {
    return access.length === 4 ? 'every role' : access.join(', ');
  }
  return accessWords.get(access) ?? access;
}

function scopeOf(security: readonly Readonly<Record<string, readonly string[]>>[]): string {
  const scopes = security.flatMap(({ apiKey = [] }) => apiKey);
  return scopes.length > 0 ? scopes.map((scope) => `\`${scope}\``).join(', ') : '';
}
