import { beforeAll, describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import { meterFirestore } from '../../lib/firestore-meter.ts';
import { runInOperationScope } from '../../lib/operation-scope.ts';
import { createApiKeyIdentity } from './api-key-identity.ts';

const actor = { type: 'system', name: 'test' } as const;
const address = '203.0.113.7';

describe('the identity of an API key', () => {
  beforeAll(meterFirestore);
  const { firestore } = useTestFirestore();
  let started = 0;

  /** An organization of its own, an instance that checks keys, and a clock that stands still until it is moved. */
  function newFixture() {
    started += 1;
    const organizationId = `keys-${started}`;
    const time = { nowMs: (1_000 + 10_000 * started) * minuteMs };
    const clock = () => time.nowMs;
    const parts = wireServices({ firestore, clock });
    const { apiKeysService: keys } = parts;
    const authenticate = createApiKeyIdentity(parts);
    const create = (expiresInDays?: number) =>
      keys.createKey(
        organizationId,
        { name: 'Payroll', scopes: ['tokens:read'], ...(expiresInDays !== undefined && { expiresInDays }) },
        { userId: 'ada', actor },
      );
    const lastUse = async () => (await keys.listKeys(organizationId))[0]?.lastUsedAt;
    return { organizationId, time, keys, authenticate, create, lastUse };
  }

  it('ends with the key, to the millisecond', async () => {
    const { time, authenticate, create } = newFixture();
    const { secret } = await create(1);
    time.nowMs += dayMs - 1;
    await expect(authenticate(secret, address)).resolves.toMatchObject({ backend: { name: 'Payroll' } });
    time.nowMs += 1;
    await expect(authenticate(secret, address)).rejects.toMatchObject({ code: 'api_key_invalid' });
  });

  it('ends with the overlap for a key that was replaced, and goes on for its successor', async () => {
    const { organizationId, time, keys, authenticate, create } = newFixture();
    const { secret, apiKey } = await create();
    const change = { overlapSeconds: 3_600, actor };
    const next = await keys.rotateKey(organizationId, apiKey.id, change);
    time.nowMs += 60 * minuteMs - 1;
    await expect(authenticate(secret, address)).resolves.toMatchObject({ userId: apiKey.id });
    time.nowMs += 1;
    await expect(authenticate(secret, address)).rejects.toMatchObject({ code: 'api_key_invalid' });
    await expect(authenticate(next.secret, address)).resolves.toMatchObject({ userId: apiKey.id });
  });

  it('outlives a revocation by a minute at most', async () => {
    const { organizationId, time, keys, authenticate, create } = newFixture();
    const { secret, apiKey } = await create();
    await authenticate(secret, address);
    await keys.revokeKey(organizationId, apiKey.id, actor);
    time.nowMs += minuteMs;
    await expect(authenticate(secret, address)).rejects.toMatchObject({ code: 'api_key_invalid' });
  });

  it('costs nothing for a minute after it was read, so that a token costs the reading of its connection alone', async () => {
    const { time, authenticate, create } = newFixture();
    const { secret } = await create();
    await authenticate(secret, address);
    time.nowMs += minuteMs - 1;
    const counts = { reads: 0, writes: 0 };
    await runInOperationScope({ counts }, () => authenticate(secret, address));
    expect(counts).toEqual({ reads: 0, writes: 0 });
    time.nowMs += 1;
    await runInOperationScope({ counts }, () => authenticate(secret, address));
    expect(counts.reads).toBeGreaterThanOrEqual(1);
  });

  it('notes a use once in five minutes', async () => {
    const { time, authenticate, create, lastUse } = newFixture();
    const { secret } = await create();
    await authenticate(secret, address);
    const first = await lastUse();
    expect(first).toBe(new Date(time.nowMs).toISOString());
    time.nowMs += 5 * minuteMs - 1;
    await authenticate(secret, address);
    expect(await lastUse()).toBe(first);
    time.nowMs += minuteMs;
    await authenticate(secret, address);
    expect(await lastUse()).toBe(new Date(time.nowMs).toISOString());
  });

  it('is refused for an address that sent thirty wrong keys in a minute, and for no other', async () => {
    const { time, authenticate, create } = newFixture();
    const { secret } = await create();
    const codes: unknown[] = [];
    for (let sent = 0; sent < 40; sent++) {
      codes.push(await authenticate(`kl_${sent}`, address).catch((error: { code: unknown }) => error.code));
    }
    expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'api_key_invalid'));
    expect(codes.at(-1)).toBe('rate_limited');
    await expect(authenticate(secret, address)).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(authenticate(secret, '203.0.113.8')).resolves.toMatchObject({ isOperator: false });
    time.nowMs += 2 * minuteMs;
    await expect(authenticate('kl_again', address)).rejects.toMatchObject({ code: 'api_key_invalid' });
  });

  it('is given to at most fifty keys of an organization', async () => {
    const { create } = newFixture();
    for (let made = 0; made < 50; made++) {
      await create();
    }
    await expect(create()).rejects.toMatchObject({ code: 'too_many_api_keys' });
  });
});
