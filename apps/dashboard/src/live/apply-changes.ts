import type { KlayimClient } from '@klayim/client';
import type { QueryClient } from '@tanstack/react-query';
import type { Session } from '../session/session.ts';
import { createConnectionReader } from './connection-reader.ts';
import { createDirectoryReader } from './directory-reader.ts';
import type { Change } from './follow-changes.ts';

/** The first word of the keys of what is read of each kind of record. */
const keyWords: Partial<Record<Change['kind'], string>> = {
  employeeImport: 'imports',
  member: 'members',
  organization: 'organization',
  apiKey: 'api-keys',
  webhookEndpoint: 'webhooks',
};

/** The record of a member changes a moment before their account. */
const accountPauseMs = 3000;

/** Has what is shown read again as far as it has changed, and nothing else. */
export function createChangeApplier({
  klayim,
  queryClient,
  session,
}: {
  klayim: KlayimClient;
  queryClient: QueryClient;
  session: Pick<Session, 'userId' | 'idToken'>;
}) {
  const connections = createConnectionReader(klayim, queryClient);
  const directory = createDirectoryReader(klayim, queryClient);

  /** What the signed-in person may do may be something else now. For a new token the API asks Firebase Auth at once. */
  async function readAccess(): Promise<void> {
    await new Promise((resolve) => window.setTimeout(resolve, accountPauseMs));
    await session.idToken({ forceRefresh: true }).catch(() => undefined);
    await queryClient.invalidateQueries({ queryKey: ['me'] });
  }

  function readEverything(): void {
    void queryClient.invalidateQueries();
    directory.readAgain();
  }

  return {
    /** Something of this is known to have changed. */
    apply(changes: readonly Change[]): void {
      if (changes.some(({ kind }) => kind === 'everything')) {
        readEverything();
        return;
      }
      if (changes.some(({ kind, id }) => kind === 'member' && id === session.userId)) {
        void readAccess();
      }
      const of = (...kinds: Change['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind));
      connections.apply(of('integration'));
      if (of('incident').length > 0) {
        connections.readNumbers();
      }
      directory.apply(of('employee'));
      if (of('employees', 'employeeImport').length > 0) {
        directory.readAgain();
      }
      for (const word of new Set(changes.flatMap(({ kind }) => keyWords[kind] ?? []))) {
        void queryClient.invalidateQueries({ queryKey: [word] });
      }
    },
    /** Anything may have changed. */
    readEverything,
    /** Nothing tells of changes: the numbers are asked for, which say whether the lists are to be. */
    poll(): void {
      connections.poll();
    },
  };
}
