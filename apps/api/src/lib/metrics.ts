import type { Attributes, Meter } from '@opentelemetry/api';

/** State of a circuit, as a number that can be drawn. */
export const circuitStates = { closed: 0, half_open: 1, open: 2 } as const;

/** A circuit of this process: one for each authorization server and kind of failure. */
export interface CircuitReading {
  server: string;
  failure: string;
  state: keyof typeof circuitStates;
}

/** What this service measures. Units are those of OpenTelemetry: seconds. */
export interface Metrics {
  /** A refresh has ended: `refreshed`, `degraded`, `not_needed` or an error code. */
  refreshEnded(facts: { provider: string; outcome: string }, durationMs: number): void;
  /** How long the connection has been due that a sweep found to wait the longest; 0 when nothing was due. */
  oldestDue(ageMs: number): void;
  /** An attempt to deliver an event: `delivered`, `pending` (it is tried again) or `failed`. */
  webhookAttempted(outcome: string): void;
  /** An attempt to send a mail: `sent`, `postponed` or `failed`. */
  mailAttempted(outcome: string): void;
  /** Has the circuits read whenever metrics are collected. */
  watchCircuits(read: () => readonly CircuitReading[]): void;
}

/** Measures nothing. */
export const noMetrics: Metrics = {
  refreshEnded: () => undefined,
  oldestDue: () => undefined,
  webhookAttempted: () => undefined,
  mailAttempted: () => undefined,
  watchCircuits: () => undefined,
};

/** Measures by the instruments of an OpenTelemetry meter. docs/operations.md lists them. */
export function createMetrics(meter: Meter): Metrics {
  const refreshes = meter.createHistogram('klayim.refresh.duration', {
    description: 'How long refreshes of connections took, by provider and outcome.',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45] },
  });
  const oldestDue = meter.createGauge('klayim.refresh.oldest_due', {
    description: 'For how long the connection has been due that waits the longest.',
    unit: 's',
  });
  const webhooks = meter.createCounter('klayim.webhook.attempts', {
    description: 'Attempts to deliver webhooks, by outcome.',
  });
  const mails = meter.createCounter('klayim.mail.attempts', {
    description: 'Attempts to send mails, by outcome.',
  });
  const circuits = meter.createObservableGauge('klayim.circuit.state', {
    description: 'The circuit to an authorization server: 0 closed, 1 half-open, 2 open.',
  });
  return {
    refreshEnded: (facts, durationMs) => refreshes.record(durationMs / 1_000, { ...facts }),
    oldestDue: (ageMs) => oldestDue.record(ageMs / 1_000),
    webhookAttempted: (outcome) => webhooks.add(1, { outcome }),
    mailAttempted: (outcome) => mails.add(1, { outcome }),
    watchCircuits: (read) =>
      circuits.addCallback((result) => {
        for (const { server, failure, state } of read()) {
          const attributes: Attributes = { server, failure };
          result.observe(circuitStates[state], attributes);
        }
      }),
  };
}

/** Metrics that are ready a little later: what happens before is measured then. */
export function whenReady(loading: Promise<Metrics>): Metrics {
  const later = (use: (metrics: Metrics) => void) => {
    void loading.then(use);
  };
  return {
    refreshEnded: (facts, durationMs) => later((metrics) => metrics.refreshEnded(facts, durationMs)),
    oldestDue: (ageMs) => later((metrics) => metrics.oldestDue(ageMs)),
    webhookAttempted: (outcome) => later((metrics) => metrics.webhookAttempted(outcome)),
    mailAttempted: (outcome) => later((metrics) => metrics.mailAttempted(outcome)),
    watchCircuits: (read) => later((metrics) => metrics.watchCircuits(read)),
  };
}
