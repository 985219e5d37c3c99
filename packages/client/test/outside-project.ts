import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { json, problem, startScriptedServer } from './scripted-server.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** A project that has nothing to do with this workspace and has the packed client installed. */
export interface OutsideProject {
  folder: string;
  /** What is in the package, sorted. */
  packed: string[];
  write(name: string, text: string): Promise<void>;
  /** Runs a program in the folder. @returns what it printed. @throws {Error} with what it printed, when it fails. */
  run(program: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Packs the client as for publication, and installs it in a new folder outside the repository.
 *
 * @param packages further packages that the project installs, such as `typescript@6`.
 */
export async function createOutsideProject(packages: readonly string[] = []): Promise<OutsideProject> {
  const folder = await mkdtemp(join(tmpdir(), 'klayim-client-'));
  // None of what the package manager of this run tells its scripts.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name)));
  const inFolder = async (program: string, ...args: string[]): Promise<string> => {
    try {
      return (await run(program, args, { cwd: folder, env })).stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
    }
  };
  const pnpm = (...args: string[]) => inFolder('npx', '-y', 'pnpm@10', ...args);
  await pnpm('--dir', packageFolder, 'pack', '--pack-destination', folder);
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined) {
    throw new Error('Nothing was packed');
  }
  const list = await inFolder('tar', '-tzf', tarball);
  const project = { name: 'outside', private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(project));
  await writeFile(join(folder, 'pnpm-workspace.yaml'), 'allowBuilds:\n  node: true\n');
  await pnpm('add', '--prefer-offline', `./${tarball}`, ...packages);
  return {
    folder,
    packed: list.trim().split('\n').sort(),
    write: (name, text) => writeFile(join(folder, name), text),
    run: inFolder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A program that gets a token, as one would write it in JavaScript. It takes the API's address as its argument. */
export const tokenProgram = `
import { createKlayimClient, isKlayimError } from '@klayim/client';

const klayim = createKlayimClient({ baseUrl: process.argv[2], token: () => 'id-token', baseDelayMs: 1 });
const { accessToken } = await klayim.call('getAccessToken', { path: { id: 'one' }, body: {} });
const ids = [];
for await (const { id } of klayim.items('listIntegrations')) ids.push(id);
const refusal = await klayim.call('refreshIntegration', { path: { id: 'one' } }).catch((error) => error);
const unknown = await klayim.call('getTokens').catch((error) => error.message);
console.log(JSON.stringify({ accessToken, ids, code: isKlayimError(refusal) && refusal.code, unknown }));
`;

/** What that program prints when it talks to {@link playTokenProgram}'s server. */
export const tokenProgramOutput = {
  accessToken: 'access-token',
  ids: ['a'],
  code: 'reauthorization_required',
  unknown: 'The API has no operation "getTokens": its documentation (/docs) lists them all',
};

/** Starts a server that gives the program what it asks for. */
export async function playTokenProgram() {
  const server = await startScriptedServer();
  server.answerWith(
    json(200, { accessToken: 'access-token' }),
    json(200, { items: [{ id: 'a' }], nextCursor: null }),
    problem(409, 'reauthorization_required', 'reauthorize'),
  );
  return { url: server.url, [Symbol.asyncDispose]: () => server.stop() };
}
