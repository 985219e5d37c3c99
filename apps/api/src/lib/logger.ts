/** Fields of a structured log line. Values are logged as they are: pass ids, counts and codes, never credentials. */
export type LogFields = Record<string, string | number | boolean | null | undefined | object>;

/** Structured logging; the levels are those of Cloud Logging. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Someone must act now. */
  critical(message: string, fields?: LogFields): void;
}
