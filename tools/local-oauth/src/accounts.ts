import { createHash } from 'node:crypto';

/** Which real provider a local authorization server stands in for. */
export type ProfileName = 'google' | 'microsoft';

/** A person who can sign in at a local authorization server. No password: choosing the account is enough. */
export interface LocalAccount {
  /** Stable id at the provider: Google's `sub` (digits), Microsoft's `oid` (a GUID). */
  readonly id: string;
  /** Lower-case email address, also what `login_hint` and `walkConsent` name the account by. */
  readonly email: string;
  /** Display name, "Given Family". */
  readonly name: string;
  /** Microsoft's directory id (`tid`). Default: derived from the email's domain. Google ignores it. */
  readonly tenantId?: string;
}

const accountOwners = [
  { email: 'ada@northwind.example', name: 'Ada Lovelace' },
  { email: 'grace@northwind.example', name: 'Grace Hopper' },
  { email: 'alan@fabrikam.example', name: 'Alan Turing' },
  { email: 'lin@demo.example', name: 'Lin Daniels' },
  { email: 'sam@demo.example', name: 'Sam Okoye' },
] as const;

/** A GUID that is the same for the same text on every machine and in every run. */
function stableGuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A 21-digit number as text, the shape of Google's `sub`, the same for the same text everywhere. */
function stableDigits(text: string): string {
  const number = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
  return `1${(number % 10n ** 20n).toString().padStart(20, '0')}`;
}

/** The people that exist when no `accounts` are given, from three companies. */
export function defaultAccounts(profile: ProfileName): readonly LocalAccount[] {
  return accountOwners.map((person) => ({
    ...person,
    id:
      profile === 'google' ? stableDigits(`google:${person.email}`) : stableGuid(`microsoft:${person.email}`),
  }));
}

/** The directory (`tid`) of an account: its own, or one derived from the domain of its email. */
export function tenantIdOf(account: LocalAccount): string {
  return account.tenantId ?? stableGuid(`tenant:${account.email.slice(account.email.indexOf('@') + 1)}`);
}
