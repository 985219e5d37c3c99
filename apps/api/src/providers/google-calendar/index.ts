import { defineProvider } from '../define-provider.ts';
import { google } from '../servers/google/index.ts';

/** A person's Google calendars. */
export const googleCalendar = defineProvider({
  id: 'google_calendar',
  displayName: 'Google Calendar',
  server: google,
  scopes: ['profile', 'https://www.googleapis.com/auth/calendar.readonly'],
});
