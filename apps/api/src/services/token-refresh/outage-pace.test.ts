import { beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../lib/duration.ts';
import { createOutagePace, type OutagePace } from './outage-pace.ts';

describe('the pace of probes in an outage', () => {
  let nowMs = 0;
  let pace: OutagePace;
  beforeEach(() => {
    nowMs = Date.UTC(2026, 10, 28);
    pace = createOutagePace(() => nowMs);
  });

  function fail(...organizations: string[]): void {
    for (const organizationId of organizations) {
      pace.failed(organizationId);
    }
  }

  /** Lets organizations ask each 100 ms for so long; how often each of them was given a probe. */
  function ask(durationMs: number, organizations: readonly string[]): Map<string, number> {
    const probes = new Map(organizations.map((id) => [id, 0]));
    for (const endMs = nowMs + durationMs; nowMs < endMs; nowMs += 100) {
      for (const id of organizations) {
        if (pace.takeProbe(id) === 0) {
          probes.set(id, (probes.get(id) ?? 0) + 1);
        }
      }
    }
    return probes;
  }

  it.each([1, 2, 7, 100])('is one a second, however many organizations ask (%i)', (count) => {
    const organizations = Array.from({ length: count }, (_, index) => `organization-${index}`);
    const probes = ask(25_000, organizations);
    expect([...probes.values()].reduce((sum, of) => sum + of, 0)).toBe(25);
  });

  it('gives organizations their turns, whoever asks first and most', () => {
    expect([...ask(10_000, ['eager', 'second']).values()]).toEqual([5, 5]);
  });

  it('does not wait for an organization that has stopped asking', () => {
    ask(1_000, ['gone', 'here']);
    ask(2_000, ['here']);
    expect(ask(5_000, ['here']).get('here')).toBe(5);
  });

  it('says when to ask again', () => {
    expect(pace.untilNextProbeMs()).toBe(0);
    expect(pace.takeProbe('one')).toBe(0);
    expect(pace.takeProbe('other')).toBe(1_000);
    expect(pace.untilNextProbeMs()).toBe(1_000);
  });

  it('ends for all organizations with the first success after an outage of several', () => {
    fail('one', 'other', 'third');
    nowMs += 25_000;
    pace.succeeded('one');
    for (const id of ['one', 'other', 'third', 'never seen']) {
      expect(pace.outageEndedAtMs(id)).toBe(nowMs);
      expect(pace.isWell(id)).toBe(true);
    }
  });

  it('ends for all connections of an organization with its own success', () => {
    fail('one');
    nowMs += 25_000;
    pace.succeeded('one');
    expect(pace.outageEndedAtMs('one')).toBe(nowMs);
    expect(pace.outageEndedAtMs('other')).toBe(0);
  });

  it('does not end for what fails by itself while others succeed', () => {
    pace.succeeded('well');
    for (let second = 0; second < 60; second += 1) {
      fail('broken', 'broken too');
      nowMs += 1_000;
      pace.succeeded('well');
      expect(pace.outageEndedAtMs('broken')).toBe(0);
      expect(pace.isWell('broken')).toBe(false);
      expect(pace.isWell('well')).toBe(true);
    }
  });

  it('forgets organizations that are tried no more, and remembers ten thousand at most', () => {
    pace.succeeded('well');
    for (let index = 0; index < 12_000; index += 1) {
      pace.failed(`gone-${index}`);
    }
    expect(pace.failingCount()).toBe(10_000);
    nowMs += 2 * hourMs;
    pace.succeeded('well');
    fail('broken');
    expect(pace.failingCount()).toBe(1);
    expect(pace.isWell('broken')).toBe(false);
  });

  it('calls no organization healthy before it has seen a success', () => {
    expect(pace.isWell('one')).toBe(false);
  });
});
