export { defaultAccounts, type LocalAccount, type ProfileName } from './accounts.ts';
export type { Control } from './control.ts';
export { type CookieJar, createCookieJar } from './cookie-jar.ts';
export { type Fault, type FaultOptions, faultNames } from './faults.ts';
export type { Endpoints } from './provider-profile.ts';
export { type RecordedRefusal, recordedRefusals } from './recorded-refusals.ts';
export type { IssuedSecret, TokenRequestRecord } from './request-log.ts';
export {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from './server.ts';
export { type WalkConsentOptions, walkConsent } from './walk-consent.ts';
