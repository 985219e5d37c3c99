export { tokenRefreshService } from './process.ts';
