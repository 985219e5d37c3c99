/** Builds `dist/` and says what a cold start of it costs; fails when that is more than the budget allows. */
import { join } from 'node:path';
import { budget, reportOn } from './artifact/budget.ts';
import { apiFolder } from './artifact/bundle.ts';
import { makeArtifact } from './artifact/make-artifact.ts';

const shownPackages = 8;

const dist = join(apiFolder, 'dist');
const { size, packages, faults } = await reportOn(await makeArtifact(dist), dist);
for (const [name, value] of Object.entries(size)) {
  console.log(
    `${name.padEnd(14)} ${format(value).padStart(10)} of ${format(budget[name as keyof typeof budget])}`,
  );
}
const largest = [...packages].slice(0, shownPackages).map(([name, bytes]) => `${name} ${format(bytes)}`);
console.log(`largest: ${largest.join(', ')}`);
for (const fault of faults) {
  console.error(fault);
}
process.exitCode = faults.length > 0 ? 1 : 0;

function format(number: number): string {
  return number.toLocaleString('en');
}
