/** A process of a subject: does what the parent asks. What each subject can do stands in `subjects/`. */
import { setTimeout as delay } from 'node:timers/promises';
import { answerParent } from '../src/harness/child.ts';

const [name, variant] = process.env['COMPARE_CONTENDER'].split('+');
const { openSubject } = await import(`./subjects/${name}.mjs`);
const subject = await openSubject({ variant });
/** Whoever got no token asks again after this time. */
const pollMs = 250;

const actions = {
  ...subject,
  /** Each caller asks once, all at the same time. @returns the tokens, null where there was none. */
  getTokens: (connections) =>
    Promise.all(connections.map((connection) => subject.getToken(connection).catch(() => null))),
  /** One caller for each connection asks until it is served, or the time is over. */
  askUntilServed: (connections, timeoutMs) =>
    Promise.all(connections.map((connection) => askUntilServed(connection, timeoutMs))),
  /** One caller for each connection asks again and again. */
  askFor: (connections, durationMs) =>
    Promise.all(connections.map((connection) => askFor(connection, durationMs))),
};

async function askUntilServed(connection, timeoutMs) {
  const startedAtMs = Date.now();
  let maxCallMs = 0;
  while (Date.now() - startedAtMs < timeoutMs) {
    const askedAtMs = Date.now();
    const token = await subject.getToken(connection).catch(() => null);
    maxCallMs = Math.max(maxCallMs, Date.now() - askedAtMs);
    if (token !== null) {
      return { servedAfterMs: Date.now() - startedAtMs, maxCallMs };
    }
    await delay(pollMs);
  }
  return { servedAfterMs: null, maxCallMs };
}

async function askFor(connection, durationMs) {
  const endsAtMs = Date.now() + durationMs;
  const seen = { asked: 0, served: 0 };
  while (Date.now() < endsAtMs) {
    seen.asked += 1;
    const token = await subject.getToken(connection).catch(() => null);
    seen.served += token === null ? 0 : 1;
    await delay(pollMs);
  }
  return seen;
}

answerParent(async ({ action, input = [] }) => (await actions[action](...input)) ?? null);
