import { recordedRefusals } from '@klayim/local-oauth';
import { connectionReasonSchema } from '@klayim/shared/schemas';
import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../test/test-services.ts';
import { dayMs } from '../lib/duration.ts';
import { reasonTexts } from '../providers/reasons/reason-texts.ts';

describe.each(['google_calendar', 'microsoft_calendar'] as const)(
  'what a refusal of %s means',
  (provider) => {
    const { firestore } = useTestFirestore();
    const stack = useTestServices(firestore);
    const { connect, expire, lines, integrationService, server } = stack;
    const service = stack.newTokenRefreshService();
    const otherInstance = stack.newTokenRefreshService();
    let organizations = 0;
    let organizationId = '';

    async function connected() {
      return connect(provider, organizationId, server(provider).accounts[0]?.email);
    }

    beforeEach(() => {
      organizations += 1;
      organizationId = `organization-${organizations}`;
      server(provider).control.reset();
      lines.length = 0;
    });

    it.each(recordedRefusals(provider === 'google_calendar' ? 'google' : 'microsoft'))(
      'says why when it is $reason: in the record, the answer, the log and, when the connection is broken, the trail',
      async ({ reason, body }) => {
        const integration = await connected();
        await expire(integration);
        const isOutage = reason === 'rate_limited' || reason === 'provider_unavailable';
        // The one who comes later asks the provider again when the pause after a refusal is over by then.
        server(provider).control.refuseNext(isOutage ? 1 : 2, reason);
        const error: unknown = await service
          .getValidToken(organizationId, integration.id)
          .catch((thrown: unknown) => thrown);
        // An outage is met with a second call, which succeeds.
        if (isOutage) {
          expect(error).toMatchObject({ degraded: false });
          return;
        }
        const providerError = body['error'];
        expect(error).toMatchObject({ providerError: { reason, code: providerError } });
        const shown = await integrationService.getIntegration(organizationId, integration.id);
        const lastError = shown?.lastError;
        const { explanation, action, actor } = reasonTexts[connectionReasonSchema.parse(reason)];
        expect(lastError).toMatchObject({ reason, providerError, actor });
        expect(lastError?.message).toContain(`${explanation} ${action}`);
        // Whoever comes later is told the same.
        await expect(otherInstance.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
          providerError: { reason, code: providerError },
          detail: lastError?.message,
        });
        const line = lines.find((fields) => fields['reason'] === reason);
        expect(line).toMatchObject({ integrationId: integration.id, providerError });
        const { items } = await stack.auditEventRepository.findPage(organizationId, { limit: 1 });
        if (shown?.status === 'error') {
          const details = { providerError };
          expect(items[0]).toMatchObject({ type: 'integration.reauthorization_required', reason, details });
        }
        expect(JSON.stringify([lastError, items, lines])).not.toMatch(/Northwind|northwind\.example'/);
        expect(lines.filter(({ event }) => event === 'provider_error_unlisted')).toEqual([]);
      },
    );

    it('takes a grant of Google that ends a week after consent for one of an application in Testing', async () => {
      const integration = await connected();
      await expire(integration);
      const authorizedAt = Timestamp.fromMillis(stack.clock() - 7 * dayMs);
      await firestore().collection('integrations').doc(integration.id).update({ authorizedAt });
      server(provider).control.refuseNext(1, 'revoked');
      const reason = provider === 'google_calendar' ? 'app_in_testing' : 'revoked';
      await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
        code: 'reauthorization_required',
        providerError: { reason },
      });
      const shown = await integrationService.getIntegration(organizationId, integration.id);
      expect(shown?.lastError?.reason).toBe(reason);
    });

    it('keeps the back-off of an outage after a code that no table has, and tells operators of it', async () => {
      const integration = await connected();
      await expire(integration);
      const unlisted = async () =>
        (await stack.unlistedErrorsService.getUnlistedErrors()).items.filter(
          (item) => item.provider === provider && item.providerError === 'invalid_grant_v2',
        );
      expect(await unlisted()).toEqual([]);
      for (let time = 0; time < 3; time += 1) {
        server(provider).control.answerNext(400, {
          error: 'invalid_grant_v2',
          error_description: 'Northwind',
        });
      }
      await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
        code: 'provider_unavailable',
        providerError: { reason: 'unknown', code: 'invalid_grant_v2' },
      });
      expect(await unlisted()).toMatchObject([{ reason: 'unknown', connections: 1 }]);
      expect(lines).toContainEqual(
        expect.objectContaining({
          event: 'provider_error_unlisted',
          provider,
          providerError: 'invalid_grant_v2',
        }),
      );
      await expect(integrationService.getIntegration(organizationId, integration.id)).resolves.toMatchObject({
        status: 'connected',
        lastError: { code: 'provider_unavailable', reason: 'unknown' },
      });
      // A success clears it, and nothing has to be counted down.
      await firestore().collection('integrations').doc(integration.id).update({ consecutiveFailures: 0 });
      await service.refreshToken(organizationId, integration.id);
      expect(await unlisted()).toEqual([]);
    });
  },
);
