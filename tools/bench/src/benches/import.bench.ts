import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { type Child, startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { ImportTask } from '../subjects/import.process.ts';

/** A file of people: taken in, judged, and stored with an event for each. */
export const importBench: Bench = {
  name: 'import',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, rows } = sizes.import;
    const start = (process: string) =>
      startChild(new URL(`../subjects/${process}.process.ts`, import.meta.url), {
        environment: serviceEnvironment({ firestoreHost, projectId: projectIdOf(process) }),
      });
    const [floor, ours] = [await start('raw-import'), await start('import')];
    let round = 0;
    /** Into an empty organization each time. */
    const cpuMsPerRow = (child: Child) => () => {
      round += 1;
      return child.ask<number>({ organizationId: `organization-${round}`, rows } satisfies ImportTask);
    };
    try {
      const samples = await interleave(rounds, { floor: cpuMsPerRow(floor), ours: cpuMsPerRow(ours) });
      return {
        figures: [
          {
            id: 'import-cpu',
            title: `Import of ${rows.toLocaleString('en')} people, each row`,
            unit: 'ms of processor time',
            ours: { label: 'upload and task', samples: samples.ours },
            floor: { label: 'csv-parse, a read and two writes, 120 rows at a time', samples: samples.floor },
            goal: {
              bound: 'at most',
              value: 1.3,
              notMetBecause:
                'the floor judges, matches and counts nobody, and stores half as many values: see the findings',
            },
          },
        ],
      };
    } finally {
      await Promise.all([floor.stop(), ours.stop()]);
    }
  },
};
