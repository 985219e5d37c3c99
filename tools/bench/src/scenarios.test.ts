import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { benches } from './benches/index.ts';
import { scenarioSuite, scenarios } from './scenarios.ts';

const titles = [
  ...readFileSync(new URL(`../../../${scenarioSuite}`, import.meta.url), 'utf8').matchAll(/^ {4}'(.+)',$/gm),
].map(([, title]) => title ?? '');

it.each([...scenarios])('the scenario %s is a part of the suite', (name, pattern) => {
  expect(titles.filter((title) => new RegExp(pattern).test(title)).length).toBeGreaterThan(0);
  expect(benches.map((bench) => bench.name)).not.toContain(name);
});

it('every test of the suite belongs to one scenario', () => {
  for (const title of titles) {
    const found = [...scenarios].filter(([, pattern]) => new RegExp(pattern).test(title));
    expect([title, found.length]).toEqual([title, 1]);
  }
});
