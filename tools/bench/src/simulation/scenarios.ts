import { hourMs, minuteMs } from '@klayim/api/lib/duration';
import type { Capacity, Scenario } from './simulate.ts';

/** The first is due when the simulation begins. */
const anyTimeMs = 41 * minuteMs;

/** What the deployment's parameters and a provider's usual answer time give. */
export function capacityOf(parameters: Record<string, string | undefined>): Capacity {
  return {
    queueRate: Number(parameters['REFRESH_QUEUE_RATE']),
    queueConcurrency: Number(parameters['REFRESH_QUEUE_CONCURRENCY']),
    instanceConcurrency: 4,
    refreshMs: 250,
    lookMs: 20,
  };
}

/** Eight hours in the life of so many integrations with tokens of an hour, all of one provider. */
export function scenariosFor(integrations: number): Record<'steady' | 'bunched' | 'outage', Scenario> {
  const common = { integrations, tokenLifetimeMs: hourMs, durationMs: 8 * hourMs };
  return {
    steady: { ...common, title: 'Connected at any time', connectedWithinMs: anyTimeMs },
    bunched: {
      ...common,
      title: 'All connected within one minute',
      connectedWithinMs: minuteMs,
      areNew: true,
    },
    outage: {
      ...common,
      title: 'The provider is away for an hour',
      connectedWithinMs: anyTimeMs,
      outage: [2 * hourMs, 3 * hourMs],
    },
  };
}
