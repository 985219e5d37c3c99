import type { Integration, IntegrationListQuery } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { integrations } from './integration-document.ts';

const organizationId = 'selection';
const nowMs = Date.parse('2026-03-01T12:00:00Z');

/** Twelve accounts, whose tokens expire in the order of their numbers; every third one is disconnected. */
describe('a list of connections', () => {
  const { firestore } = useTestFirestore();
  const { integrationRepository } = testRepositories({ firestore });
  const emailOf = (number: number) => `user-${String(number).padStart(2, '0')}@northwind.example`;

  beforeAll(async () => {
    for (let number = 0; number < 12; number++) {
      const { id } = await integrationRepository.create(
        organizationId,
        sampleIntegration(nowMs, {
          provider: number % 2 === 0 ? 'google_calendar' : 'microsoft_calendar',
          accountId: `account-${number}`,
          accountEmail: emailOf(number),
          expiresAt: Timestamp.fromMillis(nowMs + number * minuteMs),
          missingScopes: number === 1 ? ['openid'] : [],
        }),
        () => false,
      );
      await integrationRepository.update(organizationId, id, {
        lastUsedAt: Timestamp.fromMillis(nowMs - number * minuteMs),
      });
      if (number % 3 === 0) {
        await integrationRepository.markAsDisconnected(organizationId, id);
      } else if (number === 2) {
        await integrationRepository.markAsError(organizationId, id, 'The grant is dead.');
      }
    }
    await integrationRepository.create('neighbours', sampleIntegration(nowMs), () => false);
  });

  async function listAll(query: Partial<IntegrationListQuery>, limit = 2): Promise<Integration[]> {
    const items: Integration[] = [];
    let cursor: string | undefined;
    do {
      const page = await integrationRepository.findPage(organizationId, { ...query, limit, cursor });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return items;
  }
  const numbersOf = (items: readonly Integration[]) =>
    items.map(({ accountEmail }) => Number(accountEmail.slice(5, 7)));

  it('in the order of expiry continues with accounts without a token, page by page', async () => {
    const numbers = numbersOf(await listAll({ sort: 'expiresAt' }));
    expect(numbers.slice(0, 4).sort((one, other) => one - other)).toEqual([0, 3, 6, 9]);
    expect(numbers.slice(4)).toEqual([1, 2, 4, 5, 7, 8, 10, 11]);
  });

  it('is sorted by the last use, latest first, and by the address', async () => {
    const ascending = Array.from({ length: 12 }, (_, number) => number);
    expect(numbersOf(await listAll({ sort: 'lastUsedAt' }))).toEqual(ascending);
    expect(numbersOf(await listAll({ sort: 'account' }, 5))).toEqual(ascending);
  });

  it('is filtered by what a person has to do', async () => {
    expect(numbersOf(await listAll({ requiredAction: 'reauthorize' }))).toEqual([2]);
    expect(numbersOf(await listAll({ requiredAction: 'grant_scopes' }))).toEqual([1]);
    expect(await listAll({ requiredAction: 'none' })).toHaveLength(10);
  });

  it('is filtered by the beginning of the address, in any case', async () => {
    expect(numbersOf(await listAll({ accountPrefix: 'USER-1' }))).toEqual([10, 11]);
    expect(await listAll({ accountPrefix: 'nobody' })).toEqual([]);
  });

  it.each<Partial<IntegrationListQuery>>([
    { sort: 'createdAt' },
    { sort: 'expiresAt' },
    { sort: 'lastUsedAt' },
    { sort: 'account' },
    { accountPrefix: 'user' },
  ])('combines all filters with %j', async (order) => {
    const query = { ...order, provider: 'microsoft_calendar', status: 'connected', requiredAction: 'none' };
    const found = numbersOf(await listAll(query as Partial<IntegrationListQuery>));
    expect(found.sort((one, other) => one - other)).toEqual([5, 7, 11]);
  });

  it('refuses the cursor of another order', async () => {
    const { nextCursor } = await integrationRepository.findPage(organizationId, {
      sort: 'expiresAt',
      limit: 1,
    });
    await expect(
      integrationRepository.findPage(organizationId, { sort: 'account', limit: 1, cursor: nextCursor ?? '' }),
    ).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it('never holds a connection whose stored action is outdated', async () => {
    const { docs } = await integrations(firestore()).where('organizationId', '==', organizationId).get();
    const shown = new Map((await listAll({}, 100)).map((each) => [each.id, each.requiredAction]));
    for (const document of docs) {
      expect(document.data().requiredAction).toBe(shown.get(document.id));
    }
  });
});
