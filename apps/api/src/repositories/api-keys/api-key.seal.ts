import { createHmac } from 'node:crypto';
import type { ApiKeyScope } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { isSameHash } from '../../lib/api-key.ts';
import type { Keyring, MasterKey } from '../../lib/keyring.ts';
import type { ApiKeyDocument, ApiKeyFacts } from './api-key.document.ts';

/** Which fields are authenticated, and how they are encoded. There is one form: a record of another one is refused. */
const sealVersion = 1;

const timestamp = z.instanceof(Timestamp);
const noTime = Timestamp.fromMillis(0);
const scope = z.custom<ApiKeyScope>((value) => typeof value === 'string');

/** A writer with access to the database can store anything: only fields of these types are encoded. */
const storedSchema = z.object({
  organizationId: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  secretHash: z.string(),
  previous: z.object({ secretHash: z.string(), expiresAt: timestamp }).nullable(),
  createdAt: timestamp,
  createdBy: z.string(),
  rotatedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  seal: z.object({ mac: z.string(), keyVersion: z.number().int() }),
  // Not authenticated, so that noting a use stays one small write. It decides nothing.
  lastUsedAt: timestamp.nullable().catch(null),
});

const noApiKey: ApiKeyDocument = {
  organizationId: '',
  name: '',
  scopes: [],
  secretHash: '',
  previous: null,
  createdAt: noTime,
  createdBy: '',
  rotatedAt: null,
  expiresAt: null,
  seal: { mac: '', keyVersion: 0 },
  lastUsedAt: null,
};

/**
 * Authenticates an API key's record with HMAC-SHA256 (RFC 2104) under a key derived from the current master key, so that
 * nobody can add or change one who only can write to the database.
 */
export function sealApiKey(id: string, facts: ApiKeyFacts, { current }: Keyring): ApiKeyDocument['seal'] {
  return { mac: macOf(id, facts, current), keyVersion: current.version };
}

/**
 * Reads a stored API key. Nothing of it may be believed before.
 * @param id the id that the record lies under: a record that was copied to another id is refused.
 * @throws {AppError} encryption_key_unknown when the keyring lacks the key version of its seal;
 * credentials_tampered when the record was not written by this service, or was changed since.
 */
export function openApiKey(id: string, stored: unknown, { byVersion }: Keyring): ApiKeyDocument {
  const { data: document } = storedSchema.safeParse(stored);
  if (!document) {
    throw new AppError('credentials_tampered');
  }
  const { mac, keyVersion } = document.seal;
  const master = byVersion.get(keyVersion);
  if (!master) {
    throw new AppError('encryption_key_unknown', { detail: `There is no key of version ${keyVersion}.` });
  }
  if (!isSameHash(mac, macOf(id, document, master))) {
    throw new AppError('credentials_tampered');
  }
  return document;
}

/** Does the work of {@link openApiKey} for an id without a record, so that a caller cannot tell by the time whether there is one. */
export function openMissingApiKey(id: string, { current }: Keyring): null {
  const facts = storedSchema.parse(noApiKey);
  isSameHash(facts.seal.mac, macOf(id, facts, current));
  return null;
}

/** Everything that decides what a key opens and until when. JSON keeps the parts apart: no two records give the same text. */
function macOf(id: string, facts: ApiKeyFacts, { apiKeySealKey, version }: MasterKey): string {
  const { previous } = facts;
  const parts = [
    sealVersion,
    version,
    id,
    facts.organizationId,
    facts.name,
    facts.scopes,
    facts.secretHash,
    previous && [previous.secretHash, toSecondsAndNanos(previous.expiresAt)],
    toSecondsAndNanos(facts.createdAt),
    facts.createdBy,
    facts.rotatedAt && toSecondsAndNanos(facts.rotatedAt),
    facts.expiresAt && toSecondsAndNanos(facts.expiresAt),
  ];
  return createHmac('sha256', apiKeySealKey).update(JSON.stringify(parts)).digest('base64url');
}

/** All that Firestore stores of a time, not only its milliseconds. */
function toSecondsAndNanos({ seconds, nanoseconds }: Timestamp): [number, number] {
  return [seconds, nanoseconds];
}
