import { apiKeyPrefix } from '../../lib/api-key.ts';
import type { Authenticate, Identity } from './identity.ts';
import { isGoogleToken } from './service-account-identity.ts';

/** Every kind of caller behind one bearer token: people, backends with an API key, Google service accounts. */
export function combineIdentities({
  users,
  apiKeys,
  serviceAccounts,
  issuers,
}: {
  users: Identity;
  apiKeys: Authenticate;
  serviceAccounts: Authenticate;
  /** Values of `iss` in the tokens of service accounts. */
  issuers: () => readonly string[];
}): Identity {
  return {
    ...users,
    authenticate(token, address) {
      if (token.startsWith(apiKeyPrefix)) {
        return apiKeys(token, address);
      }
      return isGoogleToken(token, issuers())
        ? serviceAccounts(token, address)
        : users.authenticate(token, address);
    },
  };
}
