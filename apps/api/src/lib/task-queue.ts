import { getFunctions } from 'firebase-admin/functions';
import { deployedName, functionsRegion } from '../config/deployment.ts';
import { getFirebaseApp } from './firestore.ts';

/** The Cloud Tasks queue of one of our functions. */
export function queueOf(functionName: string) {
  const location = `locations/${functionsRegion()}/functions/${deployedName(functionName)}`;
  // The whole name: within a kit the SDK would otherwise prefix it once more, and sign tasks by an ID token of an hour.
  return getFunctions(getFirebaseApp()).taskQueue(location, { scope: 'global' });
}
