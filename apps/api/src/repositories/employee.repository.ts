export { employeeRepository } from '../services/process.ts';
