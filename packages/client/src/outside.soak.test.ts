import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOutsideProject,
  type OutsideProject,
  playTokenProgram,
  tokenProgram,
  tokenProgramOutput,
} from '../test/outside-project.ts';

const installTimeoutMs = 180_000;

/** Uses types of every kind of call; each line marked as an error has to be one. */
const typedProgram = `
import { createKlayimClient, isKlayimError, type Item, type ServerEvent } from '@klayim/client';

const klayim = createKlayimClient({ baseUrl: 'https://example.com/api', token: () => null });
const { accessToken } = await klayim.call('getAccessToken', { path: { id: 'one' }, body: {} });
export const text: string = accessToken;
for await (const integration of klayim.items('listIntegrations', { query: { status: 'error' } })) {
  const item: Item<'listIntegrations'> = integration;
  console.log(item.status);
}
for await (const event of klayim.events('followEmployeeImport', { path: { id: 'one' } })) {
  const received: ServerEvent<'followEmployeeImport'> = event;
  console.log(received.data);
}
try {
  await klayim.call('disconnectIntegration', { path: { id: 'one' } });
} catch (error) {
  if (isKlayimError(error, 'rate_limited')) console.log(error.retryAfterMs);
  // @ts-expect-error there is no such code
  isKlayimError(error, 'no_such_code');
}
// @ts-expect-error there is no such operation
await klayim.call('getTokens');
// @ts-expect-error its path parameter is missing
await klayim.call('getIntegration');
`;

let project: OutsideProject;
beforeAll(async () => {
  project = await createOutsideProject(['typescript@6', '@types/node@24']);
}, installTimeoutMs);
afterAll(() => project.remove());

describe('the packed client, in a project outside this workspace', () => {
  it('holds JavaScript, types and its README, and no source or test', () => {
    expect(project.packed).toEqual(
      expect.arrayContaining(['package/README.md', 'package/dist/index.js', 'package/dist/index.d.ts']),
    );
    expect(
      project.packed.filter(
        (name) => !/^package\/(dist\/.*\.(js|d\.ts)|README\.md|package\.json)$/.test(name),
      ),
    ).toEqual([]);
    expect(project.packed.filter((name) => /test/i.test(name))).toEqual([]);
  });

  it('gets a token from plain JavaScript on Node', async () => {
    await using server = await playTokenProgram();
    await project.write('token.js', tokenProgram);
    const printed = await project.run(process.execPath, 'token.js', server.url);
    expect(JSON.parse(printed)).toEqual(tokenProgramOutput);
  });

  it.each([
    ['a program on Node', { lib: ['es2023'], types: ['node'], module: 'nodenext' }],
    [
      'a page',
      { lib: ['es2023', 'dom', 'dom.iterable'], types: [], module: 'esnext', moduleResolution: 'bundler' },
    ],
  ])('compiles strictly in %s, the libraries’ own types included', async (_kind, options) => {
    const compilerOptions = {
      ...options,
      target: 'es2022',
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: false,
    };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    await project.write('typed.ts', typedProgram);
    await project.run(process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.');
  });

  it('goes into a bundle for browsers that needs nothing of Node', async () => {
    await project.write('page.js', "export { createKlayimClient } from '@klayim/client';");
    const { outputFiles, warnings } = await build({
      absWorkingDir: project.folder,
      entryPoints: [join(project.folder, 'page.js')],
      bundle: true,
      write: false,
      minify: true,
      platform: 'browser',
      format: 'esm',
      target: ['chrome120', 'firefox120', 'safari17'],
    });
    expect(warnings).toEqual([]);
    expect(outputFiles[0]?.text).not.toMatch(/\bprocess\b|\bBuffer\b|\brequire\b|node:/);
    expect(outputFiles[0]?.text.length).toBeLessThan(32_768);
  });
});
