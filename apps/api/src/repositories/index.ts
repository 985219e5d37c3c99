export { employeeRepository } from './employee.repository.ts';
export { integrationRepository } from './integration.repository.ts';
