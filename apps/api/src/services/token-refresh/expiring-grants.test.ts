import type { Integration } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import { createRepositories } from '../../repositories/create-repositories.ts';

describe.each(['google_calendar', 'microsoft_calendar'] as const)('a grant of %s that ends', (provider) => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { control } = { control: () => stack.server(provider).control };
  const organizationId = `expiring-${provider}`;
  const account = (index: number) => stack.server(provider).accounts[index]?.email ?? '';

  /** Instances of their own, which write notifications too. */
  function newInstance() {
    return stack.newTokenRefreshService(createRepositories({ ...stack, notificationsWanted: () => true }));
  }
  const reference = ({ id }: Integration) => ({ organizationId, integrationId: id, provider });
  const readDocuments = async (collection: string) => {
    const query = firestore().collection(collection).where('organizationId', '==', organizationId);
    return (await query.get()).docs.map((document) => document.data());
  };
  const readWarnings = async ({ id }: Integration) => ({
    audited: (await readDocuments('auditEvents'))
      .filter(({ type, subject }) => type === 'integration.expiring' && subject.id === id)
      .map(({ details }) => details.daysBefore)
      .sort(),
    notifications: (await readDocuments('notifications')).filter(
      ({ integrationId, kind }) => integrationId === id && kind === 'expiring',
    ).length,
    webhooks: (await readDocuments('webhookEvents')).filter(
      ({ type, subjectId }) => type === 'connection.expiring' && subjectId === id,
    ).length,
  });
  async function subscribe(): Promise<void> {
    await firestore()
      .collection('webhookEndpoints')
      .doc(`endpoint-${provider}`)
      .set({ organizationId, subscribedTo: ['connection.expiring'] });
  }

  it('is announced 7 days and 1 day before, each once, with two sweeps at once', async () => {
    await subscribe();
    control().setGrantLifetime({ authorization_expires_in: (9 * dayMs) / 1_000 });
    const integration = await stack.connect(provider, organizationId, account(0));
    const endsAtMs = Date.parse(integration.grantExpiresAt ?? '');
    expect(integration.grantExpiresBecause).toBe('authorization_ends');
    expect(Math.abs(endsAtMs - stack.clock() - 9 * dayMs)).toBeLessThan(minuteMs);
    control().setGrantLifetime({});

    const sweep = async () => {
      await stack.expire(integration);
      await Promise.all([1, 2].map(() => newInstance().refreshBatch([reference(integration)])));
    };
    await sweep();
    await expect(readWarnings(integration)).resolves.toEqual({ audited: [], notifications: 0, webhooks: 0 });
    stack.advance(endsAtMs - 7 * dayMs - stack.clock() + minuteMs);
    await sweep();
    await sweep();
    await expect(readWarnings(integration)).resolves.toEqual({ audited: [7], notifications: 1, webhooks: 1 });
    stack.advance(6 * dayMs);
    await sweep();
    await sweep();
    await expect(readWarnings(integration)).resolves.toEqual({
      audited: [1, 7],
      notifications: 2,
      webhooks: 2,
    });
    // Authorized again, there is nothing left to warn of.
    await stack.integrationService.disconnect(organizationId, integration.id);
    const renewed = await stack.connect(provider, organizationId, account(0));
    expect(renewed.grantExpiresBecause).toBe('unused');
  });

  it('is looked at when a warning is due, however idle it is', async () => {
    control().setGrantLifetime({ authorization_expires_in: (60 * dayMs) / 1_000 });
    const integration = await stack.connect(provider, organizationId, account(1));
    const endsAtMs = Date.parse(integration.grantExpiresAt ?? '');
    control().setGrantLifetime({});
    stack.advance(40 * dayMs);
    await newInstance().refreshBatch([reference(integration)]);
    const { refreshDueAt } = (await stack.raw(integration)) as { refreshDueAt: { toMillis: () => number } };
    expect(refreshDueAt.toMillis()).toBe(endsAtMs - 7 * dayMs);
    stack.advance(endsAtMs - 7 * dayMs - stack.clock());
    await newInstance().refreshBatch([reference(integration)]);
    await expect(readWarnings(integration)).resolves.toMatchObject({ audited: [7], notifications: 1 });
  });

  it('by disuse is announced only when the sweep cannot keep it alive', async () => {
    control().setGrantLifetime({ refresh_token_timeout: (20 * dayMs) / 1_000 });
    const integration = await stack.connect(provider, organizationId, account(2));
    control().setGrantLifetime({});
    expect(integration.grantExpiresBecause).toBe('unused');
    await stack.expire(integration);
    stack.advance(14 * dayMs);
    const outage = async () => {
      control().failNext(3, '500');
      await newInstance().refreshBatch([reference(integration)]);
    };
    await outage();
    await expect(readWarnings(integration)).resolves.toMatchObject({ audited: [7] });
    stack.advance(2 * hourMs);
    await outage();
    await expect(readWarnings(integration)).resolves.toMatchObject({ audited: [7] });
    control().reset();
    stack.advance(2 * hourMs);
    await newInstance().refreshBatch([reference(integration)]);
    const { grantExpiry } = (await stack.raw(integration)) as {
      grantExpiry: { warnedDays: number | null; expiresAt: { toMillis: () => number } };
    };
    expect(grantExpiry.warnedDays).toBeNull();
    expect(grantExpiry.expiresAt.toMillis() - stack.clock()).toBeGreaterThan(19 * dayMs);
  });
});
