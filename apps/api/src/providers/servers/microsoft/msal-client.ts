import type { ConfidentialClientApplication, Configuration } from '@azure/msal-node';
import { ProviderError } from '../../provider-error.ts';
import type { TokenCall } from '../../token-call.ts';
import type { MicrosoftConfig } from './config.ts';

type NetworkClient = NonNullable<NonNullable<Configuration['system']>['networkClient']>;

/**
 * Loads MSAL and makes its client. All that it would look up in the network is given to it, and all that it sends goes
 * through the current token call.
 */
export async function createMsalClient(
  config: MicrosoftConfig,
  currentCall: () => TokenCall | undefined,
): Promise<ConfidentialClientApplication> {
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  const { host, pathname } = new URL(config.authorizationEndpoint);
  const tenant = pathname.split('/')[1] || 'common';
  // MSAL takes no http here; the addresses that it calls are those of the metadata, which may be http on loopback.
  const authority = `https://${host}/${tenant}`;
  return new ConfidentialClientApplication({
    auth: {
      clientId: config.clientId,
      clientSecret: config.clientSecret,
      authority,
      knownAuthorities: [host],
      authorityMetadata: JSON.stringify({
        issuer: `${authority}/v2.0`,
        authorization_endpoint: config.authorizationEndpoint,
        token_endpoint: config.tokenEndpoint,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
      }),
    },
    system: { networkClient: createNetworkClient(currentCall) },
  });
}

function createNetworkClient(currentCall: () => TokenCall | undefined): NetworkClient {
  return {
    // All metadata is configured: there is nothing to get.
    sendGetRequestAsync: () => Promise.reject(new ProviderError('misconfigured', 'unexpected_request')),

    // Only a token answer is passed on. MSAL would remember a 429 or 5xx and hold back the requests of other tenants.
    sendPostRequestAsync: async (url, options) => {
      const call = currentCall();
      if (!call) {
        throw new ProviderError('misconfigured', 'unexpected_request');
      }
      const { status, headers, body } = await call.send({
        url,
        form: options?.body ?? '',
        headers: options?.headers ?? {},
      });
      return { status, headers, body: JSON.parse(body) };
    },
  };
}
