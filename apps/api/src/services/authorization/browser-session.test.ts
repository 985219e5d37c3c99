import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../lib/duration.ts';
import { readKeyring } from '../../lib/keyring.ts';
import { browserSessionLifetimeMs, createBrowserSessions } from './browser-session.ts';

const newKey = () => randomBytes(32).toString('base64');
const ada = { organizationId: 'northwind', userId: 'ada' };

describe('the session of a browser', () => {
  const first = newKey();
  let nowMs = Date.now();
  const sessionsOf = (environment: Parameters<typeof readKeyring>[0]) =>
    createBrowserSessions({ keyring: async () => readKeyring(environment), clock: () => nowMs });
  const sessions = sessionsOf({ ENCRYPTION_KEY: first });

  it('is accepted as it was issued, by every instance, for ten minutes', async () => {
    const { cookie, session } = await sessions.issue(ada, []);
    const elsewhere = sessionsOf({ ENCRYPTION_KEY: first });
    await expect(elsewhere.read([cookie])).resolves.toEqual([session]);
    nowMs += browserSessionLifetimeMs + 1_000;
    await expect(sessions.read([cookie])).resolves.toEqual([]);
  });

  it('is refused when anything in it was changed, or it has no signature', async () => {
    const { cookie } = await sessions.issue(ada, []);
    const parts = cookie.split('.');
    const changed = [...cookie].map((character, index) => {
      const other = character === 'A' ? 'B' : 'A';
      return character === '.' ? '' : cookie.slice(0, index) + other + cookie.slice(index + 1);
    });
    const later = [parts[0], 'zzzzzzzzz', parts[2], parts[3]].join('.');
    for (const forged of [...changed, later, parts[0] ?? '', 'A'.repeat(43), `${cookie}.`, '']) {
      await expect(sessions.read([forged])).resolves.toEqual([]);
    }
    await expect(sessionsOf({ ENCRYPTION_KEY: newKey() }).read([cookie])).resolves.toEqual([]);
  });

  it('is found among cookies of neighbouring hosts, and only a limited number is read', async () => {
    const { cookie, session } = await sessions.issue(ada, []);
    await expect(sessions.read(['A'.repeat(43), cookie])).resolves.toEqual([session]);
    await expect(sessions.read([...Array(10).fill('x'), cookie])).resolves.toEqual([]);
  });

  it('keeps its key for the same user, and is not taken over by another one', async () => {
    const { cookie, session } = await sessions.issue(ada, []);
    nowMs += minuteMs;
    const again = await sessions.issue(ada, [cookie]);
    expect(again.session).toEqual(session);
    expect(again.cookie).not.toBe(cookie);
    for (const victim of [
      { ...ada, userId: 'eve' },
      { ...ada, organizationId: 'fabrikam' },
    ]) {
      const { session: own } = await sessions.issue(victim, [cookie]);
      expect(own.binding).not.toBe(session.binding);
      expect(own.userTag).not.toBe(session.userTag);
    }
  });

  it('outlives a change of the master key', async () => {
    const { cookie, session } = await sessions.issue(ada, []);
    const rotated = sessionsOf({
      ENCRYPTION_KEY: newKey(),
      ENCRYPTION_KEY_VERSION: '2',
      ENCRYPTION_PREVIOUS_KEYS: `1:${first}`,
    });
    await expect(rotated.read([cookie])).resolves.toEqual([session]);
  });
});
