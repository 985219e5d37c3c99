import type { StackMail } from './mail.ts';
import type { OAuthServers } from './oauth-servers.ts';
import type { RunSettings } from './run-folder.ts';
import type { DevelopmentKeys } from './state-folder.ts';

/** Where Vite serves pages under development: the dashboard of this clone, or a page that calls the API from elsewhere. */
const viteOrigins = ['http://127.0.0.1:5173', 'http://localhost:5173'];

/**
 * What the functions are told: ordinary variables, and what comes from Secret Manager in production.
 *
 * @param without a provider of which they are told nothing.
 */
export function functionSettings(
  { apiUrl, dashboardUrl }: { readonly apiUrl: string; readonly dashboardUrl: string },
  { google, microsoft, mail }: OAuthServers & { readonly mail: StackMail },
  { encryptionKey, encryptionKeyVersion, previousKeys }: DevelopmentKeys,
  without?: 'google' | 'microsoft',
): Pick<RunSettings, 'environment' | 'secrets'> {
  const { GOOGLE_CLIENT_SECRET = '', ...googleVariables } = google.env;
  const { MICROSOFT_CLIENT_SECRET = '', ...microsoftVariables } = microsoft.env;
  return {
    environment: {
      PUBLIC_BASE_URL: apiUrl,
      CORS_ALLOWED_ORIGINS: viteOrigins.join(','),
      RETURN_URL_ALLOWLIST: [dashboardUrl, ...viteOrigins].join(','),
      ENCRYPTION_KEY_VERSION: String(encryptionKeyVersion),
      ...(without === 'google' ? {} : googleVariables),
      ...(without === 'microsoft' ? {} : microsoftVariables),
      NOTIFICATION_EMAILS_ENABLED: 'true',
      NOTIFICATION_DASHBOARD_URL: `${dashboardUrl}/connections`,
      ...mail.variables,
    },
    secrets: {
      ENCRYPTION_KEY: encryptionKey,
      // A list without entries is one comma: the emulator would look for an empty secret in the cloud.
      ENCRYPTION_PREVIOUS_KEYS: previousKeys.join(',') || ',',
      ...(without === 'google' ? {} : { GOOGLE_CLIENT_SECRET }),
      ...(without === 'microsoft' ? {} : { MICROSOFT_CLIENT_SECRET }),
      SMTP_PASSWORD: mail.password,
    },
  };
}
