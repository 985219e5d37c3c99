import { commonText } from '#text/common';
import { neverReadText } from '#text/never-read';
import { identityScope } from './scope-text.ts';

/** What people want to know of, and what it is that a scope opens. */
type Area = keyof typeof neverReadText.areas;

/** Microsoft's scopes may name the service that they are of. */
const prefix = /^https:\/\/graph\.microsoft\.com\//i;

/** @see https://developers.google.com/identity/protocols/oauth2/scopes and Microsoft Graph's permissions reference. */
const opens: readonly [RegExp, readonly Area[]][] = [
  [/^https:\/\/mail\.google\.com\/|\/auth\/gmail\./, ['mail']],
  [/^(?:Mail|MailboxSettings|IMAP|POP|SMTP)\./, ['mail']],
  [/\/auth\/calendar(?:\.|$)|^Calendars\./, ['calendars']],
  [/\/auth\/(?:drive|documents|spreadsheets|presentations)(?:\.|$)|^(?:Files|Sites|Notes)\./, ['files']],
  [/\/auth\/(?:contacts|directory)(?:\.|$)|\/m8\/feeds|^(?:Contacts|People)\./, ['contacts']],
  [/^EWS\./, ['mail', 'calendars', 'contacts']],
];

/**
 * Says what is never read of an account, from the scopes that it is asked for: what none of them opens.
 * @returns null when one of them is not known, since it may open anything, or when nothing is left.
 */
export function describeNeverRead(scopes: readonly string[]): string | null {
  const opened = new Set<string>();
  for (const scope of scopes.filter((each) => !identityScope.test(each))) {
    const found = opens.find(([pattern]) => pattern.test(scope.replace(prefix, '')));
    if (!found) {
      return null;
    }
    for (const area of found[1]) {
      opened.add(area);
    }
  }
  const closed = Object.entries(neverReadText.areas).flatMap(([area, name]) =>
    opened.has(area) ? [] : [name],
  );
  const list = new Intl.ListFormat(commonText.locale, { type: 'disjunction' });
  return closed.length === 0 ? null : neverReadText.sentence(list.format(closed));
}
