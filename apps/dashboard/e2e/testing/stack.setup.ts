import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@klayim/local-stack';
import type { TestProject } from 'vitest/node';
import { findChromium, howToInstall } from './chromium.ts';
import { serveControl } from './control.ts';
import { beginReport, endReport } from './report.ts';

/** Where the stack of this run is; null when there is no browser to look at it. */
export interface StackAddresses {
  projectId: string;
  dashboardUrl: string;
  apiUrl: string;
  authUrl: string;
  /** The servers that stand in for Google and Microsoft. */
  googleUrl: string;
  microsoftUrl: string;
  /** A customer's receiver of webhooks: it answers the challenge. */
  webhookUrl: string;
  /** Has done to the stack what only the process that started it can do: see `control.ts`. */
  controlUrl: string;
}

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
  await beginReport();
  const stateDir = await mkdtemp(join(tmpdir(), 'klayim-dashboard-'));
  const stack = await startStack({
    ports: 'any',
    stateDir,
    projectId: 'demo-dashboard',
    onProgress: (sentence) => process.stderr.write(`  ${sentence}\n`),
  });
  const control = await serveControl({ 'stop-api': stack.stopApi, 'start-api': stack.startApi });
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
    const found = await endReport();
    if (found !== null) {
      process.stderr.write(`${found}\n`);
    }
  };
}
