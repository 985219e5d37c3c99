import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loopbackHost } from '../stack/ports.ts';
import { repositoryRoot } from '../stack/repository.ts';

it('a first start without a network gives up at the second attempt, and says why', {
  timeout: 120_000,
}, async () => {
  // A registry that cannot be reached: it hangs up on whoever comes.
  let attempts = 0;
  const registry = createServer((socket) => {
    attempts += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => registry.listen(0, loopbackHost, resolve));
  const cache = await mkdtemp(join(tmpdir(), 'klayim-cache-'));
  onTestFinished(async () => {
    registry.close();
    await rm(cache, { recursive: true, force: true });
  });
  const address = registry.address();
  const url = `http://${loopbackHost}:${typeof address === 'object' ? address?.port : ''}/`;
  // None of what the package manager of this run tells its scripts.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name));
  const env = { ...Object.fromEntries(inherited), npm_config_registry: url, npm_config_cache: cache };

  const { exitCode, output } = await new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    const child = execFile(
      'npx',
      ['-y', 'pnpm@10', 'dev', '--help'],
      { cwd: repositoryRoot, env },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, output: stdout + stderr }),
    );
  });
  expect(exitCode, output).toBe(1);
  expect(attempts, output).toBe(2);
  expect(output).toMatch(/npm (error|ERR!) code ECONNRESET/);
  expect(output).toContain(url);
});
