import { type AuthorizationServer, startAuthorizationServer } from '@klayim/local-oauth';
import { StackError, sentenceOf } from '../stack-error.ts';
import type { Ports } from './ports.ts';
import type { StateFolder } from './state-folder.ts';

/** The two servers that stand in for Google and Microsoft. */
export interface OAuthServers {
  readonly google: AuthorizationServer;
  readonly microsoft: AuthorizationServer;
}

/**
 * Starts one of the authorization servers with the grants of earlier runs.
 *
 * @throws {StackError} when it cannot be started.
 */
export async function startOAuthServer(
  profile: 'google' | 'microsoft',
  { ports, state, apiUrl }: { ports: Ports; state: StateFolder; apiUrl: string },
): Promise<AuthorizationServer> {
  try {
    return await startAuthorizationServer({
      profile,
      port: ports[profile],
      ...state.keys[profile],
      redirectUris: [`${apiUrl}/oauth/${profile}/callback`],
      stateFile: state.authorizationServer(profile),
    });
  } catch (error) {
    throw new StackError(`The server that stands in for ${profile} does not start: ${sentenceOf(error)}`, {
      cause: error,
    });
  }
}
