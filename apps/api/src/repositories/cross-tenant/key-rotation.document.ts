import type { KeyRotation } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import { toIsoTimestamp, toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';
import type { RotationPlace } from './credential-rotation.repository.ts';

/** A place in the order of everything that is to be moved: kind by kind. */
export interface RotationCursor extends RotationPlace {
  kind: 'credentials' | 'apiKeys' | 'webhookSecrets';
}

/** What the one who works on a rotation writes down after each page. */
export interface RotationProgress {
  passes: number;
  rotated: number;
  deferred: number;
  failed: number;
  /** Where this pass has come to; null at its start. */
  cursor: RotationCursor | null;
}

/** `keyRotations/{id}` as stored. */
export interface KeyRotationDocument extends RotationProgress {
  targetVersion: number;
  status: KeyRotation['status'];
  startedBy: string;
  total: number;
  /** Who works on it, and until when that is believed without a sign of life. */
  worker: { ownerId: string; expiresAt: Timestamp } | null;
  startedAt: Timestamp;
  heartbeatAt: Timestamp;
  finishedAt: Timestamp | null;
}

export const keyRotations = typedCollection<KeyRotationDocument>(collections.keyRotations);

/** The id of the rotation to a key version. */
export function keyRotationIdOf(targetVersion: number): string {
  return `v${targetVersion}`;
}

/** What operators see of a rotation; `remaining` is counted, not stored. */
export function toKeyRotation(document: KeyRotationDocument, remaining: number): KeyRotation {
  const { targetVersion, status, startedBy, passes, total, rotated, deferred, failed } = document;
  return {
    id: keyRotationIdOf(targetVersion),
    targetVersion,
    status,
    startedBy,
    startedAt: toIsoTimestamp(document.startedAt),
    heartbeatAt: toIsoTimestamp(document.heartbeatAt),
    finishedAt: toOptionalIsoTimestamp(document.finishedAt),
    passes,
    total,
    rotated,
    deferred,
    failed,
    remaining,
  };
}
