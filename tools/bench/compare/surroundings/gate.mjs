import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Starts a forwarder in front of a token endpoint: it counts requests, can be out, can answer late though it forwards at once,
 * and can hold every request before it is forwarded, or every answer.
 * @param target the real token endpoint.
 */
export async function startGate(target) {
  const state = { requests: 0, isOut: false, answerDelayMs: 0, lastAnswer: null };
  let hold = null;

  async function holdAt(phase) {
    if (hold?.phase === phase) {
      const current = hold;
      current.held += 1;
      current.notify();
      await current.released;
    }
  }

  async function forward(request, response) {
    const body = await text(request);
    state.requests += 1;
    if (state.isOut) {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'temporarily_unavailable' }));
      return;
    }
    await holdAt('request');
    const { authorization, 'content-type': type } = request.headers;
    const headers = { 'content-type': type, ...(authorization && { authorization }) };
    const answer = await fetch(target, { method: 'POST', headers, body });
    const answered = await answer.text();
    state.lastAnswer = JSON.parse(answered);
    await holdAt('answer');
    await delay(state.answerDelayMs, undefined, { ref: false });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(answered);
  }

  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    state,
    url: `http://127.0.0.1:${server.address().port}/token`,
    /**
     * Holds whatever comes, from now on, in a phase: `request` before it is forwarded, or `answer` after the provider has
     * processed it. `reached(count)` resolves when so many are held; `release` lets them pass, `drop` loses them.
     */
    hold(phase) {
      const { promise: released, resolve, reject } = Promise.withResolvers();
      released.catch(() => undefined);
      const arrivals = new EventTarget();
      const current = { phase, held: 0, released, notify: () => arrivals.dispatchEvent(new Event('held')) };
      hold = current;
      const end = (decide) => {
        hold = null;
        decide();
      };
      return {
        async reached(count) {
          while (current.held < count) {
            await new Promise((next) => arrivals.addEventListener('held', next, { once: true }));
          }
        },
        release: () => end(resolve),
        drop: () => end(() => reject(new Error('The message was lost.'))),
      };
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
