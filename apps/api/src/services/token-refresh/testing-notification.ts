import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import { type OAuthProvider, serverOf } from '../../providers/oauth-provider.ts';
import type { OperatorNotificationsRepository } from '../../repositories/cross-tenant/operator-notifications.repository.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';

/** So many grants that ended seven days after consent say that the application is in Testing. */
const grantsInTesting = 3;

export interface TestingNotificationDependencies {
  operatorNotificationsRepository: OperatorNotificationsRepository;
  providers: () => ReadonlyMap<string, OAuthProvider>;
  logger: Logger;
}

/** Tells the operator, once for each server, that the application is in Testing there. */
export function createTestingNotification({
  operatorNotificationsRepository,
  providers,
  logger,
}: TestingNotificationDependencies) {
  /** One grant may end on its seventh day by chance; several do because the application is in Testing. */
  return async function noteTesting(stored: StoredIntegration): Promise<void> {
    const server = serverOf(providers(), stored.provider);
    const tell = () =>
      logger.error('The application is in Testing: its grants end seven days after consent', {
        event: 'application_in_testing',
        server,
      });
    try {
      await operatorNotificationsRepository.tellOnce(`application-in-testing-${server}`, stored.id, tell, {
        enough: grantsInTesting,
      });
    } catch (error) {
      // The next grant that ends so will tell it.
      if (!isTransient(error)) {
        throw error;
      }
    }
  };
}
