import type { AuthorizationServerId } from '@klayim/shared/types';
import { googleReasons } from './google.reasons.ts';
import { microsoftReasons } from './microsoft.reasons.ts';
import type { ReasonTable } from './reason-table.ts';

/** The table of each authorization server. */
export const reasonTables: Readonly<Record<AuthorizationServerId, ReasonTable>> = {
  google: googleReasons,
  microsoft: microsoftReasons,
};
