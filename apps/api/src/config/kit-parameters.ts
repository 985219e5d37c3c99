import { defineString } from 'firebase-functions/params';
import { providerRegistry } from '../providers/index.ts';

/*
 * What firebase-tools asks for when the functions are installed as a kit in somebody else's project. The code reads the same
 * variables from the environment (config.ts); `.env.example` explains each. Secrets are declared where functions name them.
 */

defineString('PUBLIC_BASE_URL', {
  description: 'Where the outside reaches the API, without a slash at the end.',
  input: { text: { validationRegex: '^https?://', validationErrorMessage: 'Give a URL.' } },
});

defineString('RETURN_URL_ALLOWLIST', {
  default: '',
  description: 'Where an authorization may send the browser back to: URLs, separated by commas.',
});

defineString('CORS_ALLOWED_ORIGINS', {
  default: '',
  description: 'Origins whose pages may call the API from a browser, separated by commas.',
});

defineString('FIRESTORE_DATABASE_ID', {
  default: 'klayim',
  description: 'Firestore database of its own, so that no collection or rule of the project is touched.',
});

defineString('NOTIFICATION_EMAILS_ENABLED', {
  default: 'false',
  description:
    'Whether organizations get mails about connections that have to be authorized again: true or false.',
});

defineString('NOTIFICATION_DASHBOARD_URL', {
  default: '',
  description: 'Page of connections that these mails link to. Needed when they are on.',
});

defineString('SMTP_HOST', {
  default: '',
  description:
    'SMTP server that mails are sent through. Without it no mail is sent, and no secret is needed.',
});

defineString('SMTP_PORT', {
  default: '587',
  description: '465 is encrypted from the start, the others by STARTTLS. Google Cloud blocks 25.',
});

defineString('SMTP_SENDER', {
  default: '',
  description: 'Who mails come from: an address, or NAME <ADDRESS>. Needed with SMTP_HOST.',
});

defineString('SMTP_USER', {
  default: '',
  description: 'Account at the SMTP server. Without it the server asks for none, and no secret is needed.',
});

defineString('AUTH_PROJECT_ID', {
  default: '',
  description: 'Project whose users call the API, when it is another one.',
});

for (const { clientIdVariable, displayName } of providerRegistry.servers.values()) {
  defineString(clientIdVariable, {
    default: '',
    description: `Our application's client id at ${displayName}. Without it no account can be connected there, and no secret is needed.`,
  });
}
