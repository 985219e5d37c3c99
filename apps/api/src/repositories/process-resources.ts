import { getConfig } from '../config/config.ts';
import { systemClock } from '../lib/clock.ts';
import { getDb } from '../lib/firestore.ts';
import { processLogger } from '../lib/process-logger.ts';
import { createVerifiedKeyring } from './platform/encryption-canary.repository.ts';
import type { RepositoryDependencies } from './repository-dependencies.ts';

/**
 * The database, keys, clock and log of this process, taken from its environment. Nothing is read before it is used: the
 * secrets are absent while functions are being deployed.
 */
export const processResources: RepositoryDependencies = {
  firestore: getDb,
  keyring: createVerifiedKeyring({ firestore: getDb, clock: systemClock, environment: process.env }),
  clock: systemClock,
  logger: processLogger,
  noticesWanted: () => getConfig().notices !== null,
};
