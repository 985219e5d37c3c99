import { write } from 'firebase-functions/logger';
import type { LogFields, Logger } from './logger.ts';

function lineOf(severity: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL') {
  return (message: string, fields: LogFields = {}) => write({ ...fields, severity, message });
}

/** The process's logger: one JSON line each, as Cloud Logging reads it. */
export const processLogger: Logger = {
  debug: lineOf('DEBUG'),
  info: lineOf('INFO'),
  warn: lineOf('WARNING'),
  error: lineOf('ERROR'),
  critical: lineOf('CRITICAL'),
};
