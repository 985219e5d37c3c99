import { onRequest } from 'firebase-functions/https';
import { createApp } from '../app.ts';
import { container } from '../container.ts';
import { installFrameworkErrors } from '../http/framework-errors.ts';
import { memoize } from '../lib/memoize.ts';
import { commonOptions } from './options.ts';

// Made at the first request: the configuration and the secrets are absent while this file is read for a deployment.
const app = memoize(() => createApp(container()));

// Every function's process loads this file; only the API's own may answer for the framework.
if (process.env['FUNCTION_TARGET'] === 'api')
  installFrameworkErrors((request, response) => app()(request, response));

/** The REST API. Callers are told apart by their ID tokens, so that the function itself is open. */
export const api = onRequest(
  { ...commonOptions, invoker: 'public', memory: '512MiB', cpu: 1, concurrency: 80, timeoutSeconds: 60 },
  (request, response) => app()(request, response),
);
