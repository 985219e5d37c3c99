import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { answerParent } from '../harness/child.ts';

/** What a server has used of the processor since it was asked the last time. */
export interface Served {
  port: number;
  cpuMs: number;
}

/** Listens on loopback, and tells the parent where, and what it costs. */
export async function serveForParent(app: Express): Promise<void> {
  const port = await new Promise<number>((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  let before = process.cpuUsage();
  answerParent((): Promise<Served> => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    return Promise.resolve({ port, cpuMs: (user + system) / 1000 });
  });
}
