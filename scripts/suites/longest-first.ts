import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Ends of the paths of suites that take a minute or more on a core of their own, the longest first. */
const longest = [
  'employee-import/import.soak.test.ts',
  'differential/rules.differential.ts',
  'src/walkthrough.soak.test.ts',
  'reliability/interleaving-property.soak.test.ts',
  'reliability/rotation-faults.soak.test.ts',
  'fuzz/fuzz.soak.test.ts',
  'reliability/firestore-faults.test.ts',
  'reliability/fault-matrix.test.ts',
];

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((end) => moduleId.endsWith(end));
  return rank < 0 ? longest.length : rank;
}

/** A long suite that starts last leaves the other core idle: a fresh clone does not know yet which ones are long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return sorted.sort((one, other) => groupOf(one) - groupOf(other) || rankOf(one) - rankOf(other));
  }
}
