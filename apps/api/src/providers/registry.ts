/*
 * What accounts can be connected at: a new provider is its folder, and a line here. Everything else is derived.
 */
export { googleCalendar } from './google-calendar/index.ts';
export { microsoftCalendar } from './microsoft-calendar/index.ts';
