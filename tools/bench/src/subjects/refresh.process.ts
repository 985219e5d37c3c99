/** Refreshes, one after the other, of tokens that have expired. */

import { hourMs } from '@klayim/api/lib/duration';
import type { IntegrationReference } from '@klayim/api/repositories/cross-tenant/due-integrations.repository';
import { answerParent } from '../harness/child.ts';
import { type Measured, measure } from '../harness/load.ts';
import { movableTokenService } from './service.ts';

/** Whose tokens are to be refreshed, each once. */
export interface RefreshTask {
  references: readonly IntegrationReference[];
  /** Whether the floor reads the document first, as ours must. */
  readsFirst?: boolean;
  /** How many of them the floor refreshes at once. Default: 1. */
  callers?: number;
}

const twoHoursMs = 2 * hourMs;
const { service, advance, clock } = movableTokenService();

answerParent(async ({ references }: RefreshTask): Promise<Measured> => {
  advance(twoHoursMs);
  return measure({ callers: 1, calls: references.length }, async (index) => {
    const { organizationId = '', integrationId = '' } = references[index] ?? {};
    const { expiresAt } = await service.getValidToken(organizationId, integrationId);
    if (Date.parse(expiresAt) < clock()) {
      throw new Error('The token was not refreshed.');
    }
  });
});
