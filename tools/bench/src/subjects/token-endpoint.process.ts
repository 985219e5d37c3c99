/**
 * The token endpoint of both providers, in as little processor time as it can be imitated: it knows no client and no token,
 * and gives the same answer to everybody, after the time that a provider takes. What is measured is whoever asks.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { minuteMs } from '@klayim/api/lib/duration';
import { grantedScopes, tokenOf } from '../fixtures/sample-credentials.ts';
import { answerParent } from '../harness/child.ts';

/** What a parent asks of the endpoint: to answer from now on so late, and how many it has answered until now. */
export interface TokenEndpointTask {
  latencyMs: number;
}

/** Where it is, how many requests it has answered since the last task, and how many of them waited at once at most. */
export interface TokenEndpointState {
  origin: string;
  answered: number;
  maxAtOnce: number;
}

const idTokenPart = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const idToken = `${idTokenPart({ alg: 'none' })}.${idTokenPart({
  iss: 'https://login.microsoftonline.com/tenant/v2.0',
  sub: 'subject',
  oid: 'object',
  tid: 'tenant',
  preferred_username: 'ada@northwind.example',
})}.${tokenOf(342)}`;
const clientInfo = Buffer.from(JSON.stringify({ uid: 'object', utid: 'tenant' })).toString('base64url');
const answer = JSON.stringify({
  access_token: tokenOf(1_500),
  refresh_token: tokenOf(500),
  id_token: idToken,
  client_info: clientInfo,
  token_type: 'Bearer',
  expires_in: 3_600,
  scope: grantedScopes.join(' '),
});

let latencyMs = 0;
let state = { answered: 0, maxAtOnce: 0 };
let waiting = 0;

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    waiting += 1;
    state.maxAtOnce = Math.max(state.maxAtOnce, waiting);
    const reply = () => {
      waiting -= 1;
      state.answered += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    };
    if (latencyMs > 0) {
      setTimeout(reply, latencyMs);
    } else {
      reply();
    }
  });
});
server.keepAliveTimeout = minuteMs;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

answerParent((task: TokenEndpointTask): Promise<TokenEndpointState> => {
  const past = state;
  state = { answered: 0, maxAtOnce: 0 };
  latencyMs = task.latencyMs;
  return Promise.resolve({ origin: `http://127.0.0.1:${port}`, ...past });
});
