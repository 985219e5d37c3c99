import { status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { readCaller } from './caller.ts';

const token = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;

it('takes the Admin SDK for an administrator, in whatever case the scheme is written', () => {
  expect(readCaller('Bearer owner')).toEqual({ kind: 'administrator' });
  expect(readCaller('bearer owner')).toEqual({ kind: 'administrator' });
});

it.each([undefined, ''])('takes a call without a token for nobody', (authorization) => {
  expect(readCaller(authorization)).toEqual({ kind: 'client', auth: null });
});

it('gives rules the user and all claims of a token', () => {
  const caller = readCaller(
    `Bearer ${token({ sub: 'ada', organizationId: 'one', level: 3, list: [1.5, null] })}`,
  );
  const auth = caller.kind === 'client' ? caller.auth : expect.unreachable();
  expect(auth?.get('uid')).toBe('ada');
  expect(auth?.get('token')).toEqual(
    new Map<string, unknown>([
      ['sub', 'ada'],
      ['organizationId', 'one'],
      ['level', 3n],
      ['list', [1.5, null]],
    ]),
  );
});

it('prefers the user_id of Firebase to the subject', () => {
  const caller = readCaller(`Bearer ${token({ sub: 'subject', user_id: 'ada' })}`);
  expect(caller.kind === 'client' && caller.auth?.get('uid')).toBe('ada');
});

it.each([
  ['another scheme', 'Basic owner'],
  ['no token', 'Bearer '],
  ['almost the owner', 'Bearer Owner'],
  ['a token of one part', 'Bearer abc'],
  ['claims that are no JSON', 'Bearer x.e30x.'],
  ['claims that are a list', `Bearer ${token([])}`],
  ['claims that are null', `Bearer ${token(null)}`],
  ['no user', `Bearer ${token({})}`],
  ['a user that is no text', `Bearer ${token({ sub: 1 })}`],
  ['an empty user', `Bearer ${token({ sub: '' })}`],
])('does not take %s for anybody', (_what, authorization) => {
  expect(() => readCaller(authorization)).toThrow(expect.objectContaining({ code: status.UNAUTHENTICATED }));
});
