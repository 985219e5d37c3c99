import { googleReasons } from './google.reasons.ts';
import { microsoftReasons } from './microsoft.reasons.ts';
import { plainOAuth, type ReasonTable } from './reason-table.ts';

/** The tables of the authorization servers that say more than the standards do, by server. */
export const reasonTables = { google: googleReasons, microsoft: microsoftReasons } as const;

/** What the answers of a server mean: by its own table, or by the standards alone. */
export function reasonTableOf(server: string): ReasonTable {
  const own: Readonly<Record<string, ReasonTable>> = reasonTables;
  return (Object.hasOwn(own, server) ? own[server] : undefined) ?? plainOAuth;
}
