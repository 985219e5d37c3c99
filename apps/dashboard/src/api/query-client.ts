import { isKlayimError } from '@klayim/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { Session } from '../session/session.ts';

/** What Firebase Auth says when it gives no more tokens. */
const endings = new Set([
  'auth/user-token-expired',
  'auth/invalid-user-token',
  'auth/user-disabled',
  'auth/user-not-found',
]);

/**
 * How data is fetched: the typed client repeats what is worth repeating, so queries do not; what was read is shown at once and
 * read again when a page opens or the window gets the focus.
 */
export function createQueryClient(session: Pick<Session, 'leave'>): QueryClient {
  const onError = (error: unknown): void => {
    if (endsSession(error)) {
      void session.leave('expired');
    }
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: false, staleTime: 2000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** The API knows the token no longer, or Firebase Auth gives none: the account was disabled, say, or its password changed. */
function endsSession(error: unknown): boolean {
  if (isKlayimError(error)) {
    return error.status === 401;
  }
  return error instanceof Error && 'code' in error && endings.has(String(error.code));
}
