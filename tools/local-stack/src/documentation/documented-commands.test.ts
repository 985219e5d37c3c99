import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../stack/repository.ts';
import { argumentsOf, commandsIn, type DocumentedCommand, isGcloud } from './commands-in.ts';

/** The part of firebase-tools' command line that is asked here. */
interface FirebaseCommand {
  options: { long?: string }[];
  _args: { required: boolean; variadic: boolean }[];
}
interface FirebaseClient {
  cli: { options: { long?: string; short?: string }[] };
  getCommand: (name: string) => FirebaseCommand | undefined;
}

const gcloud = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'gcloud'))
  .find((path) => existsSync(path));

const require = createRequire(import.meta.url);

function askGcloud(sdk: string, commands: readonly string[][]): Promise<boolean[]> {
  return new Promise((resolve, reject) => {
    const folder = mkdtemp(join(tmpdir(), 'klayim-gcloud-'));
    folder.then((configuration) => {
      const child = execFile(
        'python3',
        ['-S', join(import.meta.dirname, 'parse-gcloud.py'), sdk],
        // Files that commands name are read, from where a reader would run them.
        { cwd: repositoryRoot, env: { ...process.env, CLOUDSDK_CONFIG: configuration } },
        (error, stdout) => {
          rm(configuration, { recursive: true, force: true }).then(
            () => (error ? reject(error) : resolve(JSON.parse(stdout) as boolean[])),
            reject,
          );
        },
      );
      child.stdin?.end(JSON.stringify(commands));
    }, reject);
  });
}

/** What firebase-tools would refuse about a command; empty when nothing. */
function faultsOf(client: FirebaseClient, [name = '', ...rest]: readonly string[]): string[] {
  const command = client.getCommand(name);
  if (!command) {
    return [`there is no command ${name}`];
  }
  const known = [...client.cli.options, ...command.options].flatMap((option) => Object.values(option));
  const flags = rest.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0] ?? '');
  const unknown = flags.filter((flag) => flag !== '--help' && !known.includes(flag));
  const [next] = rest.filter((word) => !word.startsWith('--'));
  const missing = command._args.some(({ required }) => required) && next === undefined;
  return [
    ...unknown.map((flag) => `${name} does not know ${flag}`),
    ...(missing ? [`${name} lacks an argument`] : []),
  ];
}

describe('the gcloud and firebase commands in the documentation', () => {
  const commands: DocumentedCommand[] = [];

  beforeAll(async () => {
    const folders = ['.', 'docs', 'docs/adr', 'scripts'];
    for (const folder of folders) {
      for (const name of await readdir(join(repositoryRoot, folder))) {
        if (!name.endsWith('.md') || name === 'CHANGELOG.md') {
          continue;
        }
        const page = join(folder, name);
        commands.push(...commandsIn(page, await readFile(join(repositoryRoot, page), 'utf8')));
      }
    }
  });

  const texts = (list: readonly DocumentedCommand[]) =>
    list.map(({ page, words }) => `${page}: ${words.join(' ')}`);

  it.skipIf(gcloud === undefined)(
    'are understood by gcloud’s own parser (skipped where gcloud is not installed)',
    async () => {
      const asked = commands.filter(isGcloud);
      expect(asked.length).toBeGreaterThan(25);
      const sdk = join(dirname(realpathSync(gcloud ?? '')), '..');
      const probes = [['firestore', 'databases', 'create', '--nonsense'], ['nonsense']];
      const answers = await askGcloud(sdk, [...probes, ...asked.map(argumentsOf)]);
      expect(answers.splice(0, probes.length)).toEqual([false, false]);
      expect(texts(asked.filter((_command, index) => answers[index] !== true))).toEqual([]);
    },
    120_000,
  );

  it('are understood by firebase-tools’ own command line', () => {
    const client = require('firebase-tools/lib/index.js') as FirebaseClient;
    const { load } = require('firebase-tools/lib/commands/index.js') as { load: (client: unknown) => void };
    // Commands of experiments are loaded only with them.
    process.env['FIREBASE_CLI_EXPERIMENTS'] = 'kits';
    load(client);
    const asked = commands.filter((command) => !isGcloud(command));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.flatMap((command) => faultsOf(client, argumentsOf(command)))).toEqual([]);
    expect(faultsOf(client, ['deploy', '--nonsense'])).toEqual(['deploy does not know --nonsense']);
    expect(faultsOf(client, ['nonsense'])).toEqual(['there is no command nonsense']);
  });

  it('name their project, so that none works on another by accident', () => {
    const exempt = /^(gcloud (auth|config) |gcloud emulators |(npx -y )?firebase\S* login|gcloud projects )/;
    const nameless = commands.filter(
      ({ words }) => !exempt.test(words.join(' ')) && !words.some((word) => word.startsWith('--project')),
    );
    expect(texts(nameless)).toEqual([]);
  });

  it('name the location of schedules and queues', () => {
    const regional = commands.filter(({ words }) => /^gcloud (scheduler|tasks) /.test(words.join(' ')));
    expect(
      texts(regional.filter(({ words }) => !words.some((word) => word.startsWith('--location=')))),
    ).toEqual([]);
  });

  it('run the firebase-tools that is installed here', async () => {
    const { version } = require('firebase-tools/package.json') as { version: string };
    const named = commands.filter(({ words }) => words[0] === 'npx' || words[0] === 'firebase');
    expect(new Set(named.map(({ words }) => words[2]))).toEqual(new Set([`firebase-tools@${version}`]));
  });
});
