import type { Schemas } from '@klayim/client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';

export type WebhookEndpoint = Schemas['WebhookEndpoint'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookEventType = WebhookEndpoint['events'][number];

const webhookKeys = {
  all: ['webhooks'] as const,
  list: ['webhooks', 'list'] as const,
  one: (id: string) => ['webhooks', 'one', id] as const,
  deliveries: (id: string) => ['webhooks', 'deliveries', id] as const,
};

const pageSize = 20;
/** While something waits to be delivered. */
const lookAgainMs = 5000;
/** Otherwise. */
const readAgainMs = 30_000;

/** The webhooks of the organization, newest first. */
export function useWebhooks() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: webhookKeys.list,
    queryFn: async ({ signal }) => (await klayim.call('listWebhookEndpoints', { signal })).items,
  });
}

/** One webhook. */
export function useWebhook(id: string) {
  const { klayim } = useServices();
  return useQuery({
    queryKey: webhookKeys.one(id),
    queryFn: ({ signal }) => klayim.call('getWebhookEndpoint', { path: { id }, signal }),
    refetchInterval: readAgainMs,
  });
}

/** What it was or will be sent, page by page; read again while something waits. */
export function useDeliveries(id: string) {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: webhookKeys.deliveries(id),
    queryFn: ({ pageParam, signal }) =>
      klayim.call('listWebhookDeliveries', {
        path: { id },
        query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((item) => item.state === 'pending'))
        ? lookAgainMs
        : readAgainMs,
  });
}

/** An endpoint and the secret that was just made for it. */
export interface IssuedSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}

/** Adds a webhook. @param onIssued is given the secret, which no cache is to hold. */
export function useAddWebhook(onIssued: (issued: IssuedSecret) => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (body: Schemas['CreateWebhookEndpoint']) => {
      onIssued(await klayim.call('createWebhookEndpoint', { body }));
    },
    onSettled: readAgain,
  });
}

/** Changes its URL or events, or switches it on or off. */
export function useUpdateWebhook(id: string) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (body: Schemas['WebhookEndpointPatch']) =>
      klayim.call('updateWebhookEndpoint', { path: { id }, body }),
    onSettled: readAgain,
  });
}

/** Sends the challenge again. Switching on does so, and answers with what came of it rather than with an error. */
export function useVerifyWebhook(id: string) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: () => klayim.call('updateWebhookEndpoint', { path: { id }, body: { enabled: true } }),
    onSettled: readAgain,
  });
}

/** Replaces its secret. @param onIssued is given the new one, which no cache is to hold. */
export function useRotateSecret(id: string, onIssued: (issued: IssuedSecret) => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (overlapSeconds: number) => {
      onIssued(await klayim.call('rotateWebhookSecret', { path: { id }, body: { overlapSeconds } }));
    },
    onSettled: readAgain,
  });
}

/** Sends it a test event. */
export function useTestWebhook(id: string) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: () => klayim.call('testWebhookEndpoint', { path: { id } }),
    onSettled: readAgain,
  });
}

/** Delivers one event again. */
export function useReplay(id: string) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (deliveryId: string) => klayim.call('replayWebhookDelivery', { path: { id, deliveryId } }),
    onSettled: readAgain,
  });
}

/** Deletes it for good. @param onDeleted is called before the list is read again. */
export function useDeleteWebhook(id: string, onDeleted: () => void) {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await klayim.call('deleteWebhookEndpoint', { path: { id } });
      onDeleted();
      await queryClient.invalidateQueries({ queryKey: webhookKeys.list });
    },
  });
}

function useReadAgain(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: webhookKeys.all });
}
