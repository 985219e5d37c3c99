import express from 'express';
import { expect, it } from 'vitest';
import { readProblem } from '../../test/http/api-server.ts';
import { listen } from '../../test/http/listen.ts';
import { recordingLogger } from '../../test/recording-logger.ts';
import { errorHandler } from './error-handler.ts';
import { requestLog } from './request-log.ts';

it.each([
  ['an HTTP client', Object.assign(new Error('queue refused'), { status: 400, code: '400' })],
  ['a client that says it may be shown', Object.assign(new Error('no'), { status: 404, expose: true })],
  ['an error class of a library', Object.assign(new TypeError('no'), { status: 415, statusCode: 415 })],
])('an error of %s with a status of its own is ours, and is logged', async (_what, error) => {
  const { logger, lines } = recordingLogger();
  const app = express();
  app.use(requestLog(logger), () => {
    throw error;
  });
  app.use(errorHandler(logger));
  const server = await listen(app);
  const problem = await readProblem(await fetch(server.url));
  await server.close();
  expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
  expect(lines.filter(({ message }) => message === 'Request failed')).toHaveLength(1);
});
