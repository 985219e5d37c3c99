import { type ErrorCode, errorMeanings } from '../src/errors/error-codes.ts';
import { markdownTable } from '../src/lib/markdown-table.ts';

const introduction = `# Error codes

Every answer of 400 and above is a problem document (RFC 9457). Its \`code\` is one of these and never changes its
meaning; \`title\` may be reworded. \`remedy\` says what would help: \`none\` (this request will never work), \`retry\` (the
same request later, after \`Retry-After\` seconds if the answer names them), \`reauthorize\` (a person has to authorize the
account again) or \`operator\` (whoever runs the service has to act).

This page is made from \`apps/api/src/errors/error-codes.ts\` by \`npx -y pnpm@10 generate\`.
`;

/** The page that lists every error code, in Markdown. */
export function errorTable(): string {
  const codes = Object.keys(errorMeanings) as ErrorCode[];
  const rows = codes.map((code) => {
    const { status, title, remedy } = errorMeanings[code];
    return [`\`${code}\``, String(status), title, `\`${remedy}\``];
  });
  return `${introduction}\n${markdownTable([['Code', 'Status', 'Title', 'Remedy'], ...rows])}`;
}
