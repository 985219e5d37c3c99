import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@klayim/local-stack';
import type { TestProject } from 'vitest/node';
import { findChromium, howToInstall } from './chromium.ts';

/** Where the stack of this run is; null when there is no browser to look at it. */
export interface StackAddresses {
  projectId: string;
  dashboardUrl: string;
  apiUrl: string;
  authUrl: string;
  /** The servers that play Google and Microsoft. */
  googleUrl: string;
  microsoftUrl: string;
  /** A customer's receiver of webhooks: it answers the challenge. */
  webhookUrl: string;
  /** Takes a POST for what only the process that started the stack can do: see {@link ControlPath}. */
  controlUrl: string;
}

/** What the tests can have done to the stack. */
export type ControlPath = '/stop-api' | '/start-api';

declare module 'vitest' {
  interface ProvidedContext {
    stack: StackAddresses | null;
  }
}

/** Starts the whole stack once for all files, as `dev` does, on free ports and with a state of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (findChromium() === null) {
    process.stderr.write(`The tests of the dashboard are skipped: ${howToInstall}\n`);
    project.provide('stack', null);
    return async () => {};
  }
  const stateDir = await mkdtemp(join(tmpdir(), 'klayim-dashboard-'));
  const stack = await startStack({
    ports: 'any',
    stateDir,
    projectId: 'demo-dashboard',
    onProgress: (sentence) => process.stderr.write(`  ${sentence}\n`),
  });
  const control = await serveControl({ '/stop-api': stack.stopApi, '/start-api': stack.startApi });
  project.provide('stack', {
    projectId: stack.projectId,
    dashboardUrl: stack.dashboardUrl,
    apiUrl: stack.apiUrl,
    authUrl: stack.authUrl,
    googleUrl: stack.google.issuer,
    microsoftUrl: stack.microsoft.issuer,
    webhookUrl: stack.webhooks.hookUrl,
    controlUrl: control.url,
  });
  return async () => {
    await control.close();
    await stack.stop();
    await rm(stateDir, { recursive: true, force: true });
  };
}

/** The tests run in another process than the stack. */
async function serveControl(
  actions: Readonly<Record<ControlPath, () => Promise<void>>>,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const action = Object.entries(actions).find(([path]) => path === request.url)?.[1];
    const done = request.method === 'POST' && action ? action() : Promise.reject(new Error('unknown'));
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
      await once(server, 'close');
    },
  };
}
