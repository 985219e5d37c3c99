import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeArtifact } from '@klayim/api/scripts/artifact/make-artifact';
import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { coldStartMs } from '../fixtures/function-process.ts';
import { publishIdentityKeys } from '../fixtures/identity-keys.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { interleave } from '../harness/interleave.ts';
import type { Figure } from '../results/results.schema.ts';

const organizationId = 'northwind';
const bareFunction = fileURLToPath(new URL('../subjects/bare-function.ts', import.meta.url));

/** From the start of a process to its first answer, of what is deployed. */
export const coldStartBench: Bench = {
  name: 'cold-start',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds } = sizes.coldStart;
    const projectId = projectIdOf('cold-start');
    const client = firestoreClient(firestoreHost, projectId);
    await seedIntegrations(client, { organizationId, count: 30 });
    await client.terminate();
    const keys = await publishIdentityKeys(projectId);
    const folder = await mkdtemp(join(tmpdir(), 'klayim-bench-'));

    async function measureTimes(id: string, title: string, path: string, headers: Record<string, string>) {
      const environment = { ...serviceEnvironment({ firestoreHost, projectId }), ...keys.environment };
      const start = (artifact: string) => () =>
        coldStartMs({
          folder: join(folder, artifact),
          path,
          headers,
          environment,
          nodeOptions: keys.nodeOptions,
        });
      const samples = await interleave(rounds, { floor: start('bare'), ours: start('api') });
      return {
        id,
        title,
        unit: 'ms',
        ours: { label: 'the artifact', samples: samples.ours },
        floor: { label: 'a bare route and firebase-admin, bundled alike', samples: samples.floor },
        goal: {
          bound: 'at most',
          value: 1.3,
          notMetBecause: 'what our own modules do when they are loaded is the difference: see the findings',
        },
      } satisfies Figure;
    }

    try {
      await makeInstalled(join(folder, 'api'));
      await makeInstalled(join(folder, 'bare'), bareFunction);
      const authorization = `Bearer ${keys.idTokenOf(organizationId)}`;
      return {
        figures: [
          await measureTimes('cold-start', 'Cold start, to the answer of /healthz', '/healthz', {}),
          await measureTimes(
            'cold-start-list',
            'Cold start, to the first list of integrations',
            '/integrations',
            {
              authorization,
            },
          ),
        ],
      };
    } finally {
      await keys.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Makes an artifact and does what its installation does: keep what V8 compiles. */
async function makeInstalled(folder: string, entryPoint?: string): Promise<void> {
  await makeArtifact(folder, entryPoint);
  const { status } = spawnSync(process.execPath, [join(folder, 'warm-up.cjs')], { stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`${folder} could not be warmed up.`);
  }
}
