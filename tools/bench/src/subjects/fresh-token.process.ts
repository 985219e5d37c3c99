/** A fresh token, as a caller in the same codebase gets it. */
import type { IntegrationReference } from '@klayim/api/repositories/cross-tenant/due-integrations.repository';
import { tokenRefreshService } from '@klayim/api/services/token-refresh.service';
import { answerParent } from '../harness/child.ts';
import { type Load, measure } from '../harness/load.ts';

/** Whose tokens are wanted, and how often. */
export interface FreshTokenTask extends Load {
  references: readonly IntegrationReference[];
}

answerParent(({ references, ...load }: FreshTokenTask) =>
  measure(load, async (index) => {
    const { organizationId = '', integrationId = '' } = references[index % references.length] ?? {};
    const { degraded } = await tokenRefreshService.getValidToken(organizationId, integrationId);
    if (degraded) {
      throw new Error('The token is not fresh.');
    }
  }),
);
