export { integrationService } from './process.ts';
