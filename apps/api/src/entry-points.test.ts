import { expect, it } from 'vitest';
import { employeeRepository } from './repositories/employee.repository.ts';
import * as repositories from './repositories/index.ts';
import { integrationRepository } from './repositories/integration.repository.ts';
import * as services from './services/index.ts';
import { integrationService } from './services/integration.service.ts';
import { processGraph } from './services/process.ts';
import { tokenRefreshService } from './services/token-refresh.service.ts';

it('gives backend code the same services and repositories that the functions use, each once', () => {
  const instances = { integrationService, tokenRefreshService, integrationRepository, employeeRepository };
  for (const [name, instance] of Object.entries(instances)) {
    expect(processGraph[name as keyof typeof instances]).toBe(instance);
    expect({ ...services, ...repositories }[name as keyof typeof instances]).toBe(instance);
  }
});
