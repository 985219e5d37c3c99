export { defaultAccounts, type LocalAccount, type Plays } from './accounts.ts';
export type { Control } from './control.ts';
export { type CookieJar, createCookieJar } from './cookie-jar.ts';
export { type Fault, type FaultOptions, faultNames } from './faults.ts';
export type { IssuedSecret, TokenRequestRecord } from './ledger.ts';
export type { Endpoints } from './play.ts';
export {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from './server.ts';
export { type WalkConsentOptions, walkConsent } from './walk-consent.ts';
