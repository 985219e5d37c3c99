import { write } from 'firebase-functions/logger';
import { writeClean } from './guard-output.ts';
import type { LogFields, Logger } from './logger.ts';
import { operationFields } from './operation-scope.ts';
import { redact } from './redact.ts';
import { redactText } from './redact-text.ts';

type Severity = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
type Entry = Parameters<typeof write>[0];

/** A logger that gives each line as Cloud Logging reads it, without secrets, with what its operation scope adds. */
export function createStructuredLogger(sink: (entry: Entry) => void): Logger {
  const lineOf =
    (severity: Severity) =>
    (message: string, fields: LogFields = {}) => {
      const { trace, ...rest } = redact({ ...operationFields(), ...fields }) as LogFields;
      sink({ ...rest, ...traceOf(trace), severity, message: redactText(message) });
    };
  return {
    debug: lineOf('DEBUG'),
    info: lineOf('INFO'),
    warn: lineOf('WARNING'),
    error: lineOf('ERROR'),
    critical: lineOf('CRITICAL'),
  };
}

/** @see https://docs.cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields */
function traceOf(trace: unknown): Record<string, string> {
  const project = process.env['GCLOUD_PROJECT'];
  if (typeof trace !== 'string') {
    return {};
  }
  return { 'logging.googleapis.com/trace': project ? `projects/${project}/traces/${trace}` : trace };
}

/** Logs to the process's output: one JSON line each. */
export const createProcessLogger = (): Logger =>
  createStructuredLogger((entry) => writeClean(() => write(entry)));
