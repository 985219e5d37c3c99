import { minuteMs } from './duration.ts';
import type { Logger } from './logger.ts';
import { createMetrics, type Metrics, noMetrics, whenReady } from './metrics.ts';

/** Time between two exports, in milliseconds: functions that are idle have no processor time for more. */
const exportIntervalMs = minuteMs;

/**
 * The metrics of this process. They go to an OTLP endpoint when the standard variables name one; without them no library is
 * loaded and nothing is measured.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function createProcessMetrics(
  environment: Readonly<Record<string, string | undefined>>,
  logger: Logger,
): Metrics {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!endpoint) {
    return noMetrics;
  }
  return whenReady(
    startExport().catch((error: unknown) => {
      // What is measured matters less than what the process is for.
      const name = error instanceof Error ? error.name : 'unknown';
      logger.error('Metrics are not exported', { reason: name });
      return noMetrics;
    }),
  );
}

/** Reads its endpoint and headers from the environment, as every OpenTelemetry exporter does. */
async function startExport(): Promise<Metrics> {
  const [{ MeterProvider, PeriodicExportingMetricReader }, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: exportIntervalMs,
  });
  return createMetrics(new MeterProvider({ readers: [reader] }).getMeter('klayim'));
}
