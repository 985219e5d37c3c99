import type { IntegrationProvider } from '@klayim/shared/types';
import { readConfig } from '../src/config/config.ts';
import { memoize } from '../src/lib/memoize.ts';
import { createProviders } from '../src/providers/index.ts';
import type { OAuthProvider } from '../src/providers/oauth-provider.ts';

/** The providers that an environment configures, made at first use. */
export const testProviders = (
  environment: () => Record<string, string | undefined>,
  timeoutMs?: number,
): (() => ReadonlyMap<IntegrationProvider, OAuthProvider>) =>
  memoize(() => createProviders({ ...readConfig(environment()), clock: Date.now, timeoutMs }));
