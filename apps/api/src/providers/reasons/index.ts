import type { IntegrationProvider } from '@klayim/shared/types';
import { googleReasons } from './google.reasons.ts';
import { microsoftReasons } from './microsoft.reasons.ts';
import type { ReasonTable } from './reason-table.ts';

/** The table of the authorization server behind each provider. */
export const reasonTables: Readonly<Record<IntegrationProvider, ReasonTable>> = {
  google: googleReasons,
  microsoft: microsoftReasons,
};
