import type { IntegrationProvider } from '@klayim/shared/types';
import type { GoogleConfig, MicrosoftConfig } from '../config/provider-config.ts';
import { createGoogleProvider, googleDescription } from './google.provider.ts';
import { createMicrosoftProvider, microsoftDescription } from './microsoft.provider.ts';
import type { OAuthProvider } from './oauth-provider.ts';

/** Names and default scopes of all providers that are known, configured or not. */
export const providerCatalog: Readonly<
  Record<IntegrationProvider, { displayName: string; defaultScopes: string[] }>
> = {
  google_calendar: googleDescription,
  microsoft_calendar: microsoftDescription,
};

/**
 * Makes the configured providers. Their libraries are loaded at the first use.
 * @param options.timeoutMs for each call to a provider, in milliseconds. Default: 10 000.
 */
export function createProviders({
  google,
  microsoft,
  timeoutMs,
}: {
  google: GoogleConfig | null;
  microsoft: MicrosoftConfig | null;
  timeoutMs?: number;
}): ReadonlyMap<IntegrationProvider, OAuthProvider> {
  const providers = new Map<IntegrationProvider, OAuthProvider>();
  if (google) {
    providers.set('google_calendar', createGoogleProvider({ config: google, timeoutMs }));
  }
  if (microsoft) {
    providers.set('microsoft_calendar', createMicrosoftProvider({ config: microsoft, timeoutMs }));
  }
  return providers;
}
