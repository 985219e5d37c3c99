import { minuteMs } from '@klayim/api/lib/duration';
import type { BlameScenario } from './blame.ts';

/** So many organizations, some of which do all that they can to be taken for everybody. */
export function blameScenariosFor(organizations: number): Record<string, BlameScenario> {
  const common = { organizations, instances: 10, durationMs: 30 * minuteMs, everyMs: 45 * minuteMs };
  const nobody = { count: 0, callsPerSecond: 0, failures: [] };
  const two = { count: 2, callsPerSecond: 10 };
  const incident = { fromMs: 10 * minuteMs, toMs: 20 * minuteMs };
  return {
    'two organizations that are refused': { ...common, hostile: { ...two, failures: ['misconfigured'] } },
    'two organizations that time out': { ...common, hostile: { ...two, failures: ['unavailable'] } },
    'two organizations that fail in every way': {
      ...common,
      hostile: { ...two, failures: ['misconfigured', 'unavailable', 'grant_rejected'] },
    },
    'our application is refused to all': {
      ...common,
      hostile: nobody,
      incident: { ...incident, failure: 'misconfigured' },
    },
    'the provider is away for all': {
      ...common,
      hostile: nobody,
      incident: { ...incident, failure: 'unavailable' },
    },
    'refused to all, while two fail in every way': {
      ...common,
      hostile: { ...two, failures: ['misconfigured', 'unavailable', 'grant_rejected'] },
      incident: { ...incident, failure: 'misconfigured' },
    },
  };
}
