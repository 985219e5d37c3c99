import { connectionReasonSchema } from '@klayim/shared/schemas';
import type { ConnectionReason } from '@klayim/shared/types';
import { dayMs, hourMs } from '../../lib/duration.ts';
import { markdownTable } from '../../lib/markdown-table.ts';
import { reasonTables } from './index.ts';
import { oauthReasons, ownReasons } from './oauth.reasons.ts';
import { type ReasonTable, toHelpUrl } from './reason-table.ts';
import { reasonTexts } from './reason-texts.ts';

const introduction = `# Reasons

Why a provider refuses a connection, or does not answer. A reason is one word that never changes its meaning: in
\`lastError.reason\` of a connection, in \`reason\` of a problem document and of the return URL of an authorization, in the audit
trail, in log lines, and as a sentence in mails. \`actor\` says who can mend it: the \`person\` whose account it is, the
\`administrator\` of the account's organization, the \`operator\` of this service, or \`nobody\`, because it passes by itself.

The most exact word that the provider says decides: the first AADSTS number that the table has, then \`error_subtype\` or \`suberror\`,
then the OAuth error code, as the provider means it and else as the standards do. By a redirect, \`access_denied\` means
\`access_declined\`. What a refusal does to a connection depends on the code and the number alone, not on the reason:
[When a refresh fails](architecture.md#when-a-refresh-fails). Descriptions are never kept.

A word or number that no table has keeps the meaning of the less exact ones, or is \`unknown\`. Operators see which ones by
\`GET /operator/unlisted-errors\` and in the log. New reasons may be added: take one that you do not know for \`unknown\`.

This page is made from \`apps/api/src/providers/reasons\` by \`npx -y pnpm@10 generate\`.
`;

/** The page that explains every reason, in Markdown. */
export function reasonsPage(): string {
  const rows = connectionReasonSchema.options.map((reason) => {
    const { explanation, action, actor } = reasonTexts[reason];
    return [`\`${reason}\``, `\`${actor}\``, explanation, action];
  });
  const servers = [...new Set(Object.values(reasonTables))].map(serverSection);
  return [
    introduction,
    markdownTable([['Reason', 'Actor', 'What has happened', 'What to do'], ...rows]),
    ...servers,
    `## Every provider\n\nThe codes of OAuth and OpenID Connect, and this service's own words for what no provider has said.\n`,
    markdownTable([
      ['Said', 'Reason'],
      ...saidRows({ ...oauthReasons.codes, ...ownReasons }).map(([said, reason]) => [said, reason]),
    ]),
  ].join('\n');
}

function serverSection(table: ReasonTable): string {
  const numbers = Object.fromEntries(
    Object.entries(table.numbers).map(([number, reason]) => [`AADSTS${number}`, reason]),
  );
  const rows = saidRows({ ...table.codes, ...table.subtypes, ...numbers }).map(([said, reason, name]) => [
    said,
    reason,
    toHelpUrl(table, name) ?? '',
  ]);
  const ages = table.ages.map(({ insteadOf, reason, fromMs, toMs }) => [
    `\`${insteadOf}\`, ${Math.round(fromMs / dayMs)} days after the person agreed (within ${Math.round((toMs - fromMs) / hourMs)} hours)`,
    `\`${reason}\``,
    toHelpUrl(table, reason) ?? '',
  ]);
  return `## ${table.displayName}\n\n${markdownTable([['Said', 'Reason', 'Page'], ...rows, ...ages])}`;
}

type SaidRow = [said: string, reason: string, name: ConnectionReason];

/** One row for each reason, with all that leads to it. */
function saidRows(reasons: Readonly<Record<string, ConnectionReason>>): SaidRow[] {
  return connectionReasonSchema.options.flatMap((reason): SaidRow[] => {
    const said = Object.keys(reasons).filter((code) => reasons[code] === reason);
    return said.length === 0 ? [] : [[said.map((code) => `\`${code}\``).join(', '), `\`${reason}\``, reason]];
  });
}
