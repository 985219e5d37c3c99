import { createRulesProbe } from '@klayim/local-firestore';
import { RulesSyntaxError } from '@klayim/local-firestore/rules';
import { expect, it } from 'vitest';
import { accessCases, tokenOf } from './testing/access-cases.ts';
import { probeRequest, seed } from './testing/probe-case.ts';
import { rulesSource } from './testing/repository-files.ts';

/** Every so many characters one is lost. A prime, so that all kinds of places are met. */
const stride = 7;

// A slip of the finger must not open anything: to nobody, and to no member.
const strangers = accessCases().filter(({ identity: { name }, operation }) => {
  const isDangerous = operation === 'get' || operation === 'list by organization' || operation === 'set';
  return (name === 'nobody' || name === 'member') && isDangerous;
});

it('lets no stranger in when a character is missing', async () => {
  const probe = await createRulesProbe(seed);
  const withoutComments = rulesSource.replaceAll(/\/\/.*/g, '');
  let loaded = 0;
  for (let at = 0; at < withoutComments.length; at += stride) {
    const damaged = withoutComments.slice(0, at) + withoutComments.slice(at + 1);
    try {
      probe.load(damaged);
    } catch (error) {
      expect(error).toBeInstanceOf(RulesSyntaxError);
      continue;
    }
    loaded += 1;
    const open = strangers.filter((one) => probe.allows(tokenOf(one.identity), probeRequest(one)));
    expect(open, damaged.slice(at - 20, at + 20)).toEqual([]);
  }
  expect(loaded).toBeGreaterThan(10);
});
