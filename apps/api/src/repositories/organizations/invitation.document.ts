import type { PersonRole } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** `invitations/{id}` as stored. Of the link only what proves it is kept. */
export interface InvitationDocument {
  organizationId: string;
  role: PersonRole;
  email: string | null;
  /** See `invitation-mac.ts`. */
  tokenMac: string;
  /** Version of the master key of `tokenMac`. */
  keyVersion: number;
  invitedBy: string;
  /** Who has accepted: null while the link works. It stays until it expires, so that a repetition is answered again. */
  acceptedBy: string | null;
  createdAt: Timestamp;
  expiresAt: Timestamp;
}

export const invitations = typedCollection<InvitationDocument>(collections.invitations);
