import { expect, it } from 'vitest';
import { readProblem } from '../test/http/api-server.ts';
import { listen } from '../test/http/listen.ts';
import { recordingLogger } from '../test/recording-logger.ts';
import { createUnconfiguredApp } from './app.ts';
import { AppError } from './errors/app-error.ts';

it('a configuration fault is a problem document for everybody, and one line in the log', async () => {
  const { logger, lines } = recordingLogger();
  const fault = new AppError('configuration_invalid', { detail: 'PUBLIC_BASE_URL: must be https' });
  const server = await listen(createUnconfiguredApp(fault, logger));
  const health = await fetch(`${server.url}/healthz`);
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  for (const path of ['/integrations', '/readyz', '/nowhere']) {
    const problem = await readProblem(await fetch(server.url + path));
    expect(problem).toMatchObject({ status: 503, code: 'configuration_invalid', remedy: 'operator' });
    expect(JSON.stringify(problem)).not.toContain('PUBLIC_BASE_URL');
  }
  await server.close();
  const alerts = lines.filter(({ message }) => message !== 'request');
  expect(alerts).toMatchObject([{ message: 'Not ready', check: 'configuration' }]);
});
