import { describe, expect, it } from 'vitest';
import { describeSmtpFailure, smtpCodeOf } from './smtp-failure.ts';

const failure = (fields: Record<string, unknown>) =>
  describeSmtpFailure(Object.assign(new Error('Recipient ada@northwind.example: no such user'), fields));

describe('what a failure to send means', () => {
  it.each([
    ['a mailbox that is full for now', 'RCPT TO', '452 4.2.2 full', false, 'temporary', '452 4.2.2'],
    ['a mailbox that does not exist', 'RCPT TO', '550 5.1.1 unknown', true, 'permanent', '550 5.1.1'],
    ['a sender that is refused', 'MAIL FROM', '553 5.7.1 not you', true, 'permanent', '553 5.7.1'],
    ['content that is refused', 'DATA', '554-5.7.1 spam\n554 5.7.1 spam', true, 'permanent', '554 5.7.1'],
    ['a session that got out of step', 'MAIL FROM', '503 5.5.1 order', false, 'temporary', '503 5.5.1'],
    ['a wrong password', 'AUTH PLAIN', '535 5.7.8 no', true, 'misconfigured', '535 5.7.8'],
    ['a login that cannot be checked now', 'AUTH PLAIN', '454 4.7.0 wait', false, 'temporary', '454 4.7.0'],
    ['a login that is asked for', 'MAIL FROM', '530 5.7.0 first', true, 'misconfigured', '530 5.7.0'],
    ['a server that does not talk to us', 'CONN', '554 5.7.1 no', true, 'misconfigured', '554 5.7.1'],
    ['a server that knows no STARTTLS', 'STARTTLS', '500 5.5.1 what?', true, 'misconfigured', 'ETLS'],
    ['a server that is closing', 'CONN', '421 4.3.2 bye', false, 'temporary', '421 4.3.2'],
  ])('%s', (_what, command, response, permanent, kind, code) => {
    const responseCode = Number(response.slice(0, 3));
    const library = { AUTH: 'EAUTH', STARTTLS: 'ETLS' }[command.split(' ')[0] ?? ''] ?? 'EENVELOPE';
    expect(failure({ code: library, command, response, responseCode, permanent })).toEqual({ kind, code });
  });

  it.each([
    ['nobody listens', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'temporary', 'ECONNREFUSED'],
    ['nobody answers', { code: 'ETIMEDOUT' }, 'temporary', 'ETIMEDOUT'],
    ['all of it took too long', { code: 'EABORT' }, 'temporary', 'ETIMEDOUT'],
    ['the name is not found', { code: 'EDNS', originalCode: 'ENOTFOUND' }, 'temporary', 'ENOTFOUND'],
    ['the connection broke', { code: 'ECONNECTION' }, 'temporary', 'ECONNECTION'],
    ['there is no TLS', { code: 'ETLS' }, 'misconfigured', 'ETLS'],
    [
      'the certificate is not trusted',
      { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'misconfigured',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    ['the mail is too large for the server', { code: 'EMESSAGE' }, 'permanent', 'EMESSAGE'],
    ['an error without a name', {}, 'temporary', 'EUNKNOWN'],
  ])('%s', (_what, fields, kind, code) => {
    expect(failure(fields)).toEqual({ kind, code });
  });

  it('keeps the codes of an answer and none of its words', () => {
    expect(smtpCodeOf('550 5.1.1 <ada@northwind.example> is not known here')).toBe('550 5.1.1');
    expect(smtpCodeOf('250 Ok: queued as 12345')).toBe('250');
    expect(smtpCodeOf('250 2.0.0foo')).toBe('250');
    expect(smtpCodeOf('hello')).toBeNull();
    expect(smtpCodeOf(undefined)).toBeNull();
    expect(describeSmtpFailure('no error at all')).toEqual({ kind: 'temporary', code: 'EUNKNOWN' });
    expect(failure({ code: 'lower case, with AUTH PLAIN AGFkYQBzZWNyZXQ=' }).code).toBe('EUNKNOWN');
  });
});
