import { defineProvider } from '../define-provider.ts';
import { microsoft } from '../servers/microsoft/index.ts';

/** A person's Microsoft calendars. */
export const microsoftCalendar = defineProvider({
  id: 'microsoft_calendar',
  displayName: 'Microsoft Calendar',
  server: microsoft,
  scopes: ['User.Read', 'Calendars.Read'],
});
