import type { LogFields, Logger } from '../src/lib/logger.ts';

/** One line that was logged, with its fields. */
export interface LoggedLine extends LogFields {
  level: keyof Logger;
  message: string;
}

/** A logger that keeps its lines. */
export function recordingLogger(): { logger: Logger; lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const at = (level: keyof Logger) => (message: string, fields?: LogFields) => {
    lines.push({ ...fields, level, message });
  };
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
  };
  return { logger, lines };
}
