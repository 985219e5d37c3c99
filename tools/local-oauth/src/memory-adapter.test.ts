import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from './memory-adapter.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the memory store', () => {
  it('forgets what has expired, in reads and in snapshots', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const store = createMemoryStore();
    const adapter = store.adapterFor('AccessToken');
    await adapter.upsert('short', { accountId: 'ada' }, 10);
    await adapter.upsert('forever', { accountId: 'ada' });
    vi.setSystemTime(Date.now() + 10_000);
    expect(await adapter.find('short')).toBeUndefined();
    expect(await adapter.find('forever')).toEqual({ accountId: 'ada' });
    expect(store.snapshot().map(({ id }) => id)).toEqual(['forever']);
  });

  it('hands out copies, so that stored state changes by writes only', async () => {
    const adapter = createMemoryStore().adapterFor('Grant');
    const payload = { accountId: 'ada' };
    await adapter.upsert('one', payload);
    payload.accountId = 'eve';
    const read = await adapter.find('one');
    if (read) {
      read.accountId = 'eve';
    }
    expect(await adapter.find('one')).toEqual({ accountId: 'ada' });
  });

  it('keeps models apart', async () => {
    const store = createMemoryStore();
    await store.adapterFor('AccessToken').upsert('same', { grantId: 'g' });
    expect(await store.adapterFor('RefreshToken').find('same')).toBeUndefined();
  });

  it('removes a grant with everything that came from it, and nothing else', async () => {
    const store = createMemoryStore();
    await store.adapterFor('Grant').upsert('g1', { accountId: 'ada' });
    await store.adapterFor('Grant').upsert('g2', { accountId: 'ada' });
    await store.adapterFor('RefreshToken').upsert('r1', { grantId: 'g1' });
    await store.adapterFor('RefreshToken').upsert('r2', { grantId: 'g2' });
    expect(store.grantIdsOf('ada')).toEqual(['g1', 'g2']);
    store.removeGrant('g1');
    expect(store.snapshot().map(({ id }) => id)).toEqual(['g2', 'r2']);
  });

  it('finds sessions by uid, marks what was consumed, and reports every write', async () => {
    const onChange = vi.fn();
    const store = createMemoryStore({ onChange });
    const adapter = store.adapterFor('Session');
    await adapter.upsert('s', { uid: 'u' });
    expect(await adapter.findByUid('u')).toEqual({ uid: 'u' });
    await adapter.consume('s');
    expect(await adapter.find('s')).toMatchObject({ consumed: expect.any(Number) });
    await adapter.destroy('s');
    expect(await adapter.find('s')).toBeUndefined();
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it('does not grow without bound while entries expire', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const store = createMemoryStore();
    const adapter = store.adapterFor('AccessToken');
    for (let index = 0; index < 999; index += 1) {
      await adapter.upsert(`old-${index}`, {}, 1);
    }
    vi.setSystemTime(Date.now() + 2000);
    await adapter.upsert('new', {}, 1);
    expect(store.size()).toBe(1);
  });
});
