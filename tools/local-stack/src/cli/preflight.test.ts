import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../stack/repository.ts';
import { findObstacle } from './preflight.ts';

describe('the look before the start', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'klayim-preflight-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(path: string, content: unknown): Promise<void> {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(content));
  }

  it('finds nothing missing in this clone', () => {
    expect(findObstacle(repositoryRoot)).toBeNull();
  });

  it('names the Node that is needed', () => {
    expect(findObstacle(repositoryRoot, '22.18.0')).toMatch(/^Node 24 is needed, and this is 22\.18\.0\./);
  });

  it('notices that nothing was installed, or not to the end', () => {
    expect(findObstacle(root)).toMatch(/Run: npx -y pnpm@10 install$/);
  });

  it('names the package that is missing', async () => {
    await write('node_modules/.modules.yaml', {});
    for (const name of ['tools/local-firestore', 'tools/local-oauth', 'packages/shared', 'apps/api']) {
      await write(`${name}/package.json`, {});
    }
    await write('tools/local-stack/package.json', { dependencies: { there: '1', 'firebase-tools': '1' } });
    await write('tools/local-stack/node_modules/there/package.json', {});
    expect(findObstacle(root)).toMatch(/^The installation is not complete: firebase-tools is missing\./);
  });
});
