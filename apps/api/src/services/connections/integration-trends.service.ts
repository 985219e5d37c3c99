import type { IntegrationTrends } from '@klayim/shared/types';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import { isoTimestampOfMs, toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { memoizeFor } from '../../lib/memoize.ts';
import type {
  ConnectionTrend,
  IntegrationTrendsRepository,
} from '../../repositories/integrations/integration-trends.repository.ts';
import { type PeriodCount, sumCounts } from '../../repositories/integrations/refresh-counts.ts';
import { sweepsOf } from './sweep-outcomes.ts';

/** Connections that are added up at most: those that changed last. */
export const maxConnections = 1000;
/** An answer is given again for so long: it is about hours. */
const answerMs = minuteMs;
/** Organizations whose answers this instance keeps. */
const maxAnswers = 200;
/** Ends are foretold for so many days. */
const endingDays = 30;
/** How many of those whose grant ends are named. */
const maxEndingGrants = 20;

export interface IntegrationTrendsDependencies {
  integrationTrendsRepository: IntegrationTrendsRepository;
  clock: Clock;
}

export type IntegrationTrendsService = ReturnType<typeof createIntegrationTrendsService>;

/** How an organization's connections were in the last hours and days, and when they end. */
export function createIntegrationTrendsService({
  integrationTrendsRepository,
  clock,
}: IntegrationTrendsDependencies) {
  const answers = new LRUCache<string, () => Promise<IntegrationTrends>>({ max: maxAnswers });

  async function compute(organizationId: string): Promise<IntegrationTrends> {
    const found = await integrationTrendsRepository.findLatest(organizationId, maxConnections + 1);
    const counted = found.slice(0, maxConnections);
    const counts = counted.map(({ refreshCounts }) => refreshCounts);
    const nowMs = clock();
    return {
      hours: sumCounts(counts, 'hours', nowMs).map(toShown),
      days: sumCounts(counts, 'days', nowMs).map(toShown),
      endings: endingsOf(counted, nowMs),
      grants: endingGrantsOf(counted, nowMs),
      sweeps: sweepsOf(counted.map(({ recentRefreshes }) => recentRefreshes)),
      connections: counted.length,
      complete: found.length <= maxConnections,
    };
  }

  return {
    /** Reads a document for each connection, a thousand at most, at most once a minute for each organization and instance. */
    getTrends(organizationId: string): Promise<IntegrationTrends> {
      const answer =
        answers.get(organizationId) ?? memoizeFor(answerMs, clock, () => compute(organizationId));
      answers.set(organizationId, answer);
      return answer();
    },
  };
}

function toShown({ startMs, ...counts }: PeriodCount): IntegrationTrends['hours'][number] {
  return { at: isoTimestampOfMs(startMs), ...counts };
}

/** By day from today on: what ends with its access token, and what ends with its grant. */
function endingsOf(trends: readonly ConnectionTrend[], nowMs: number): IntegrationTrends['endings'] {
  const today = Math.floor(nowMs / dayMs);
  const endings = Array.from({ length: endingDays }, (_none, index) => ({
    at: isoTimestampOfMs((today + index) * dayMs),
    tokens: 0,
    grants: 0,
  }));
  for (const { status, refreshable, expiresAt, grantExpiry } of trends) {
    const end = refreshable ? grantExpiry?.expiresAt : expiresAt;
    const endMs = end?.toMillis() ?? 0;
    const day =
      status === 'connected' && endMs > nowMs ? endings[Math.floor(endMs / dayMs) - today] : undefined;
    if (day) {
      day[refreshable ? 'grants' : 'tokens'] += 1;
    }
  }
  return endings;
}

/** Which grants end, the next one first. An end by disuse is told of while refreshes fail: otherwise each moves it on. */
function endingGrantsOf(trends: readonly ConnectionTrend[], nowMs: number): IntegrationTrends['grants'] {
  return trends
    .flatMap(({ id, provider, accountEmail, status, consecutiveFailures, grantExpiry }) => {
      const endMs = grantExpiry?.expiresAt.toMillis() ?? 0;
      const isSoon = status === 'connected' && endMs > nowMs && endMs < nowMs + endingDays * dayMs;
      const isSure = grantExpiry?.because !== 'unused' || consecutiveFailures > 0;
      return grantExpiry && isSoon && isSure ? [{ id, provider, accountEmail, grantExpiry, endMs }] : [];
    })
    .sort((one, other) => one.endMs - other.endMs)
    .slice(0, maxEndingGrants)
    .map(({ id, provider, accountEmail, grantExpiry }) => ({
      integrationId: id,
      provider,
      accountEmail,
      grantExpiresAt: toIsoTimestamp(grantExpiry.expiresAt),
      grantExpiresBecause: grantExpiry.because,
    }));
}
