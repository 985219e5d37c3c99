import {
  type AuthorizationProvidersDependencies,
  createAuthorizationProviders,
} from './authorization-providers.ts';
import {
  type CompleteAuthorizationDependencies,
  createCompleteAuthorization,
} from './complete-authorization.ts';
import { createReturnUrlPolicy, type ReturnUrlPolicyDependencies } from './return-url.ts';
import { createStartAuthorization, type StartAuthorizationDependencies } from './start-authorization.ts';

type Parts = 'authorizationProviders' | 'returnUrlPolicy';

export type AuthorizationDependencies = AuthorizationProvidersDependencies &
  ReturnUrlPolicyDependencies &
  Omit<StartAuthorizationDependencies, Parts> &
  Omit<CompleteAuthorizationDependencies, Parts>;

/** The authorization code flow with PKCE (RFC 6749, RFC 7636, RFC 9700), from the first click to the connection. */
export function createAuthorization(dependencies: AuthorizationDependencies) {
  const parts = {
    ...dependencies,
    authorizationProviders: createAuthorizationProviders(dependencies),
    returnUrlPolicy: createReturnUrlPolicy(dependencies),
  };
  return {
    startAuthorization: createStartAuthorization(parts),
    completeAuthorization: createCompleteAuthorization(parts),
  };
}
