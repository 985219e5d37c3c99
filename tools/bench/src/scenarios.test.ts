import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { benches } from './benches/index.ts';
import { dashboardSuite, providerSuite, scenarios } from './scenarios.ts';

const titles = [...textOf(providerSuite).matchAll(/^ {4}'(.+)',$/gm)].map(([, title]) => title ?? '');
const ofProviders = [...scenarios].filter(([, { suite }]) => suite === providerSuite);

function textOf(suite: string): string {
  return readFileSync(new URL(`../../../${suite}`, import.meta.url), 'utf8');
}

it.each(ofProviders)('the scenario %s is a part of the suite', (name, { titles: pattern }) => {
  expect(titles.filter((title) => new RegExp(pattern).test(title)).length).toBeGreaterThan(0);
  expect(benches.map((bench) => bench.name)).not.toContain(name);
});

it('the scenario of the dashboard is a whole suite, which judges times when it is told to', () => {
  expect(scenarios.get('dashboard')).toMatchObject({ suite: dashboardSuite, titles: '' });
  expect(textOf(dashboardSuite)).toContain("process.env['KLAYIM_JUDGE_TIMES']");
});

it('every test of the suite belongs to one scenario', () => {
  for (const title of titles) {
    const found = ofProviders.filter(([, { titles: pattern }]) => new RegExp(pattern).test(title));
    expect([title, found.length]).toEqual([title, 1]);
  }
});
