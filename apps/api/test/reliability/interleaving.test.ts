import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../src/lib/duration.ts';
import type { OAuthCredentials } from '../../src/repositories/integrations/integration-credentials.ts';
import { useProxiedFirestore } from '../repositories/proxied-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { useTestServices } from '../test-services.ts';
import { sampled } from '../thorough.ts';
import { holdAt, type Step, startTokenGate, type TokenGate } from './interleaving-hold.ts';

const organizationId = 'northwind';

const allSteps: Step[] = [
  'lease_taken',
  'provider_asked',
  'provider_answered',
  'commit_sent',
  'commit_stored',
];

describe.each(['google_calendar', 'microsoft_calendar'] as const)('during a refresh at %s', (provider) => {
  const steps = sampled(allSteps, 2, provider === 'google_calendar' ? 0 : 1);
  let gate: TokenGate;
  beforeAll(async () => {
    gate = await startTokenGate(() => stack.server(provider).endpoints.token);
  });
  afterAll(async () => {
    await gate.stop();
  });
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { integrationService, integrationRepository } = stack;
  const service = stack.newTokenRefreshService({
    providers: testProviders(() => ({
      ...stack.environment(),
      GOOGLE_TOKEN_ENDPOINT: gate.url,
      MICROSOFT_TOKEN_ENDPOINT: gate.url,
    })),
  });

  beforeEach(async () => {
    stack.server(provider).control.reset();
    for (const name of ['integrations', 'auditEvents']) {
      const { docs } = await firestore().collection(name).get();
      await Promise.all(docs.map(({ ref }) => ref.delete()));
    }
  });

  /** Stops a refresh at the step, lets something else happen completely, and then lets the refresh go on. */
  async function during(step: Step, integration: Integration, intrusion: () => Promise<unknown>) {
    await stack.expire(integration);
    const hold = holdAt(step, { proxy: proxy(), gate });
    const outcome = service.getValidToken(organizationId, integration.id).then(
      ({ accessToken }) => ({ accessToken }),
      (error: unknown) => ({ error }),
    );
    await hold.reached;
    await intrusion();
    hold.release();
    return outcome;
  }

  async function storedCredentials({ id }: Integration): Promise<OAuthCredentials> {
    const stored = await integrationRepository.findById(organizationId, id);
    if (!stored) {
      throw new Error('the integration is gone');
    }
    return integrationRepository.getDecryptedCredentials(organizationId, stored);
  }

  /** Whether the provider would still renew anything of what it has given out: a leaked grant would be found here. */
  async function isAnyGrantAlive(): Promise<boolean> {
    const { env, endpoints, control } = stack.server(provider);
    const name = provider.toUpperCase();
    const client = {
      client_id: env[`${name}_CLIENT_ID`] ?? '',
      client_secret: env[`${name}_CLIENT_SECRET`] ?? '',
    };
    const tokens = control.issuedSecrets().filter(({ kind }) => kind === 'refresh_token');
    // The newest first: using an older one would end its family.
    for (const { value } of tokens.toReversed()) {
      const form = new URLSearchParams({ ...client, grant_type: 'refresh_token', refresh_token: value });
      if ((await fetch(endpoints.token, { method: 'POST', body: form })).ok) {
        return true;
      }
    }
    return false;
  }

  async function reconnect({ id, accountEmail }: Integration): Promise<void> {
    const callback = await stack.authorize(
      { provider, organizationId, integrationId: id },
      { account: accountEmail },
    );
    expect((await integrationService.completeAuthorization(callback)).result.status).toBe('connected');
  }

  /** Credentials of the same account that were obtained elsewhere, as an import would bring them. */
  async function obtainCredentials(): Promise<OAuthCredentials> {
    const donor = await stack.connect(provider, 'donor');
    const stored = await integrationRepository.findById('donor', donor.id);
    if (!stored) {
      throw new Error('the donor is gone');
    }
    const credentials = await integrationRepository.getDecryptedCredentials('donor', stored);
    await firestore().collection('integrations').doc(donor.id).delete();
    return credentials;
  }

  /** The refresh that came too late told nobody that the connection is broken. */
  async function expectNothingBroken() {
    const events = firestore().collection('auditEvents');
    const { size } = await events.where('type', '==', 'integration.reauthorization_required').get();
    expect(size).toBe(0);
  }

  async function expectNewCredentialsToLive(integration: Integration, theirs: OAuthCredentials) {
    expect(await storedCredentials(integration)).toEqual(theirs);
    await expect(service.refreshToken(organizationId, integration.id)).resolves.toMatchObject({
      status: 'connected',
    });
    expect(await storedCredentials(integration)).not.toEqual(theirs);
    await expectNothingBroken();
  }

  it.each(steps)(
    'a disconnect at %s wins: nothing is written over it, and no grant is left',
    async (step) => {
      const integration = await stack.connect(provider, organizationId);
      const outcome = await during(step, integration, async () => {
        const { revocation } = await integrationService.disconnect(organizationId, integration.id);
        expect(revocation).toBe(provider === 'google_calendar' ? 'revoked' : 'local_only');
      });
      // Stored first, the token was good when it was given; the caller hears of the disconnect at the next call.
      if (step === 'commit_stored') {
        expect(outcome).toHaveProperty('accessToken');
      } else {
        expect(outcome).toMatchObject({ error: { code: 'integration_disconnected' } });
      }
      expect(await stack.raw(integration)).toMatchObject({
        status: 'disconnected',
        credentials: null,
        expiresAt: null,
        refreshDueAt: null,
        refreshLease: null,
        lastError: null,
        credentialVersion: step === 'commit_stored' ? 3 : 2,
      });
      await expectNothingBroken();
      if (provider === 'google_calendar') {
        expect(await isAnyGrantAlive()).toBe(false);
      }
      const next = service.getValidToken(organizationId, integration.id);
      await expect(next).rejects.toMatchObject({ code: 'integration_disconnected' });
    },
  );

  it.each(steps)(
    'a reconnect at %s wins: its credentials stay, and the caller has its token',
    async (step) => {
      const integration = await stack.connect(provider, organizationId);
      let theirs: OAuthCredentials | undefined;
      const outcome = await during(step, integration, async () => {
        await reconnect(integration);
        theirs = await storedCredentials(integration);
      });
      if (!theirs) {
        throw new Error('the reconnect did not happen');
      }
      if (step === 'commit_stored') {
        expect(outcome).toHaveProperty('accessToken');
      } else {
        expect(outcome).toEqual({ accessToken: theirs.accessToken });
      }
      expect(await stack.raw(integration)).toMatchObject({
        status: 'connected',
        credentialVersion: step === 'commit_stored' ? 3 : 2,
        refreshLease: null,
      });
      await expectNewCredentialsToLive(integration, theirs);
    },
  );

  it.each(steps)('a deletion at %s wins: the record stays gone, and no grant is left', async (step) => {
    const integration = await stack.connect(provider, organizationId);
    const outcome = await during(step, integration, () =>
      integrationService.deleteIntegration(organizationId, integration.id),
    );
    if (step === 'commit_stored') {
      expect(outcome).toHaveProperty('accessToken');
    } else {
      expect(outcome).toMatchObject({ error: { code: 'integration_not_found' } });
    }
    expect((await firestore().collection('integrations').get()).size).toBe(0);
    await expectNothingBroken();
    if (provider === 'google_calendar') {
      expect(await isAnyGrantAlive()).toBe(false);
    }
  });

  it.each(steps)(
    'a deletion and a new connection at %s win, though its version is the same',
    async (step) => {
      const integration = await stack.connect(provider, organizationId);
      let theirs: OAuthCredentials | undefined;
      const outcome = await during(step, integration, async () => {
        await integrationService.deleteIntegration(organizationId, integration.id);
        expect((await stack.connect(provider, organizationId)).id).toBe(integration.id);
        theirs = await storedCredentials(integration);
      });
      if (!theirs) {
        throw new Error('the connection did not happen');
      }
      if (step === 'commit_stored') {
        expect(outcome).toHaveProperty('accessToken');
      } else {
        expect(outcome).toEqual({ accessToken: theirs.accessToken });
      }
      expect(await stack.raw(integration)).toMatchObject({
        status: 'connected',
        credentialVersion: 1,
        refreshCount: 0,
        refreshLease: null,
      });
      await expectNewCredentialsToLive(integration, theirs);
    },
  );

  it.each(steps)('a replacement of the credentials at %s wins', async (step) => {
    const integration = await stack.connect(provider, organizationId);
    const theirs = await obtainCredentials();
    const outcome = await during(step, integration, () =>
      integrationRepository.updateCredentials(
        organizationId,
        integration.id,
        theirs,
        Timestamp.fromMillis(stack.clock() + hourMs),
      ),
    );
    if (step === 'commit_stored') {
      expect(outcome).toHaveProperty('accessToken');
    } else {
      expect(outcome).toEqual({ accessToken: theirs.accessToken });
    }
    expect(await stack.raw(integration)).toMatchObject({
      status: 'connected',
      credentialVersion: step === 'commit_stored' ? 3 : 2,
      refreshLease: null,
    });
    await expectNewCredentialsToLive(integration, theirs);
  });
});
