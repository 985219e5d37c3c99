import { isKlayimError } from '@klayim/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { Session } from '../session/session.ts';

/**
 * How data is fetched: the typed client repeats what is worth repeating, so queries do not; what was read is shown at once and
 * read again when a page opens or the window gets the focus.
 */
export function createQueryClient(session: Pick<Session, 'end'>): QueryClient {
  const onError = (error: unknown, ofMe = false): void => {
    const status = isKlayimError(error) ? error.status : 0;
    if (status === 401) {
      session.end();
    } else if (status === 403 && !ofMe) {
      // What the person may do is not what the page believes.
      void client.invalidateQueries({ queryKey: ['me'] });
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: (error, { queryKey }) => onError(error, queryKey[0] === 'me') }),
    mutationCache: new MutationCache({ onError: (error) => onError(error) }),
    defaultOptions: {
      queries: { retry: false, staleTime: 2000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
