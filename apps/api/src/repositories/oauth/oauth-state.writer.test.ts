import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { hourMs } from '../../lib/duration.ts';
import { collections } from '../collections.ts';

const returnUrl = 'https://app.example/settings';
const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url');

describe('somebody who can write to the database and has no key', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { integrationService } = stack;
  const reference = (state: string) =>
    firestore().collection(collections.oauthStates.name).doc(digestOf(state));
  const start = { provider: 'google_calendar', organizationId: 'northwind', returnUrl } as const;

  it.each<[string, Record<string, unknown>]>([
    ['the return URL, even to one that is allowed', { returnUrl: `${returnUrl}/elsewhere` }],
    ['the return URL to another site', { returnUrl: 'https://evil.example/' }],
    ['the organization', { organizationId: 'attacker' }],
    ['the user', { userId: 'attacker' }],
    ['who started it', { startedBy: { type: 'system', name: 'attacker' } }],
    ['the scopes', { scopes: ['openid'] }],
    ['the connection that it is for', { integrationId: 'another' }],
    ['the browser, to one that is known', { browserDigest: digestOf('known') }],
    ['the end', { expiresAt: new Date(Date.now() + hourMs) }],
    ['that it is over', { settled: true }],
  ])('cannot change of a pending authorization %s', async (what, change) => {
    const callback = await stack.authorize({ ...start });
    await reference(callback.state).update(change);
    await expect(integrationService.completeAuthorization(callback)).rejects.toMatchObject({
      code: what.startsWith('the browser') ? 'oauth_state_foreign' : 'oauth_state_unknown',
    });
    await expect(integrationService.getIntegrations('northwind')).resolves.toEqual([]);
  });

  it.each([
    ['the return URL', { returnUrl: 'https://evil.example/' }],
    ['that it is still pending', { settled: false, usedAt: null }],
  ])('cannot change of an outcome %s', async (_what, change) => {
    const callback = await stack.authorize({ ...start, organizationId: 'settled' }, { deny: true });
    await integrationService.completeAuthorization(callback);
    await reference(callback.state).update(change);
    await expect(integrationService.completeAuthorization(callback)).rejects.toMatchObject({
      code: 'oauth_state_unknown',
    });
  });

  it('cannot give one authorization the outcome of another', async () => {
    const one = await stack.authorize({ ...start, organizationId: 'swapped' }, { deny: true });
    await integrationService.completeAuthorization(one);
    const other = await stack.authorize({ ...start, organizationId: 'swapped' });
    const { sealed, settled, usedAt } = (await reference(one.state).get()).data() ?? {};
    await reference(other.state).update({ sealed, settled, usedAt });
    await expect(integrationService.completeAuthorization(other)).rejects.toMatchObject({
      code: 'oauth_state_unknown',
    });
  });

  it('is reported in the log, without values of the record', () => {
    const lines = stack.lines.filter(({ level }) => level === 'error');
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'A pending authorization was changed in the database',
        reason: 'credentials_moved',
      }),
    );
    expect(JSON.stringify(lines)).not.toContain('evil.example');
  });
});
