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

defineString('AUTH_PROJECT_ID', {
  default: '',
  description: 'Project whose users call the API, when it is another one.',
});

for (const { clientIdVariable, displayName } of providerRegistry.servers.values()) {
  defineString(clientIdVariable, {
    default: '',
    description: `Our application's client id at ${displayName}. Without it nobody connects there, and no secret is needed.`,
  });
}
