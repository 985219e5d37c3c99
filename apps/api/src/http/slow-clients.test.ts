import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { apiServices } from '../../test/http/api-server.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import { createApp } from '../app.ts';
import { limitSlowClients } from './slow-clients.ts';

const server = createServer(createApp(apiServices().dependencies));
limitSlowClients(server, { headersTimeoutMs: 100, requestTimeoutMs: 200 });
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** Sends a text and no more, and gives what comes until the server ends the connection. */
async function sendSlowly(text: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(text);
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
  }
  return answer;
}

it.each([
  ['headers', 'GET /healthz HTTP/1.1\r\nHost: x\r\n'],
  [
    'a body',
    `POST /integrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${idTokenOf('owner')}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"provider":',
  ],
])('a client that does not finish its %s is let go', async (_what, text) => {
  expect(await sendSlowly(text)).toMatch(/^HTTP\/1\.1 408 /);
});
