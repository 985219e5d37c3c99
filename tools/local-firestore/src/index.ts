export {
  createRulesProbe,
  type ProbeRequest,
  type RulesProbe,
  rulesProbeRoot,
} from './authorization/rules-probe.ts';
export { LocalFirestoreError, type LocalFirestoreErrorCode } from './errors.ts';
export { type FoundGoogleEmulator, findGoogleEmulator } from './google/find-google-emulator.ts';
export { type StartedGoogleEmulator, startGoogleEmulator } from './google/start-google-emulator.ts';
export {
  type FirestoreProxy,
  type FirestoreProxyOptions,
  startFirestoreProxy,
} from './proxy/firestore-proxy.ts';
export type { InterceptedCall, Interceptor } from './proxy/interceptors.ts';
export type { WireCounts } from './proxy/wire-counts.ts';
export {
  type LocalFirestore,
  type LocalFirestoreLogger,
  type LocalFirestoreOptions,
  startLocalFirestore,
} from './server/local-firestore.ts';
