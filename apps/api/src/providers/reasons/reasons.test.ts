import { readFile } from 'node:fs/promises';
import { recordedRefusals } from '@klayim/local-oauth';
import { connectionReasonSchema } from '@klayim/shared/schemas';
import type { ConnectionReason } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../lib/duration.ts';
import { classifyAnswer, classifyRedirect } from '../classify-failure.ts';
import { redirectCodes, refusalOfCode, refusalOfNumber } from '../refusal-table.ts';
import { googleReasons } from './google.reasons.ts';
import { reasonTables } from './index.ts';
import { microsoftReasons } from './microsoft.reasons.ts';
import { oauthReasons } from './oauth.reasons.ts';
import { findReason, findReasonOfAge, plainOAuth } from './reason-table.ts';
import { reasonTexts } from './reason-texts.ts';
import { reasonsPage } from './reasons-page.ts';

const servers = ['google', 'microsoft'] as const;
const answerOf = (status: number, body: unknown) => ({
  status,
  body: JSON.stringify(body),
  retryAfterMs: undefined,
});

describe.each(servers)('what %s has answered', (server) => {
  const recorded = recordedRefusals(server);
  const table = reasonTables[server];

  it.each(recorded)('means $reason', ({ reason, status, body }) => {
    const error = classifyAnswer(answerOf(status, body), table);
    expect(error).toMatchObject({ reason, isListed: true });
    expect(error.helpUrl).toMatch(
      /^https:\/\/(developers|support)\.google\.com\/|^https:\/\/learn\.microsoft\.com\//,
    );
    expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/northwind/i);
  });

  it('is treated the same whatever table says why', () => {
    for (const { status, body } of recorded) {
      const { failure, owner } = classifyAnswer(answerOf(status, body), plainOAuth);
      expect(classifyAnswer(answerOf(status, body), table)).toMatchObject({ failure, owner });
    }
  });

  it('can be imitated for every reason that a refused refresh can have', () => {
    const told = new Set<ConnectionReason>([
      ...Object.values(table.numbers),
      ...Object.values(table.subtypes),
      ...Object.values(table.codes),
    ]);
    const imitated = recorded.map(({ reason }) => reason);
    expect([...told].filter((reason) => !imitated.includes(reason))).toEqual([]);
    expect(new Set(imitated).size).toBe(imitated.length);
  });
});

describe('the most exact word decides', () => {
  it.each<[string, Parameters<typeof findReason>[1], ConnectionReason, boolean]>([
    [
      'a number before the subtype and the code',
      { code: 'invalid_grant', subtype: 'bad_token', numbers: [70043] },
      'sign_in_frequency',
      true,
    ],
    [
      'the first number that is known',
      { code: 'invalid_grant', subtype: null, numbers: [123_456, 50057, 50173] },
      'account_disabled',
      true,
    ],
    [
      'the subtype before the code',
      { code: 'invalid_grant', subtype: 'consent_required', numbers: [] },
      'consent_missing',
      true,
    ],
    ['the code alone', { code: 'invalid_grant', subtype: null, numbers: [] }, 'revoked', true],
    [
      'a less exact word when the number is in no table, which is told',
      { code: 'invalid_grant', subtype: 'bad_token', numbers: [123_456] },
      'revoked',
      false,
    ],
    [
      'the code when the subtype is in no table, which is told',
      { code: 'interaction_required', subtype: 'odd_action', numbers: [] },
      'sign_in_required',
      false,
    ],
    ['nothing that is known', { code: 'odd', subtype: 'odder', numbers: [1_000] }, 'unknown', false],
    ['a name of JavaScript', { code: 'constructor', subtype: 'toString', numbers: [] }, 'unknown', false],
  ])('%s', (_what, said, reason, isListed) => {
    expect(findReason(microsoftReasons, said)).toMatchObject({ reason, isListed });
  });

  it('and Google says by a subtype of invalid_grant that a session is over', () => {
    const said = { error: 'invalid_grant', error_subtype: 'invalid_rapt' };
    expect(classifyAnswer(answerOf(400, said), googleReasons).reason).toBe('session_policy');
    expect(classifyAnswer(answerOf(400, said), microsoftReasons).reason).toBe('revoked');
  });
});

describe('the age of a grant explains what Google does not', () => {
  const revoked = { reason: 'revoked', helpUrl: null, isListed: true } as const;

  it.each<[string, number | null, ConnectionReason]>([
    ['a week to the second', 7 * dayMs - 1_000, 'app_in_testing'],
    ['a week and the hour of a last token', 7 * dayMs + hourMs, 'app_in_testing'],
    ['a day less', 6 * dayMs, 'revoked'],
    ['a day more', 8 * dayMs, 'revoked'],
    ['unknown', null, 'revoked'],
  ])('%s', (_what, ageMs, reason) => {
    expect(findReasonOfAge(googleReasons, revoked, ageMs)).toMatchObject({ reason });
    expect(findReasonOfAge(microsoftReasons, revoked, ageMs)).toMatchObject({ reason: 'revoked' });
  });

  it('but not where Google says more itself', () => {
    const found = { ...revoked, reason: 'session_policy' } as const;
    expect(findReasonOfAge(googleReasons, found, 7 * dayMs)).toBe(found);
  });
});

describe('what a redirect means', () => {
  it.each<[(typeof servers)[number], Parameters<typeof classifyRedirect>[0], ConnectionReason]>([
    ['google', { error: 'access_denied' }, 'access_declined'],
    ['google', { error: 'admin_policy_enforced' }, 'admin_policy'],
    ['microsoft', { error: 'access_denied', error_subtype: 'cancel' }, 'access_declined'],
    ['microsoft', { error: 'access_denied', error_description: 'AADSTS65004: declined' }, 'access_declined'],
    [
      'microsoft',
      { error: 'access_denied', error_description: 'AADSTS90094: Admin consent is required' },
      'admin_consent_required',
    ],
    ['microsoft', { error: 'consent_required', error_description: 'AADSTS65001: x' }, 'consent_missing'],
    ['microsoft', { error: 'server_error' }, 'provider_unavailable'],
    ['microsoft', { error: 'mrs_secret' }, 'unknown'],
  ])('%s %j: %s', (server, redirect, reason) => {
    expect(classifyRedirect(redirect, reasonTables[server])?.reason).toBe(reason);
  });
});

describe('an answer that no table has', () => {
  it.each([
    [{ error: 'oauth2_odd_error_7' }, 'oauth2_odd_error_7'],
    [{ error: 'a'.repeat(21) }, 'unknown_error_code'],
    [{ error: 'aaaaa_'.repeat(12) }, 'unknown_error_code'],
    [{ error: '1//0gSecretToken' }, 'unknown_error_code'],
  ])('%j keeps the meaning of an outage, and its code only in the form of one', (body, code) => {
    const error = classifyAnswer(answerOf(400, body), googleReasons);
    expect(error).toMatchObject({
      failure: 'unavailable',
      owner: 'connection',
      code,
      reason: 'unknown',
      isListed: false,
    });
  });
});

describe('the tables of reasons', () => {
  it('know every code and number that decides what becomes of a connection', () => {
    const codes = [...refusalOfCode.keys()].filter(
      (code) => !(code in oauthReasons.codes) && !(code in googleReasons.codes),
    );
    expect(codes).toEqual([]);
    expect([...refusalOfNumber.keys()].filter((number) => !(number in microsoftReasons.numbers))).toEqual([]);
    const ofRedirects = { ...oauthReasons.codes, ...microsoftReasons.subtypes };
    expect([...redirectCodes].filter((code) => !(code in ofRedirects))).toEqual([]);
  });

  it('call an outage only what is treated as one', () => {
    for (const [number, reason] of Object.entries(microsoftReasons.numbers)) {
      const failure = refusalOfNumber.get(Number(number))?.failure ?? 'unavailable';
      const isOutage = reason === 'rate_limited' || reason === 'provider_unavailable';
      expect(isOutage ? failure : 'unavailable', number).toBe('unavailable');
    }
  });

  it.each(connectionReasonSchema.options)('say what has happened and what to do when it is %s', (reason) => {
    const { explanation, action, actor } = reasonTexts[reason];
    expect(explanation).toMatch(/^[A-Z].*\.$/);
    expect(action).toMatch(/^[A-Z].*\.$/);
    expect(actor === 'nobody').toBe(reason === 'rate_limited' || reason === 'provider_unavailable');
  });

  it('make docs/reasons.md', async () => {
    const page = await readFile(new URL('../../../../../docs/reasons.md', import.meta.url), 'utf8');
    expect(page).toBe(reasonsPage());
  });
});
