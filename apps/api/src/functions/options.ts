import { defineSecret } from 'firebase-functions/params';
import { memoryMb, regionOption, serviceAccounts, workerMaxInstances } from '../config/deployment.ts';
import { guardOutput } from '../lib/guard-output.ts';
import { providerRegistry } from '../providers/index.ts';

// Every function's process loads this file: no line of any of them leaves with a secret.
guardOutput(process.stdout, process.stderr);

/** What reading and writing a stored credential takes. */
const encryptionSecrets = [defineSecret('ENCRYPTION_KEY'), defineSecret('ENCRYPTION_PREVIOUS_KEYS')];

/**
 * What talking to the authorization servers takes. firebase-tools reads this file with the variables of the deployment set:
 * a server without a client id needs no secret, so a missing one is not an error.
 */
const providerSecrets = [...providerRegistry.servers.values()]
  .filter(({ clientIdVariable }) => process.env[clientIdVariable])
  .map(({ clientSecretVariable }) => defineSecret(clientSecretVariable));

/** What sending mails takes: without a user for the SMTP server there is no password either. */
const smtpSecrets = process.env['SMTP_USER'] ? [defineSecret('SMTP_PASSWORD')] : [];

const everywhere = { region: regionOption, memory: memoryMb, cpu: 1 };

/** What the API is given: it connects, refreshes and disconnects, and so needs every secret. */
export const apiOptions = {
  ...everywhere,
  serviceAccount: serviceAccounts.api,
  secrets: [...encryptionSecrets, ...providerSecrets],
};

/** A scheduled function that only looks for work and hands it out: it reads no credential, and gets no secret. */
export const schedulerOptions = {
  ...everywhere,
  serviceAccount: serviceAccounts.scheduler,
  // One run at a time is enough, and two do no harm.
  maxInstances: 1,
};

/** A function that does the work of a queue and needs no credential for it: it gets no secret. */
export const importerOptions = {
  ...everywhere,
  serviceAccount: serviceAccounts.worker,
  maxInstances: workerMaxInstances,
};

/** A function that signs webhooks: it reads stored secrets, and has no business with the providers. */
export const webhookOptions = { ...importerOptions, secrets: encryptionSecrets };

/** A function that sends mails: it reads no credential, and gets no secret but the SMTP server's password. */
export const mailerOptions = { ...importerOptions, secrets: smtpSecrets };

/** A function that does the work of a queue on stored credentials. */
export const workerOptions = {
  ...importerOptions,
  secrets: [...encryptionSecrets, ...providerSecrets],
};
