import type { AuditActor, Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';

const actor: AuditActor = {
  type: 'user',
  userId: 'ada',
  role: 'owner',
  ipAddress: '203.0.113.7',
  requestId: 'request-1',
};

interface CommitMessage {
  writes?: { update?: { name?: string }; delete?: string }[];
}

describe('the audit trail on the wire', () => {
  let stop = () => {};

  afterEach(() => stop());
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { integrationService, integrationRepository } = stack;
  const tokens = stack.newTokenRefreshService();
  const organizationId = 'wire';

  /** The collections that each commit of an action writes to. */
  async function recordCommits(action: () => Promise<unknown>): Promise<string[]> {
    const commits: string[] = [];
    stop = proxy().intercept(({ rpc, phase, message }) => {
      if (rpc !== 'Commit' || phase !== 'request') {
        return;
      }
      const { writes = [] } = message as CommitMessage;
      const names = writes.map((write) => (write.update?.name ?? write.delete ?? '').split('/').at(-2) ?? '');
      if (names.length > 0) {
        commits.push(names.sort().join('+'));
      }
    });
    await action();
    stop();
    return commits;
  }

  it.each<[string, (integration: Integration) => Promise<unknown>, string[]]>([
    [
      'a start',
      () => stack.authorize({ provider: 'google_calendar', organizationId }),
      ['auditEvents+oauthStates'],
    ],
    [
      'a refresh that was asked for',
      ({ id }) => tokens.refreshToken(organizationId, id, actor),
      ['integrations', 'auditEvents+integrations'],
    ],
    [
      'new credentials',
      ({ id }) =>
        integrationRepository.updateCredentials(
          organizationId,
          id,
          { accessToken: 'a', refreshToken: null },
          Timestamp.now(),
        ),
      ['auditEvents+integrations'],
    ],
    [
      'a mark',
      ({ id }) => integrationRepository.markAsError(organizationId, id, 'gone'),
      ['auditEvents+integrations'],
    ],
    [
      'a disconnect, and then what became of the grant',
      ({ id }) => integrationService.disconnect(organizationId, id, actor),
      ['auditEvents+integrations', 'auditEvents'],
    ],
    [
      'a deletion, and then what became of the grant',
      ({ id }) => integrationService.deleteIntegration(organizationId, id, actor),
      ['auditEvents+integrations', 'auditEvents'],
    ],
  ])('%s is one write with its event', async (_what, action, commits) => {
    const integration = await stack.connect('google_calendar', organizationId);
    await expect(recordCommits(() => action(integration))).resolves.toEqual(commits);
    await integrationService.deleteIntegration(organizationId, integration.id).catch(() => undefined);
  });

  it('a connection is one write with its event', async () => {
    const callback = await stack.authorize({ provider: 'google_calendar', organizationId: 'first' });
    const connecting = () => integrationService.completeAuthorization(callback);
    await expect(recordCommits(connecting)).resolves.toEqual([
      'oauthStates',
      'auditEvents+integrations',
      'oauthStates',
    ]);
  });

  it('what has happened stays so when the trail cannot be written, and the log has the event', async () => {
    const { id } = await stack.connect('google_calendar', 'outage');
    stop = proxy().intercept(({ rpc, phase, message }) => {
      const { writes = [] } = message as CommitMessage;
      const isTrailAlone = writes.length === 1 && writes[0]?.update?.name?.includes('/auditEvents/');
      if (rpc === 'Commit' && phase === 'request' && isTrailAlone) {
        throw Object.assign(new Error('out'), { code: 14, details: 'out' });
      }
    });
    const options = { actor: { ...actor, role: 'service' as const } };
    const crowd = Array.from({ length: 5 }, () => tokens.getValidToken('outage', id, options));
    for (const { accessToken } of await Promise.all(crowd)) {
      expect(accessToken).not.toBe('');
    }
    await expect(integrationService.disconnect('outage', id, actor)).resolves.toMatchObject({
      integration: { status: 'disconnected' },
    });
    stop();
    const lost = stack.lines.filter(({ message }) => message === 'An audit event could not be stored');
    expect(lost.map(({ level, event }) => [level, event])).toMatchObject([
      ['error', { type: 'integration.token_issued', subject: { id }, actor: { userId: 'ada' } }],
      ['error', { type: 'integration.grant_revoked', subject: { id } }],
    ]);
  });
});
