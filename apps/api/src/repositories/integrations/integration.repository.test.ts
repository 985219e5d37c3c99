import { integrationSchema } from '@klayim/shared/schemas';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { newTestKeyring, sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { StoredIntegration } from './integration-document.ts';

const never = () => false;
const always = () => true;

describe('the integration repository', () => {
  const { firestore, secondClient } = useTestFirestore();
  const keyring = newTestKeyring();
  const dependencies = { keyring: () => Promise.resolve(keyring), clock: () => Date.now() };
  const repository = testRepositories({ firestore, ...dependencies }).integrationRepository;
  const elsewhere = testRepositories({ firestore: secondClient, ...dependencies }).integrationRepository;

  async function connected(organizationId: string, accountId = 'account-1') {
    return repository.create(organizationId, sampleIntegration(Date.now(), { accountId }), never);
  }
  async function stored(organizationId: string, id: string): Promise<StoredIntegration> {
    const found = await repository.findById(organizationId, id);
    if (!found) {
      throw new Error('not found');
    }
    return found;
  }
  const raw = async (id: string) => (await firestore().collection('integrations').doc(id).get()).data();

  it('stores credentials encrypted and decrypts them for their own record only', async () => {
    const created = await connected('encrypting');
    expect(integrationSchema.parse(created)).toEqual(created);
    expect(JSON.stringify(await raw(created.id))).not.toContain('in-clear');

    const record = await stored('encrypting', created.id);
    await expect(repository.getDecryptedCredentials('encrypting', record)).resolves.toEqual({
      accessToken: 'access-token-in-clear',
      refreshToken: 'refresh-token-in-clear',
    });
    await expect(
      repository.getDecryptedCredentials('encrypting', { ...record, id: 'another' }),
    ).rejects.toMatchObject({ code: 'credentials_moved' });
  });

  it('creates one document for an account, whatever races', async () => {
    const tries = Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? repository : elsewhere).create('racing', sampleIntegration(Date.now()), never),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'already_connected' });
      }
    }
    await expect(repository.findByOrganization('racing')).resolves.toHaveLength(1);
  });

  it('keeps the id and the history of an account that is connected again', async () => {
    const first = await connected('reconnecting');
    await repository.markAsDisconnected('reconnecting', first.id);
    const again = await repository.create('reconnecting', sampleIntegration(Date.now()), always);
    expect(again).toMatchObject({ id: first.id, status: 'connected', createdAt: first.createdAt });
    expect((await stored('reconnecting', first.id)).credentialVersion).toBe(3);
  });

  it('erases the credentials of a disconnected integration and keeps the rest', async () => {
    const { id } = await connected('disconnecting');
    const before = await repository.markAsDisconnected('disconnecting', id);
    expect(before.credentials).not.toBeNull();
    expect(await raw(id)).toMatchObject({
      status: 'disconnected',
      credentials: null,
      expiresAt: null,
      refreshDueAt: null,
      accountEmail: 'ada@northwind.example',
    });
    // Once more changes nothing.
    await repository.markAsDisconnected('disconnecting', id);
    expect((await stored('disconnecting', id)).credentialVersion).toBe(2);
  });

  it('marks one that needs reauthorisation so that the sweep leaves it alone', async () => {
    const { id } = await connected('failing');
    await repository.markAsError('failing', id, 'The grant is gone.');
    expect(await raw(id)).toMatchObject({ status: 'error', refreshDueAt: null });
    const [listed] = await repository.findByOrganization('failing');
    expect(listed).toMatchObject({
      requiredAction: 'reauthorize',
      lastError: { code: 'reauthorization_required' },
    });
  });

  it('replaces credentials under a new version', async () => {
    const { id } = await connected('replacing');
    const expiresAt = Timestamp.fromMillis(Date.now() + minuteMs);
    await repository.updateCredentials('replacing', id, { accessToken: 'a2', refreshToken: null }, expiresAt);
    const record = await stored('replacing', id);
    expect(record.credentialVersion).toBe(2);
    await expect(repository.getDecryptedCredentials('replacing', record)).resolves.toMatchObject({
      accessToken: 'a2',
    });
  });

  it('refuses a change of an outdated version', async () => {
    const { id } = await connected('versioned');
    const { version } = await stored('versioned', id);
    await repository.update('versioned', id, { accountEmail: 'first@northwind.example' }, version);
    await repository.update('versioned', id, { accountEmail: 'late@northwind.example' }, version);
    expect((await stored('versioned', id)).accountEmail).toBe('first@northwind.example');
    await repository.update('versioned', id, { accountEmail: 'third@northwind.example' });
    expect((await stored('versioned', id)).accountEmail).toBe('third@northwind.example');
  });

  describe('lists', () => {
    it('pages newest first, without gaps, duplicates or ciphertext, and ends', async () => {
      const ids: string[] = [];
      for (let index = 0; index < 7; index += 1) {
        ids.unshift((await connected('paging', `account-${index}`)).id);
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await repository.findPage('paging', { limit: 3, cursor });
        expect(page.items.length).toBeLessThanOrEqual(3);
        expect(Object.keys(page.items[0] ?? {})).not.toContain('credentials');
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(ids);
    });

    it('filters by provider and status', async () => {
      await connected('filtering', 'g1');
      const { id } = await connected('filtering', 'g2');
      await repository.create(
        'filtering',
        sampleIntegration(Date.now(), { provider: 'microsoft_calendar' }),
        never,
      );
      await repository.markAsDisconnected('filtering', id);
      const count = async (filter: object) =>
        (await repository.findPage('filtering', { limit: 10, ...filter })).items.length;
      await expect(count({})).resolves.toBe(3);
      await expect(count({ provider: 'google_calendar' })).resolves.toBe(2);
      await expect(count({ status: 'disconnected' })).resolves.toBe(1);
      await expect(count({ provider: 'google_calendar', status: 'connected' })).resolves.toBe(1);
      await expect(
        repository.findByOrganizationAndProvider('filtering', 'microsoft_calendar'),
      ).resolves.toHaveLength(1);
    });

    it.each([
      '',
      '!',
      'bm90LWpzb24',
      Buffer.from('["x",0,"a"]').toString('base64url'),
      Buffer.from('[1e300,0,"a"]').toString('base64url'),
      Buffer.from('[9007199254740991,0,"a"]').toString('base64url'),
      Buffer.from('[1,0,"a/b"]').toString('base64url'),
    ])('refuses the cursor %j', async (cursor) => {
      await expect(repository.findPage('paging', { limit: 3, cursor })).rejects.toMatchObject({
        code: 'invalid_cursor',
      });
    });
  });

  describe('tenancy', () => {
    it.each<[string, (id: string) => Promise<unknown>]>([
      ['update', (id) => repository.update('foreign', id, { accountEmail: 'x@foreign.example' })],
      [
        'updateCredentials',
        (id) =>
          repository.updateCredentials(
            'foreign',
            id,
            { accessToken: 'x', refreshToken: null },
            Timestamp.now(),
          ),
      ],
      ['markAsError', (id) => repository.markAsError('foreign', id, 'x')],
      ['markAsDisconnected', (id) => repository.markAsDisconnected('foreign', id)],
      ['delete', (id) => repository.delete('foreign', id)],
    ])('%s takes a foreign id for an unknown one and changes nothing', async (method, call) => {
      const { id } = await connected('home', `tenancy-${method}`);
      const before = await raw(id);
      await expect(call(id)).rejects.toMatchObject({ code: 'integration_not_found' });
      await expect(call('unknown')).rejects.toMatchObject({ code: 'integration_not_found' });
      expect(await raw(id)).toEqual(before);
    });

    it('shows nothing of another organization', async () => {
      const { id } = await connected('home', 'tenancy-reading');
      await expect(repository.findById('foreign', id)).resolves.toBeNull();
      for (const unknown of ['unknown', '', 'a/b', '..', '__reserved__', 'x'.repeat(2000)]) {
        await expect(repository.findById('foreign', unknown)).resolves.toBeNull();
        await expect(repository.delete('foreign', unknown)).rejects.toMatchObject({
          code: 'integration_not_found',
        });
      }
      await expect(repository.findByOrganization('foreign')).resolves.toEqual([]);
      await expect(repository.findByOrganizationAndProvider('foreign', 'google_calendar')).resolves.toEqual(
        [],
      );
      const home = await repository.findPage('home', { limit: 1 });
      const page = await repository.findPage('foreign', { limit: 10, cursor: home.nextCursor ?? undefined });
      expect(page.items).toEqual([]);
    });
  });

  it('deletes permanently and returns what was there', async () => {
    const { id } = await connected('deleting');
    expect((await repository.delete('deleting', id)).credentials).not.toBeNull();
    await expect(repository.findById('deleting', id)).resolves.toBeNull();
    await expect(repository.delete('deleting', id)).rejects.toMatchObject({ code: 'integration_not_found' });
  });
});
