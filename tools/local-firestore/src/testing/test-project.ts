import { randomBytes } from 'node:crypto';

const idBytes = 6;

/** How long a test may take that starts processes or waits for a client library's pauses, in milliseconds. */
export const processTimeoutMs = 60_000;

/** A project id that nobody else uses. */
export function randomProjectId(): string {
  return `demo-${randomBytes(idBytes).toString('hex')}`;
}
