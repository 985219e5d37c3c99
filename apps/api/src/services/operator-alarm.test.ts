import { beforeEach, describe, expect, it } from 'vitest';
import { createProviderIncidentsRepository } from '../repositories/system/provider-incidents.repository.ts';
import { useTestFirestore } from '../repositories/testing/test-firestore.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { createOperatorAlarm } from './operator-alarm.ts';

const minuteMs = 60_000;

describe('the alarm about a provider', () => {
  const { firestore } = useTestFirestore();
  let nowMs = Date.UTC(2026, 10, 25);
  const clock = () => nowMs;
  const { logger, lines } = recordingLogger();
  const incidents = createProviderIncidentsRepository({ firestore, clock });
  const newInstance = () => createOperatorAlarm({ providerIncidentsRepository: incidents, clock, logger });

  beforeEach(async () => {
    lines.length = 0;
    const { docs } = await firestore().collection('providerIncidents').get();
    await Promise.all(docs.map(({ ref }) => ref.delete()));
  });

  it('is one critical line for an incident that twenty instances meet at once', async () => {
    const instances = Array.from({ length: 20 }, newInstance);
    await Promise.all(instances.map((alarm) => alarm('google', 'misconfigured', 'invalid_client')));
    expect(lines).toMatchObject([{ level: 'critical', event: 'provider_misconfigured', provider: 'google' }]);
    await expect(incidents.findMisconfigured()).resolves.toEqual(new Set(['google']));
  });

  it('is repeated for each hour that the incident goes on, and not more often', async () => {
    const alarm = newInstance();
    for (let minute = 0; minute < 121; minute += 1) {
      await alarm('google', 'misconfigured', 'invalid_client');
      nowMs += minuteMs;
    }
    expect(lines).toHaveLength(3);
  });

  it('takes what nobody has met for a while for over, and what comes then for new', async () => {
    const alarm = newInstance();
    await alarm('microsoft', 'misconfigured', 'invalid_client');
    nowMs += 6 * minuteMs;
    await expect(incidents.findMisconfigured()).resolves.toEqual(new Set());
    await alarm('microsoft', 'misconfigured', 'invalid_client');
    expect(lines).toHaveLength(2);
  });

  it('tells an outage from a refusal of our application: only the latter stops the sweep', async () => {
    const alarm = newInstance();
    await alarm('google', 'unavailable', 'timeout');
    expect(lines).toMatchObject([{ level: 'error', event: 'provider_outage' }]);
    await expect(incidents.findMisconfigured()).resolves.toEqual(new Set());
  });
});
