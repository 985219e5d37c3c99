import { auditEventSchema } from '@klayim/shared/schemas';
import type { AuditActor, AuditEvent, IntegrationProvider } from '@klayim/shared/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { soloEmail, useTestServices } from '../../../test/test-services.ts';
import { dayMs, hourMs } from '../../lib/duration.ts';
import type { AuditEventDocument } from '../../repositories/audit/audit-event.document.ts';

const actor: AuditActor = {
  type: 'user',
  userId: 'ada',
  role: 'owner',
  ipAddress: '203.0.113.7',
  requestId: 'request-1',
};
const from = { ipAddress: '198.51.100.9', requestId: 'request-2' };
const provider: IntegrationProvider = 'google_calendar';
const calendar = 'https://www.googleapis.com/auth/calendar.readonly';

describe('the audit trail of connections', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { integrationService } = stack;
  const tokens = stack.newTokenRefreshService();
  const email = (index: number) => stack.server(provider).accounts[index]?.email ?? '';
  let organizationId = '';
  beforeEach(() => {
    organizationId = newOrganization();
    stack.server(provider).control.reset();
  });

  /** Every event of the organization in order, each checked against the schema that the API shows. */
  async function trail(): Promise<AuditEvent[]> {
    const events = firestore().collection('auditEvents').where('organizationId', '==', organizationId);
    const documents = (await events.get()).docs.map((document) => ({
      ...(document.data() as AuditEventDocument),
      id: document.id,
    }));
    documents.sort((one, other) => one.at.toMillis() - other.at.toMillis());
    return documents.map(({ at, expiresAt, actorId: _actorId, ...rest }) => {
      expect(expiresAt.toMillis() - at.toMillis()).toBe(400 * dayMs);
      return auditEventSchema.parse({ ...rest, at: at.toDate().toISOString() });
    });
  }
  const summary = async () => (await trail()).map(({ type, result, reason }) => [type, result, reason]);

  async function authorizeAs(start: object = {}, walk: object = {}, change: object = {}) {
    const callback = await stack.authorize({ provider, organizationId, actor, ...start }, walk);
    return integrationService.completeAuthorization({ ...callback, from, ...change });
  }
  async function connected(walk: object = {}) {
    const { result } = await authorizeAs({}, { account: email(0), ...walk });
    if (result.status === 'failed') {
      throw result.error;
    }
    return result.integration;
  }
  const imported = (change: object = {}) => ({
    organizationId,
    provider,
    accountId: 'imported-1',
    accountEmail: 'Ada@Northwind.example',
    scopes: ['openid'],
    accessToken: 'canary-access-token',
    refreshToken: 'canary-refresh-token',
    expiresAt: new Date(stack.clock() + hourMs).toISOString(),
    ...change,
  });

  it('names who started an authorization and who came back, with each one’s own address', async () => {
    const { id } = await connected();
    const [started, connectedEvent, ...more] = await trail();
    expect(more).toEqual([]);
    expect(started).toMatchObject({
      type: 'authorization.started',
      actor,
      subject: { type: 'authorization' },
      result: 'success',
      reason: null,
      details: { provider },
    });
    expect(connectedEvent).toMatchObject({
      type: 'integration.connected',
      actor: { ...actor, ...from },
      subject: { type: 'integration', id },
      details: { provider, accountEmail: email(0), authorizationId: started?.subject.id },
    });
  });

  it('distinguishes a first connection, a second one, and a grant of missing permissions', async () => {
    const { id } = await connected({ withholdScopes: [calendar] });
    await authorizeAs({ integrationId: id }, { account: email(0) });
    await authorizeAs({ integrationId: id }, { account: email(0) });
    await integrationService.disconnect(organizationId, id, actor);
    await connected();
    const events = (await trail()).filter(({ subject }) => subject.type === 'integration');
    expect(events.map(({ type }) => type)).toEqual([
      'integration.connected',
      'integration.scopes_granted',
      'integration.reconnected',
      'integration.disconnected',
      'integration.grant_revoked',
      'integration.reconnected',
    ]);
    expect(events[0]?.details).toMatchObject({ missingScopes: [calendar] });
  });

  it.each<[string, object, object, object, string]>([
    ['a denied consent', {}, { deny: true }, {}, 'consent_denied'],
    ['an invented code', {}, {}, { code: 'canary-code' }, 'authorization_failed'],
    ['the provider’s own error', {}, {}, { code: undefined, error: 'canary' }, 'authorization_failed'],
    ['a lost role', { userId: 'demoted' }, {}, {}, 'insufficient_role'],
  ])('notes %s', async (_what, start, walk, change, reason) => {
    stack.usersWithoutRole.add('demoted');
    await authorizeAs(start, walk, change);
    const [started, failed, ...more] = await trail();
    expect(more).toEqual([]);
    expect(failed).toMatchObject({
      type: 'authorization.failed',
      actor: { ...actor, ...from },
      subject: started?.subject,
      result: 'failure',
      reason,
    });
    expect(JSON.stringify(failed)).not.toContain('canary');
  });

  it('records an account other than the one to reconnect, and one that is connected already', async () => {
    const { id } = await connected();
    await authorizeAs({ integrationId: id }, { account: email(1) });
    await authorizeAs({}, { account: email(0) });
    const failed = (await trail()).filter(({ type }) => type === 'authorization.failed');
    expect(failed.map(({ reason }) => reason)).toEqual(['account_mismatch', 'already_connected']);
    expect(failed[0]?.details).toEqual({ provider, integrationId: id });
  });

  it('records a stranger’s browser once, however often it comes, and leaves the authorization to its owner', async () => {
    const callback = await stack.authorize({ provider, organizationId, actor });
    const foreign = { ...callback, from, sessionCookies: ['A'.repeat(43)] };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const refused = integrationService.completeAuthorization(foreign);
      await expect(refused).rejects.toMatchObject({ code: 'oauth_state_foreign' });
    }
    const { result } = await integrationService.completeAuthorization({ ...callback, from });
    expect(result.status).toBe('connected');
    const events = await trail();
    expect(events.map(({ type }) => type)).toEqual([
      'authorization.started',
      'authorization.refused',
      'integration.connected',
    ]);
    expect(events[1]).toMatchObject({ actor: { type: 'anonymous', ...from }, reason: 'oauth_state_foreign' });
  });

  it('records imports and refused ones; code of this codebase is the backend', async () => {
    await integrationService.connect(imported({ actor }));
    await expect(integrationService.connect(imported({ actor }))).rejects.toMatchObject({
      code: 'already_connected',
    });
    await integrationService.connect(imported({ accountId: 'imported-2' }));
    const events = await trail();
    expect(events.map(({ type, result, reason }) => [type, result, reason])).toEqual([
      ['integration.imported', 'success', null],
      ['integration.imported', 'failure', 'already_connected'],
      ['integration.imported', 'success', null],
    ]);
    expect(events[1]?.subject).toEqual(events[0]?.subject);
    expect(events[1]?.details).toEqual(events[0]?.details);
    expect(events[2]?.actor).toEqual({ type: 'system', name: 'backend' });
  });

  it.each<['disconnect' | 'deleteIntegration', AuditEvent['type']]>([
    ['disconnect', 'integration.disconnected'],
    ['deleteIntegration', 'integration.deleted'],
  ])('says with %s what became of the grant', async (method, type) => {
    const { id } = await connected({ account: soloEmail });
    await integrationService[method](organizationId, id, actor);
    const callback = await stack.authorize({ provider: 'microsoft_calendar', organizationId });
    const { result } = await integrationService.completeAuthorization(callback);
    const kept = result.status === 'connected' ? result.integration.id : '';
    await integrationService[method](organizationId, kept, actor);
    const events = (await trail()).filter(({ type: each }) =>
      [type, 'integration.grant_revoked'].includes(each),
    );
    expect(events).toMatchObject([
      { type, actor, subject: { id }, result: 'success' },
      { type: 'integration.grant_revoked', actor, subject: { id }, result: 'success', reason: null },
      { type, actor, subject: { id: kept }, result: 'success' },
      { type: 'integration.grant_revoked', subject: { id: kept }, result: 'failure', reason: 'local_only' },
    ]);
  });

  it('records nothing when nothing happened: a second disconnect, a foreign id', async () => {
    const { id } = await connected();
    await integrationService.disconnect(organizationId, id, actor);
    const before = await summary();
    await integrationService.disconnect(organizationId, id, actor);
    await expect(integrationService.disconnect('foreign', id, actor)).rejects.toMatchObject({
      code: 'integration_not_found',
    });
    await expect(integrationService.deleteIntegration('foreign', id, actor)).rejects.toThrow();
    await expect(summary()).resolves.toEqual(before);
  });

  describe('of a refresh that was asked for', () => {
    const refreshes = async () => (await summary()).filter(([type]) => type === 'integration.refreshed');

    it('has one event for each caller, though they share the refresh', async () => {
      const { id } = await connected();
      const both = [tokens.refreshToken(organizationId, id, actor), tokens.refreshToken(organizationId, id)];
      await Promise.all(both);
      await expect(refreshes()).resolves.toEqual([
        ['integration.refreshed', 'success', null],
        ['integration.refreshed', 'success', null],
      ]);
      expect(stack.server(provider).control.refreshCount()).toBe(1);
    });

    it('has the failure, and a separate event for the dead grant', async () => {
      const { id, accountEmail } = await connected();
      stack.server(provider).control.revokeGrantOf(accountEmail);
      await expect(tokens.refreshToken(organizationId, id, actor)).rejects.toMatchObject({
        code: 'reauthorization_required',
      });
      expect((await summary()).slice(2)).toEqual([
        ['integration.reauthorization_required', 'failure', 'revoked'],
        ['integration.refreshed', 'failure', 'reauthorization_required'],
      ]);
    });

    it('is a failure when there was no refresh token', async () => {
      const { id } = await integrationService.connect(imported({ refreshToken: null }));
      await tokens.refreshToken(organizationId, id, actor);
      await expect(refreshes()).resolves.toEqual([['integration.refreshed', 'failure', 'not_renewed']]);
    });

    it('leaves out the refreshes that the service itself started', async () => {
      const integration = await connected();
      await stack.expire(integration);
      await tokens.getValidToken(organizationId, integration.id);
      await expect(refreshes()).resolves.toEqual([]);
    });
  });

  it('tells once when an outage has lasted a day, and when it is over', async () => {
    const integration = await connected();
    const service = stack.newTokenRefreshService();
    const fail = async () => {
      stack.server(provider).control.failNext(3, '500');
      const failed = service.getValidToken(organizationId, integration.id);
      await expect(failed).rejects.toMatchObject({ code: 'provider_unavailable' });
      // A connection that keeps failing is tried with single calls.
      stack.server(provider).control.reset();
      // Past the pause that each failure brings.
      stack.advance(2 * hourMs);
    };
    await stack.expire(integration);
    await fail();
    await stack.expire(integration, 25 * hourMs);
    await fail();
    await fail();
    await service.getValidToken(organizationId, integration.id);
    expect((await summary()).slice(2)).toEqual([
      ['integration.provider_unavailable', 'failure', 'provider_unavailable'],
      ['integration.recovered', 'success', null],
    ]);
    expect((await trail()).at(-1)).toMatchObject({
      actor: { type: 'system', name: 'refresh' },
      details: { provider, accountEmail: email(0) },
    });
  });

  describe('of tokens that are handed out', () => {
    const caller = (userId: string): AuditActor => ({ ...actor, role: 'service', userId });
    const handedOut = async () => (await trail()).filter(({ type }) => type === 'integration.token_issued');

    it('names each caller once a day, whichever instance answers', async () => {
      const { id } = await connected();
      const elsewhere = stack.newTokenRefreshService();
      for (const service of [tokens, elsewhere, tokens]) {
        await service.getValidToken(organizationId, id, { actor: caller('backend-1') });
        await service.getValidToken(organizationId, id, { actor: caller('backend-2') });
      }
      await tokens.getValidToken(organizationId, id);
      const users = (await handedOut()).map((event) => event.actor.type === 'user' && event.actor.userId);
      expect(users.sort()).toEqual(['backend-1', 'backend-2']);
      stack.advance(dayMs);
      await tokens.getValidToken(organizationId, id, { actor: caller('backend-1') });
      expect(await handedOut()).toHaveLength(3);
    });

    it('says nothing about a token that nobody got', async () => {
      const { id } = await connected();
      await integrationService.disconnect(organizationId, id);
      const asked = tokens.getValidToken(organizationId, id, { actor: caller('backend-1') });
      await expect(asked).rejects.toMatchObject({ code: 'integration_disconnected' });
      await expect(handedOut()).resolves.toEqual([]);
    });
  });

  it('never holds a secret', async () => {
    const { docs } = await firestore().collection('auditEvents').get();
    const written = JSON.stringify(docs.map((document) => document.data()));
    expect(docs.length).toBeGreaterThan(30);
    expect(written).not.toContain('canary');
    expect(written).not.toContain('codeVerifier');
    for (const each of ['google_calendar', 'microsoft_calendar'] as const) {
      for (const secret of stack.server(each).control.issuedSecrets()) {
        expect(written).not.toContain(secret.value);
      }
    }
  });
});
