export { integrationRepository } from '../services/process.ts';
