import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Control } from './control.ts';
import { faultNames, isFault, redirectTrapPath } from './faults.ts';
import { BadRequest, readBody, sendJson } from './http.ts';

type Input = Readonly<Record<string, unknown>>;
type Route = (control: Control, input: Input) => unknown;

/** Method and path → what it does. Each returns the JSON answer. */
const routes: Readonly<Record<string, Route>> = {
  'GET /_control/token-requests': (control) => ({
    requests: control.tokenRequests(),
    refreshCount: control.refreshCount(),
    pendingFaults: control.pendingFaults(),
    redirectsFollowed: control.redirectsFollowed(),
  }),
  'GET /_control/issued-secrets': (control) => ({ secrets: control.issuedSecrets() }),
  'POST /_control/reset': (control) => {
    control.reset();
    return {};
  },
  'POST /_control/latency': (control, input) => {
    control.setLatencyMs(numberOf(input, 'latencyMs'));
    return {};
  },
  'POST /_control/access-token-lifetime': (control, input) => {
    control.setAccessTokenLifetimeSeconds(numberOf(input, 'seconds'));
    return {};
  },
  'POST /_control/grant-lifetime': (control, input) => {
    const names = ['authorization_expires_in', 'refresh_token_expires_in', 'refresh_token_timeout'] as const;
    const told = names.filter((name) => input[name] !== undefined);
    control.setGrantLifetime(Object.fromEntries(told.map((name) => [name, numberOf(input, name)])));
    return {};
  },
  'POST /_control/fail-next': (control, input) => {
    const { fault, afterProcessing = false } = input;
    if (!isFault(fault)) {
      throw new BadRequest(`fault must be one of ${faultNames.join(', ')}.`);
    }
    if (typeof afterProcessing !== 'boolean') {
      throw new BadRequest('afterProcessing must be true or false.');
    }
    const retryAfter =
      input['retryAfterSeconds'] === undefined
        ? {}
        : { retryAfterSeconds: numberOf(input, 'retryAfterSeconds') };
    control.failNext(input['count'] === undefined ? 1 : numberOf(input, 'count'), fault, {
      afterProcessing,
      ...retryAfter,
    });
    return { pendingFaults: control.pendingFaults() };
  },
  'POST /_control/refuse-next': (control, input) => {
    const { reason } = input;
    if (typeof reason !== 'string') {
      throw new BadRequest('reason must be a text.');
    }
    control.refuseNext(input['count'] === undefined ? 1 : numberOf(input, 'count'), reason);
    return { pendingFaults: control.pendingFaults() };
  },
  'POST /_control/revoke-grant': (control, input) => {
    const { account } = input;
    if (typeof account !== 'string') {
      throw new BadRequest('account must be an email address.');
    }
    return { revokedGrants: control.revokeGrantOf(account) };
  },
};

/**
 * Serves `/_control/…`: the same control for other processes, as JSON. Browser pages are kept out, since an answer
 * here can hold tokens.
 */
export async function handleControl(
  control: Control,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === redirectTrapPath) {
    return sendJson(response, 400, { error: 'redirect_followed' });
  }
  try {
    if (!isLocalTool(request)) {
      throw new BadRequest('Not for browser pages.', 403);
    }
    const input = await readInput(request);
    if (request.method === 'POST' && path === '/_control/stop') {
      const sent = once(response, 'close');
      sendJson(response, 200, {});
      await sent;
      return await control.stop();
    }
    const route = routes[`${request.method} ${path}`];
    if (route === undefined) {
      throw new BadRequest('No such control.', 404);
    }
    sendJson(response, 200, route(control, input));
  } catch (error) {
    if (error instanceof BadRequest) {
      return sendJson(response, error.status, { error: error.message });
    }
    if (error instanceof RangeError) {
      return sendJson(response, 400, { error: error.message });
    }
    throw error;
  }
}

/** Pages send an `Origin`, or, after DNS rebinding, a `Host` that is not ours. */
function isLocalTool({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
}

async function readInput(request: IncomingMessage): Promise<Input> {
  if (request.method !== 'POST') {
    return {};
  }
  const text = await readBody(request);
  if (text === '') {
    return {};
  }
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new BadRequest('Send application/json.', 415);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ...value };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw new BadRequest('The body must be a JSON object.');
}

function numberOf(input: Input, name: string): number {
  const value = input[name];
  if (typeof value !== 'number') {
    throw new BadRequest(`${name} must be a number.`);
  }
  return value;
}
