import { onRequest } from 'firebase-functions/https';
import { createApp, createUnconfiguredApp } from '../app.ts';
import { apiConcurrency, apiMaxInstances, apiMinInstances } from '../config/deployment.ts';
import { isAppError } from '../errors/app-error.ts';
import { takeOverFramework } from '../http/framework-errors.ts';
import { withoutHostingPrefix } from '../http/hosting-prefix.ts';
import { limitInternalRequests } from '../http/internal-requests.ts';
import { memoize } from '../lib/memoize.ts';
import { processGraph } from '../services/process.ts';
import { apiOptions } from './options.ts';

const { config, logger } = processGraph;

// Made at the first request: the configuration and the secrets are absent while this file is read for a deployment.
const app = memoize(() => {
  try {
    return createApp({ ...processGraph, ...config() });
  } catch (error) {
    if (!isAppError(error, 'configuration_invalid')) {
      throw error;
    }
    return createUnconfiguredApp(error, logger);
  }
});
const handle = withoutHostingPrefix((request, response) => app()(request, response));

// Every function's process loads this file. Without a target the functions are being read for a deployment.
const target = process.env['FUNCTION_TARGET'];
const listener = target === 'api' ? takeOverFramework(handle).listener : handle;
if (target !== undefined && target !== 'api') {
  limitInternalRequests();
}

/** The REST API. Callers are told apart by their ID tokens, so that the function itself is open. */
export const api = onRequest(
  {
    ...apiOptions,
    invoker: 'public',
    concurrency: apiConcurrency,
    minInstances: apiMinInstances,
    maxInstances: apiMaxInstances,
    // Longer than the slowest request: the exchange of a code or of an imported token, 45 s, and what is done with it. A
    // caller who wants a token has an answer in 10 s, or 25 s when Firestore does not take the new one.
    timeoutSeconds: 60,
  },
  listener,
);
