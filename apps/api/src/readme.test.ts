import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedApiKey } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiServices, type RunningApi, startApi } from '../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../test/http/test-identity.ts';

const repository = new URL('../../../', import.meta.url);

describe('README.md', () => {
  const services = apiServices();
  let readme: string;
  let api: RunningApi;
  let folder: string;

  beforeAll(async () => {
    readme = await readFile(new URL('README.md', repository), 'utf8');
    api = await startApi(services.dependencies);
    folder = await mkdtemp(join(tmpdir(), 'klayim-readme-'));
  });
  afterAll(async () => {
    await Promise.all([api.close(), services.close(), rm(folder, { recursive: true })]);
  });

  /** Runs a call as it is printed, in a shell. */
  function run(call: string, variables: Record<string, string>): Promise<unknown> {
    const env = { ...variables, PATH: process.env['PATH'], KLAYIM_API_URL: api.url };
    return new Promise((resolve, reject) => {
      execFile('sh', ['-c', call], { cwd: folder, env }, (error, stdout) => {
        if (error) {
          reject(error);
        } else {
          resolve(JSON.parse(stdout));
        }
      });
    });
  }

  it('has three calls that work as they are printed', async () => {
    const calls = [...readme.matchAll(/```sh\n(curl [\s\S]*?)```/g)].map(([, call = '']) => call);
    expect(calls).toHaveLength(3);
    const [list = '', authorize = '', token = ''] = calls;
    const { id } = await services.connect(organizationId, 'good');
    const created = await api.call('/api-keys', {
      idToken: idTokenOf('owner'),
      json: { name: 'Payroll', scopes: ['tokens:read'] },
    });
    const { secret } = (await created.json()) as IssuedApiKey;
    const person = { KLAYIM_ID_TOKEN: idTokenOf('administrator') };

    expect(await run(list, person)).toMatchObject({ items: [{ id }] });
    expect(await run(authorize, person)).toMatchObject({
      authorizationUrl: expect.stringMatching(/^https?:/),
    });
    expect(await readdir(folder)).toEqual(['session']);
    expect(await run(token, { ID: id, KLAYIM_API_KEY: secret })).toMatchObject({
      accessToken: expect.any(String),
      degraded: false,
    });
  });

  it('has no broken links', async () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const own = links.filter((link) => !link.startsWith('http'));
    expect(own.length).toBeGreaterThan(20);
    const absent = await Promise.all(
      own.map(async (link) => {
        const url = new URL(link, repository);
        return readFile(url).then(
          () => [],
          (error: NodeJS.ErrnoException) => (error.code === 'EISDIR' ? [] : [link]),
        );
      }),
    );
    expect(absent.flat()).toEqual([]);
  });

  it('shows a picture of what dev printed, whose steps all went well', async () => {
    const picture = await readFile(new URL('docs/images/dev.svg', repository), 'utf8');
    expect(picture).toMatch(/all \d+ steps are ok/);
    expect(picture).not.toMatch(/failed|skipped/);
  });
});
