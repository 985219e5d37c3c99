import { createRulesProbe, type RulesProbe } from '@klayim/local-firestore';
import { parseRuleset } from '@klayim/local-firestore/rules';
import { beforeAll, expect, it } from 'vitest';
import { type AccessCase, accessCases, tokenOf } from './testing/access-cases.ts';
import { printRules } from './testing/print-rules.ts';
import { probeRequest, seed } from './testing/probe-case.ts';
import { rulesSource } from './testing/repository-files.ts';
import { type Mutant, mutantsOf } from './testing/rules-mutants.ts';

const table = accessCases();
const mutants = mutantsOf(rulesSource);
let probe: RulesProbe;

beforeAll(async () => {
  probe = await createRulesProbe(seed);
});

/** The first case of the table that the rules decide otherwise. */
function firstWrong(source: string): AccessCase | undefined {
  probe.load(source);
  return table.find((one) => probe.allows(tokenOf(one.identity), probeRequest(one)) !== one.allowed);
}

it('reads and writes rules without changing what they say', () => {
  expect(firstWrong(printRules(parseRuleset(rulesSource)))).toBeUndefined();
});

it(`notices each of ${mutants.length} ways to break the rules`, () => {
  const different = new Set(mutants.map(({ source }) => source));
  expect(different.size).toBeGreaterThan(50);
  const survivors = mutants.filter(({ source }: Mutant) => firstWrong(source) === undefined);
  process.stdout.write(
    `firestore.rules: ${mutants.length} mutants, ${mutants.length - survivors.length} killed\n`,
  );
  expect(survivors.map(({ name }) => name)).toEqual([]);
});
