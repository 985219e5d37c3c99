import type { Schemas } from '@klayim/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';
import { connectionKeys } from './queries.ts';

/** What to connect: a new account, or the account of a connection again. */
export interface ConnectTarget {
  provider: Schemas['IntegrationProvider'];
  integrationId?: string;
  accountEmail?: string;
}

/** Sends the browser to the provider, which brings it back to `/connections/return`. */
export function useConnect() {
  const { klayim } = useServices();
  return useMutation({
    mutationFn: async ({ provider, integrationId, accountEmail }: ConnectTarget) => {
      const { authorizationUrl } = await klayim.call('startAuthorization', {
        path: { provider },
        body: {
          returnUrl: returnUrl(provider, integrationId),
          ...(integrationId !== undefined && { integrationId }),
          ...(accountEmail?.includes('@') && { loginHint: accountEmail }),
        },
      });
      location.assign(authorizationUrl);
      // The button stays busy until the browser has left.
      return new Promise<never>(() => {});
    },
  });
}

/** The target is named under names that the API does not use for the outcome, so that the return page can offer to try again. */
function returnUrl(provider: string, integrationId: string | undefined): string {
  const url = new URL('/connections/return', location.origin);
  url.searchParams.set('provider', provider);
  if (integrationId !== undefined) {
    url.searchParams.set('target', integrationId);
  }
  return url.href;
}

/** Refreshes a connection's token now. */
export function useRefresh(id: string) {
  const { klayim } = useServices();
  const refreshLists = useReadAgain();
  return useMutation({
    mutationFn: () => klayim.call('refreshIntegration', { path: { id } }),
    onSettled: refreshLists,
  });
}

/** Asks the provider whether it accepts the token of a connection. */
export function useTest(id: string) {
  const { klayim } = useServices();
  const refreshLists = useReadAgain();
  return useMutation({
    mutationFn: () => klayim.call('testIntegration', { path: { id } }),
    onSettled: refreshLists,
  });
}

/** Disconnects an account; the answer says what became of the grant. */
export function useDisconnect(id: string) {
  const { klayim } = useServices();
  const refreshLists = useReadAgain();
  return useMutation({
    mutationFn: () => klayim.call('disconnectIntegration', { path: { id } }),
    onSettled: refreshLists,
  });
}

/**
 * Deletes a connection for good.
 * @param onRemoved is called even when the page learns of it first, and shows the connection no more.
 */
export function useRemove(id: string, onRemoved: () => void) {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => klayim.call('deleteIntegration', { path: { id } }),
    onSuccess: async () => {
      onRemoved();
      // All but the one that is gone.
      const { summary, attention, lists } = connectionKeys;
      await Promise.all(
        [summary, attention, lists].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
}

function useReadAgain(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: connectionKeys.all });
}
