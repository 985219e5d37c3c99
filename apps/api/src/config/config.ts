import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { misplacedEmulators } from '../lib/emulators.ts';
import { memoize } from '../lib/memoize.ts';
import { type SmtpConfig, smtpFaults, smtpVariables, toSmtpConfig } from './mail-config.ts';
import type { GoogleConfig, MicrosoftConfig } from './provider-config.ts';
import { type ServiceAccountsConfig, serviceAccountSchema } from './service-accounts.ts';

const optional = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();
const endpoint = z
  .url({ protocol: /^https?$/ })
  .refine(isHttpsOrLoopback, 'must be https, or http on loopback');
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );
const origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin: scheme, host and port, without a slash at the end',
  );

const databaseId = z
  .string()
  .regex(/^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/, 'must be (default), or 4 to 63 of a-z, 0-9 and -');
const projectId = z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'must be the id of a project');

const environmentSchema = z
  .object({
    FIRESTORE_DATABASE_ID: databaseId.optional(),
    AUTH_PROJECT_ID: projectId.optional(),
    PUBLIC_BASE_URL: endpoint.transform((url) => url.replace(/\/+$/, '')),
    CORS_ALLOWED_ORIGINS: list.pipe(z.array(origin)),
    RETURN_URL_ALLOWLIST: list.pipe(z.array(endpoint)),
    TRUSTED_PROXY_HOPS: z
      .string()
      .regex(/^[0-5]$/, 'must be a number from 0 to 5')
      .optional(),
    GOOGLE_CLIENT_ID: optional,
    GOOGLE_CLIENT_SECRET: optional,
    GOOGLE_AUTHORIZATION_ENDPOINT: endpoint.default('https://accounts.google.com/o/oauth2/v2/auth'),
    GOOGLE_TOKEN_ENDPOINT: endpoint.default('https://oauth2.googleapis.com/token'),
    GOOGLE_REVOCATION_ENDPOINT: endpoint.default('https://oauth2.googleapis.com/revoke'),
    GOOGLE_TOKENINFO_ENDPOINT: endpoint.default('https://oauth2.googleapis.com/tokeninfo'),
    GOOGLE_ISSUER: z.string().min(1).default('https://accounts.google.com'),
    MICROSOFT_CLIENT_ID: optional,
    MICROSOFT_CLIENT_SECRET: optional,
    MICROSOFT_AUTHORIZATION_ENDPOINT: endpoint.default(
      'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    ),
    MICROSOFT_TOKEN_ENDPOINT: endpoint.default('https://login.microsoftonline.com/common/oauth2/v2.0/token'),
    MICROSOFT_ISSUER: z.string().min(1).default('https://login.microsoftonline.com/{tenantid}/v2.0'),
    SERVICE_ACCOUNTS: list.pipe(z.array(serviceAccountSchema)),
    SERVICE_ACCOUNT_AUDIENCE: optional,
    SERVICE_ACCOUNT_ISSUER: z.string().min(1).default('https://accounts.google.com'),
    SERVICE_ACCOUNT_JWKS_URI: endpoint.default('https://www.googleapis.com/oauth2/v3/certs'),
    NOTICE_EMAILS_ENABLED: z.enum(['true', 'false']).default('false'),
    NOTICE_DASHBOARD_URL: endpoint.optional(),
    ...smtpVariables,
  })
  .superRefine((environment, context) => {
    for (const [variable, message] of smtpFaults(environment)) {
      context.addIssue({ code: 'custom', path: [variable], message });
    }
    if (environment.NOTICE_EMAILS_ENABLED === 'true' && environment.NOTICE_DASHBOARD_URL === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['NOTICE_DASHBOARD_URL'],
        message: 'is needed when NOTICE_EMAILS_ENABLED is true',
      });
    }
    for (const provider of ['GOOGLE', 'MICROSOFT'] as const) {
      if (
        Boolean(environment[`${provider}_CLIENT_ID`]) !== Boolean(environment[`${provider}_CLIENT_SECRET`])
      ) {
        context.addIssue({
          code: 'custom',
          path: [`${provider}_CLIENT_ID`],
          message: 'needs its secret, and the secret its id',
        });
      }
    }
  });

/** What the operator decides. Every variable is explained in `.env.example`. */
export interface Config {
  /** Where the outside reaches this API; no slash at the end. */
  publicBaseUrl: string;
  /** Origins whose pages may call the API with credentials. */
  corsAllowedOrigins: string[];
  /** Where an authorization may send the browser back to: that URL, or anything below it. */
  returnUrlAllowlist: string[];
  /** Proxies that write `X-Forwarded-For` before a request is here: the caller's address is that many from its end. */
  trustedProxyHops: number;
  /** Null without a client id and secret. */
  google: GoogleConfig | null;
  /** Null without a client id and secret. */
  microsoft: MicrosoftConfig | null;
  /** Google service accounts that may call the API. */
  serviceAccounts: ServiceAccountsConfig;
  /** Whether, and with links to which page, organizations get mails about connections that need them. */
  notices: { dashboardUrl: string } | null;
  /** The server that mails are handed to. Null: mails wait in the database for whoever sends them. */
  smtp: SmtpConfig | null;
}

/**
 * Reads the configuration from an environment and reports every fault at once.
 * @throws {AppError} configuration_invalid
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable means the same as none: deployment tools cannot always leave one out.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data, error } = environmentSchema.safeParse(given);
  const emulators = misplacedEmulators(environment);
  if (!data || emulators.length > 0) {
    const faults = [
      ...(error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
      ...emulators.map((name) => `${name}: must not be set in production: unset it`),
    ];
    throw new AppError('configuration_invalid', { detail: faults.join('; ') });
  }
  return {
    publicBaseUrl: data.PUBLIC_BASE_URL,
    corsAllowedOrigins: data.CORS_ALLOWED_ORIGINS,
    returnUrlAllowlist: data.RETURN_URL_ALLOWLIST,
    trustedProxyHops: Number(data.TRUSTED_PROXY_HOPS ?? usualProxyHops(data.PUBLIC_BASE_URL)),
    google:
      data.GOOGLE_CLIENT_ID && data.GOOGLE_CLIENT_SECRET
        ? {
            clientId: data.GOOGLE_CLIENT_ID,
            clientSecret: data.GOOGLE_CLIENT_SECRET,
            authorizationEndpoint: data.GOOGLE_AUTHORIZATION_ENDPOINT,
            tokenEndpoint: data.GOOGLE_TOKEN_ENDPOINT,
            revocationEndpoint: data.GOOGLE_REVOCATION_ENDPOINT,
            tokenInfoEndpoint: data.GOOGLE_TOKENINFO_ENDPOINT,
            issuer: data.GOOGLE_ISSUER,
          }
        : null,
    microsoft:
      data.MICROSOFT_CLIENT_ID && data.MICROSOFT_CLIENT_SECRET
        ? {
            clientId: data.MICROSOFT_CLIENT_ID,
            clientSecret: data.MICROSOFT_CLIENT_SECRET,
            authorizationEndpoint: data.MICROSOFT_AUTHORIZATION_ENDPOINT,
            tokenEndpoint: data.MICROSOFT_TOKEN_ENDPOINT,
            issuer: data.MICROSOFT_ISSUER,
          }
        : null,
    serviceAccounts: {
      accounts: data.SERVICE_ACCOUNTS,
      audience: data.SERVICE_ACCOUNT_AUDIENCE ?? data.PUBLIC_BASE_URL,
      issuers:
        // Google's tokens may carry the issuer in this older form too.
        data.SERVICE_ACCOUNT_ISSUER === 'https://accounts.google.com'
          ? [data.SERVICE_ACCOUNT_ISSUER, 'accounts.google.com']
          : [data.SERVICE_ACCOUNT_ISSUER],
      jwksUri: data.SERVICE_ACCOUNT_JWKS_URI,
    },
    notices:
      data.NOTICE_EMAILS_ENABLED === 'true' && data.NOTICE_DASHBOARD_URL !== undefined
        ? { dashboardUrl: data.NOTICE_DASHBOARD_URL }
        : null,
    smtp: toSmtpConfig(data, environment),
  };
}

/** Google's front end stands before every function; before that, Firebase Hosting where the address is not the function's own. */
function usualProxyHops(publicBaseUrl: string): number {
  const { hostname, protocol } = new URL(publicBaseUrl);
  // Only loopback is http, see `endpoint`.
  const isDirect = /\.(cloudfunctions\.net|run\.app)$/.test(hostname) || protocol === 'http:';
  return isDirect ? 1 : 2;
}

function isHttpsOrLoopback(text: string): boolean {
  // Zod runs this check beside the one for a URL, not after it.
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** The process's configuration, read at first use: secrets are absent while the functions are being deployed. */
export const getConfig: () => Config = memoize(() => readConfig(process.env));
