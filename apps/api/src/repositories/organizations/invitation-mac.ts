import { createHmac } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { isSameHash } from '../../lib/api-key.ts';
import type { Keyring, MasterKey } from '../../lib/keyring.ts';
import type { InvitationDocument } from './invitation.document.ts';

/** What an invitation gives, to whom and until when. */
export type InvitationFacts = Pick<InvitationDocument, 'organizationId' | 'role' | 'email' | 'expiresAt'>;

/**
 * What is stored of a link: HMAC-SHA256 over its token and all that the invitation gives, under a key derived from the
 * current master key. Nobody who only can write to the database can make an invitation, or have one give more.
 */
export function macOfInvitation(
  token: string,
  facts: InvitationFacts,
  { current }: Keyring,
): Pick<InvitationDocument, 'tokenMac' | 'keyVersion'> {
  return { tokenMac: macOf(token, facts, current), keyVersion: current.version };
}

/** Whether this token is the link of a stored invitation, and the invitation what this service wrote. */
export function isLinkOf(token: string, stored: InvitationDocument, { byVersion }: Keyring): boolean {
  const master = byVersion.get(stored.keyVersion);
  // A writer with access to the database can store anything.
  const isReadable = typeof stored.tokenMac === 'string' && stored.expiresAt instanceof Timestamp;
  return isReadable && master !== undefined && isSameHash(stored.tokenMac, macOf(token, stored, master));
}

/** The token holds the id: an invitation that is copied to another id has no link. JSON keeps the parts apart. */
function macOf(
  token: string,
  { organizationId, role, email, expiresAt }: InvitationFacts,
  { invitationKey, version }: MasterKey,
): string {
  const parts = [version, token, organizationId, role, email, toSecondsAndNanos(expiresAt)];
  return createHmac('sha256', invitationKey).update(JSON.stringify(parts)).digest('base64url');
}

function toSecondsAndNanos({ seconds, nanoseconds }: Timestamp): [number, number] {
  return [seconds, nanoseconds];
}
