import { getFunctions } from 'firebase-admin/functions';
import { deployedName, functionsRegion } from '../config/deployment.ts';
import { getFirebaseApp } from './firestore.ts';

/** The Cloud Tasks queue of one of our functions. */
export function queueOf(functionName: string) {
  const location = `locations/${functionsRegion()}/functions/${deployedName(functionName)}`;
  return getFunctions(getFirebaseApp()).taskQueue(location);
}
