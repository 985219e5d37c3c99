import type { Attributes } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { createMetrics } from '../src/lib/metrics.ts';

/** Keeps what is measured in memory, to be read when a test wants it. */
class MemoryReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** One measured value: a number, or of a histogram the number of its measurements. */
export interface Reading {
  attributes: Attributes;
  value: number;
}

/** Metrics by OpenTelemetry's own SDK, and what they measured. */
export function createReadableMetrics() {
  const reader = new MemoryReader();
  const metrics = createMetrics(new MeterProvider({ readers: [reader] }).getMeter('test'));

  /** All readings of one instrument. */
  async function read(name: string): Promise<Reading[]> {
    const { resourceMetrics, errors } = await reader.collect();
    if (errors.length > 0) {
      throw errors[0];
    }
    const found = resourceMetrics.scopeMetrics
      .flatMap((scope) => scope.metrics)
      .filter(({ descriptor }) => descriptor.name === name);
    return found.flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        value: typeof value === 'number' ? value : value.count,
      })),
    );
  }

  return {
    metrics,
    read,
    /** The sum of an instrument, of the readings that have these attributes. */
    async sum(name: string, wanted: Attributes = {}): Promise<number> {
      const readings = await read(name);
      return readings
        .filter(({ attributes }) => Object.entries(wanted).every(([key, value]) => attributes[key] === value))
        .reduce((total, { value }) => total + value, 0);
    },
  };
}
