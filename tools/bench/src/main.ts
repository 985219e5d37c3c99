/**
 * `pnpm bench`: measures everything, prints the table, and writes `bench/results.json` with what is made of it, the
 * plots and tables of `docs/performance.md`. With names of benches or scenarios it runs those alone, prints, and writes
 * nothing. It fails when a goal that was met is lost, or a scenario breaks its promise.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { benches } from './benches/index.ts';
import { resultsFile, writeReport } from './report/report-files.ts';
import { textReport } from './report/text-report.ts';
import { lostGoals } from './results/ratio.ts';
import { runBenches } from './run-benches.ts';
import { runScenarios, scenarios } from './scenarios.ts';
import { fullSizes } from './sizes.ts';

const names = process.argv.slice(2);
const known = [...benches.map(({ name }) => name), ...scenarios.keys()];
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}
const chosenScenarios = names.filter((name) => scenarios.has(name));
if (chosenScenarios.length > 0) {
  process.exitCode = await runScenarios(chosenScenarios);
}
if (names.length > 0 && chosenScenarios.length === names.length) {
  process.exit();
}
const chosen = benches.filter(({ name }) => names.length === 0 || names.includes(name));
const results = await runBenches(chosen, {
  sizes: fullSizes,
  say: (message) => console.error(`${message} …`),
});
console.log(textReport(results));
if (names.length === 0) {
  await mkdir(dirname(resultsFile), { recursive: true });
  await writeFile(resultsFile, `${JSON.stringify(rounded(results), null, 2)}\n`);
  await writeReport();
  console.log('Written: bench/results.json, docs/performance.md, docs/performance/*.svg');
}

for (const { title } of lostGoals(results.figures)) {
  console.error(`A goal that was met is lost: ${title}`);
  process.exitCode = 1;
}

/** Five digits: no figure here is known better. */
function rounded<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(5)) : part,
  );
  return JSON.parse(text) as Value;
}
