import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiFolder, repositoryRoot } from '../stack/repository.ts';

const folder = join(repositoryRoot, 'deploy/monitoring');

async function texts(): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return new Map(
    await Promise.all(
      names.map(
        async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), 'utf8')],
      ),
    ),
  );
}

it('alerts and metrics look for log lines that the code writes', async () => {
  const source = join(apiFolder, 'src');
  const names = (await readdir(source, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const code = (await Promise.all(names.map((name) => readFile(join(source, name), 'utf8')))).join('\n');
  const messages = [...(await texts()).values()].flatMap((text) =>
    [...text.matchAll(/jsonPayload\.message=\\"([^"\\]+)\\"/g)].map(([, message = '']) => message),
  );
  expect(messages.length).toBeGreaterThan(5);
  for (const message of messages) {
    expect(code.includes(`'${message}'`), message).toBe(true);
  }
});

it('every log-based metric that is looked at is made by docs/operations.md', async () => {
  const page = await readFile(join(repositoryRoot, 'docs/operations.md'), 'utf8');
  const used = [...(await texts()).values()].flatMap((text) =>
    [...text.matchAll(/logging\.googleapis\.com\/user\/(\w+)/g)].map(([, name = '']) => name),
  );
  expect(used.length).toBeGreaterThan(2);
  for (const name of used) {
    expect(page).toContain(`gcloud logging metrics create ${name} `);
  }
  for (const name of (await texts()).keys()) {
    expect(page).toContain(`deploy/monitoring/${name}`);
  }
});
