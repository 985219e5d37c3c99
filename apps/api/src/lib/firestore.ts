import { getApps, initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { meterFirestore } from './firestore-meter.ts';

/** The process's Firebase app, made at first use: there is no project while the functions are being deployed. */
export function getFirebaseApp() {
  return getApps()[0] ?? initializeApp();
}

/**
 * The process's Firestore, whose operations are counted. `FIRESTORE_EMULATOR_HOST`, when set, is used instead of the
 * cloud.
 */
export function getDb(): Firestore {
  meterFirestore();
  return getFirestore(getFirebaseApp());
}
