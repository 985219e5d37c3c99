export { integrationService } from './integration.service.ts';
export { tokenRefreshService } from './token-refresh.service.ts';
