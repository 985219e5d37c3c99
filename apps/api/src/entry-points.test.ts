import { expect, it } from 'vitest';
import * as repositories from './repositories/index.ts';
import { integrationRepository } from './repositories/integration.repository.ts';
import * as services from './services/index.ts';
import { integrationService } from './services/integration.service.ts';
import { processDependencies, processServices } from './services/process.ts';
import { tokenRefreshService } from './services/token-refresh.service.ts';

it('gives backend code the same services and repositories that the functions use, each once', () => {
  expect(services.tokenRefreshService).toBe(tokenRefreshService);
  expect(processServices.tokenRefreshService).toBe(tokenRefreshService);
  expect(services.integrationService).toBe(integrationService);
  expect(processServices.integrationService).toBe(integrationService);
  expect(repositories.integrationRepository).toBe(integrationRepository);
  expect(processDependencies.integrationRepository).toBe(integrationRepository);
  expect(processDependencies.employeeRepository).toBe(repositories.employeeRepository);
});
