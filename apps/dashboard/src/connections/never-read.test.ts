import { describe, expect, it } from 'vitest';
import { describeNeverRead } from './never-read.ts';

const google = (name: string) => `https://www.googleapis.com/auth/${name}`;

describe('what is never read of an account', () => {
  it.each([
    [
      'a Google calendar',
      ['openid', 'email', 'profile', google('calendar.readonly')],
      'We never read the account’s mail, files, or contacts.',
    ],
    [
      'a Microsoft calendar',
      ['openid', 'offline_access', 'User.Read', 'Calendars.Read'],
      'We never read the account’s mail, files, or contacts.',
    ],
    [
      'the name and address alone',
      ['openid', google('userinfo.email'), google('userinfo.profile')],
      'We never read the account’s mail, calendars, files, or contacts.',
    ],
    ['files', [google('drive.file')], 'We never read the account’s mail, calendars, or contacts.'],
    [
      'contacts and files',
      ['Contacts.Read', 'Files.Read.All'],
      'We never read the account’s mail or calendars.',
    ],
    ['all of Exchange', ['EWS.AccessAsUser.All'], 'We never read the account’s files.'],
    ['everything', ['Mail.Read', 'Calendars.Read', 'Files.Read', 'Contacts.Read'], null],
  ])('with %s', (_what, scopes, sentence) => {
    expect(describeNeverRead(scopes)).toBe(sentence);
  });

  it.each([
    'https://mail.google.com/',
    google('gmail.readonly'),
    google('gmail.metadata'),
    'Mail.Read',
    'Mail.ReadBasic',
    'https://graph.microsoft.com/Mail.ReadWrite',
    'MailboxSettings.Read',
    'IMAP.AccessAsUser.All',
    'EWS.AccessAsUser.All',
  ])('is not said to be mail beside the scope %s', (scope) => {
    const sentence = describeNeverRead(['openid', google('calendar.readonly'), scope]);
    expect(sentence).toMatch(/^We never read/);
    expect(sentence).not.toContain('mail');
  });

  it.each([
    'https://graph.microsoft.com/.default',
    google('admin.directory.user'),
    'Tasks.Read',
    'Directory.Read.All',
  ])('is not said at all beside the scope %s, which may open anything', (scope) => {
    expect(describeNeverRead(['openid', scope])).toBeNull();
  });
});
