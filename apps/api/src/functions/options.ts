import { defineSecret } from 'firebase-functions/params';
import { functionsRegion } from '../config/deployment.ts';
import { guardOutput } from '../lib/guard-output.ts';

// Every function's process loads this file: no line of any of them leaves with a secret.
guardOutput(process.stdout, process.stderr);

/** What every function shares: one region, and the secrets that reading a credential needs. */
export const commonOptions = {
  region: functionsRegion,
  secrets: [
    defineSecret('ENCRYPTION_KEY'),
    defineSecret('ENCRYPTION_PREVIOUS_KEYS'),
    defineSecret('GOOGLE_CLIENT_SECRET'),
    defineSecret('MICROSOFT_CLIENT_SECRET'),
  ],
};
