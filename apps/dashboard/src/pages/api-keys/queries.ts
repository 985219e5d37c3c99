import type { Schemas } from '@klayim/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../../api/services.ts';

export type ApiKey = Schemas['ApiKey'];
export type Scope = ApiKey['scopes'][number];

const apiKeysKey = ['api-keys'] as const;

/** A key that was just made. Its secret lives in the state of the component that shows it, and nowhere else. */
export interface IssuedKey {
  name: string;
  secret: string;
}

/** The keys of the organization, newest first. */
export function useApiKeys() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: apiKeysKey,
    queryFn: async ({ signal }) => (await klayim.call('listApiKeys', { signal })).items,
  });
}

/** Makes a key. @param onIssued is given the secret, which no cache is to hold. */
export function useCreateKey(onIssued: (issued: IssuedKey) => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (body: Schemas['CreateApiKey']) => {
      const { secret, apiKey } = await klayim.call('createApiKey', { body });
      onIssued({ name: apiKey.name, secret });
    },
    onSettled: readAgain,
  });
}

/** Replaces a key by a new one. @param onIssued is given the secret, which no cache is to hold. */
export function useRotateKey(id: string, onIssued: (issued: IssuedKey) => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (overlapSeconds: number) => {
      const { secret, apiKey } = await klayim.call('rotateApiKey', {
        path: { id },
        body: { overlapSeconds },
      });
      onIssued({ name: apiKey.name, secret });
    },
    onSettled: readAgain,
  });
}

/** Revokes a key for good. @param onRevoked is called before the list is read again, which no longer has it. */
export function useRevokeKey(id: string, onRevoked: () => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async () => {
      await klayim.call('revokeApiKey', { path: { id } });
      onRevoked();
    },
    onSettled: readAgain,
  });
}

function useReadAgain(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: apiKeysKey });
}
