import { createHash } from 'node:crypto';
import type { Member, Role } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** `members/{id}` as stored: what a person is to have, which their custom claims follow. */
export interface MemberDocument {
  organizationId: string;
  userId: string;
  email: string | null;
  name: string | null;
  /** What the list is sorted by: never null. */
  sortKey: string;
  role: Role;
  /** False for who was removed: the record stays until a day after the claims were taken, so that a claim which is still believed does not bring it back. */
  isActive: boolean;
  joinedAt: Timestamp;
  /** Null while active, and while the claims are not taken yet. */
  expiresAt: Timestamp | null;
}

export const members = typedCollection<MemberDocument>(collections.members);

/** One person of one organization is one document. */
export function memberIdOf(organizationId: string, userId: string): string {
  return `m${createHash('sha256')
    .update(JSON.stringify([organizationId, userId]))
    .digest('base64url')}`;
}

/** What the API shows of a member. */
export function toMember({ userId, email, name, role, joinedAt }: MemberDocument): Member {
  return { userId, email, name, role, joinedAt: toIsoTimestamp(joinedAt) };
}
