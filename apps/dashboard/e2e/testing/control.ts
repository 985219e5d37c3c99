import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the process that started the stack does for the tests, which run in others. */
export type ControlActions = Readonly<Record<'stop-api' | 'start-api', () => Promise<void>>>;

/** Serves actions: each is done by a POST to its name. */
export async function serveControl(
  actions: ControlActions,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const action = Object.entries(actions).find(([name]) => request.url === `/${name}`)?.[1];
    const done = action ? action() : Promise.reject(new Error('There is no such action.'));
    done.then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Has one of the actions done. */
export async function control(controlUrl: string, action: keyof ControlActions): Promise<void> {
  const response = await fetch(`${controlUrl}/${action}`, { method: 'POST' });
  if (!response.ok) {
    throw new Error(`${action} failed: ${await response.text()}`);
  }
}
