import { afterEach, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import type { RefreshLease } from '../../src/repositories/integrations/integration-document.ts';
import { askFor, type Connected, useSlowProvider } from './slow-provider-fixture.ts';

/** Waits for a condition, however busy the machine is. */
const patience = { timeout: minuteMs };
const soon = { callerTimeoutMs: 300 };
const late = { callerTimeoutMs: minuteMs };
/** A busy machine takes its time; nothing here depends on how long. */
const options = { timeout: 2 * minuteMs };

describe('a provider that rotates at once and answers after its callers have left', options, () => {
  const { stack, tokenServer, newInstance, connected } = useSlowProvider();
  let release: () => void = () => undefined;
  afterEach(() => release());

  const requests = () => tokenServer().requestsAtMs().length;
  const readLease = async ({ integration }: Connected) =>
    (await stack.raw(integration))['refreshLease'] as RefreshLease | null;

  /** The answer was stored as any other: one refresh, no replay, and the next caller has it. */
  async function expectKept({ integration, grant }: Connected): Promise<void> {
    await expect
      .poll(() => stack.raw(integration), patience)
      .toMatchObject({ status: 'connected', credentialVersion: 2, refreshLease: null, lastError: null });
    await expect(askFor(newInstance(), integration)).resolves.toBe('ok');
    expect(grant).toMatchObject({ alive: true, replays: 0 });
    expect([...grant.successes.values()]).toEqual([1]);
  }

  it('loses nothing: the caller is told to come back, and the answer is stored when it comes', async () => {
    const connection = await connected();
    release = tokenServer().holdAnswers();
    const { integration } = connection;
    const asked = newInstance({ timing: soon }).getValidToken(integration.organizationId, integration.id);
    await expect(asked).rejects.toMatchObject({ code: 'refresh_in_progress', retryAfterMs: 1_000 });
    release();
    await expectKept(connection);
  });

  it('gives callers the token that is still valid', async () => {
    const connection = await connected(-2 * minuteMs);
    release = tokenServer().holdAnswers();
    await expect(askFor(newInstance({ timing: soon }), connection.integration)).resolves.toBe('degraded');
    release();
    await expectKept(connection);
  });

  it('is called once by callers of one process who come one after the other', async () => {
    const connection = await connected();
    const before = requests();
    release = tokenServer().holdAnswers();
    const instance = newInstance({ timing: soon });
    for (let call = 0; call < 4; call += 1) {
      await expect(askFor(instance, connection.integration)).resolves.toBe('refresh_in_progress');
    }
    const waiting = askFor(newInstance({ timing: late }), connection.integration);
    release();
    await expect(waiting).resolves.toBe('ok');
    expect(requests()).toBe(before + 1);
    await expectKept(connection);
  });

  it('is called once by callers of several processes, who wait as long as the lease is renewed', async () => {
    const connection = await connected();
    const before = requests();
    release = tokenServer().holdAnswers();
    const renewals: (() => void)[] = [];
    const first = newInstance({
      timing: { ...soon, leaseTtlMs: 20_000 },
      runAfter(_ms, run) {
        renewals.push(run);
        return () => undefined;
      },
    });
    await expect(askFor(first, connection.integration)).resolves.toBe('refresh_in_progress');
    const firstEndMs = (await readLease(connection))?.expiresAt.toMillis() ?? 0;
    renewals.shift()?.();
    await expect
      .poll(async () => (await readLease(connection))?.expiresAt.toMillis(), patience)
      .toBeGreaterThan(firstEndMs);
    await expect(askFor(newInstance({ timing: soon }), connection.integration)).resolves.toBe(
      'refresh_in_progress',
    );
    const waiting = askFor(newInstance({ timing: late }), connection.integration);
    release();
    await expect(waiting).resolves.toBe('ok');
    expect(requests()).toBe(before + 1);
    await expectKept(connection);
  });

  it('loses nothing when its lease was lost meanwhile, and nobody has used the refresh token', async () => {
    const connection = await connected();
    release = tokenServer().holdAnswers();
    const neverRenewed = { runAfter: () => () => undefined };
    const first = newInstance({ timing: { ...soon, leaseTtlMs: 3_000 }, ...neverRenewed });
    await expect(askFor(first, connection.integration)).resolves.toBe('refresh_in_progress');
    const endMs = (await readLease(connection))?.expiresAt.toMillis() ?? 0;
    await expect.poll(() => Date.now(), patience).toBeGreaterThan(endMs);
    release();
    await expectKept(connection);
  });

  it('lets the sweep wait for the answer', async () => {
    const connection = await connected();
    const { id, organizationId, provider } = connection.integration;
    release = tokenServer().holdAnswers();
    const before = requests();
    const batch = newInstance({ timing: soon }).refreshBatch([
      { integrationId: id, organizationId, provider },
    ]);
    await expect.poll(requests, patience).toBe(before + 1);
    await expect(askFor(newInstance({ timing: soon }), connection.integration)).resolves.toBe(
      'refresh_in_progress',
    );
    release();
    await expect(batch).resolves.toMatchObject({ refreshed: 1, failed: 0 });
    await expectKept(connection);
  });

  it('loses to a disconnect, and the late grant is revoked', async () => {
    const { integration, grant } = await connected();
    const before = requests();
    release = tokenServer().holdAnswers();
    await expect(askFor(newInstance({ timing: soon }), integration)).resolves.toBe('refresh_in_progress');
    await expect.poll(requests, patience).toBe(before + 1);
    await stack.integrationService.disconnect(integration.organizationId, integration.id);
    release();
    await expect.poll(() => grant.alive, patience).toBe(false);
    expect(await stack.raw(integration)).toMatchObject({ status: 'disconnected', credentials: null });
  });

  it('delays a forced refresh no longer than any other', async () => {
    const connection = await connected(-3_000_000);
    const { id, organizationId } = connection.integration;
    release = tokenServer().holdAnswers();
    const forced = newInstance({ timing: soon }).refreshToken(organizationId, id);
    await expect(forced).rejects.toMatchObject({ code: 'refresh_in_progress' });
    release();
    await expectKept(connection);
  });
});
