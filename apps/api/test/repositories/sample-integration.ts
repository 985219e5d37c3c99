import { randomBytes } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { hourMs } from '../../src/lib/duration.ts';
import { type Keyring, readKeyring } from '../../src/lib/keyring.ts';
import type { NewIntegration } from '../../src/repositories/integrations/integration.repository.ts';

/** A keyring with one random key. */
export function newTestKeyring(): Keyring {
  return readKeyring({ ENCRYPTION_KEY: randomBytes(32).toString('base64') });
}

/** An account with a token for one hour from `nowMs` on. */
export function sampleIntegration(nowMs: number, change: Partial<NewIntegration> = {}): NewIntegration {
  return {
    provider: 'google_calendar',
    accountId: 'account-1',
    accountEmail: 'ada@northwind.example',
    scopes: ['openid', 'email'],
    missingScopes: [],
    credentials: { accessToken: 'access-token-in-clear', refreshToken: 'refresh-token-in-clear' },
    expiresAt: Timestamp.fromMillis(nowMs + hourMs),
    refreshDueAt: Timestamp.fromMillis(nowMs + 3_000_000),
    ...change,
  };
}
