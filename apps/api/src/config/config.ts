import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { misplacedEmulators } from '../lib/emulators.ts';
import { endpoint, optionalText } from '../lib/environment-schema.ts';
import type {
  AuthorizationServerDefinition,
  ConfiguredServer,
} from '../providers/define-authorization-server.ts';
import { providerRegistry } from '../providers/index.ts';
import type { ProviderRegistry } from '../providers/provider-registry.ts';
import { type SmtpConfig, smtpFaults, smtpVariables, toSmtpConfig } from './mail-config.ts';
import { type ServiceAccountsConfig, serviceAccountSchema } from './service-accounts.ts';

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
    SERVICE_ACCOUNTS: list.pipe(z.array(serviceAccountSchema)),
    SERVICE_ACCOUNT_AUDIENCE: optionalText,
    SERVICE_ACCOUNT_ISSUER: z.string().min(1).default('https://accounts.google.com'),
    SERVICE_ACCOUNT_JWKS_URI: endpoint.default('https://www.googleapis.com/oauth2/v3/certs'),
    NOTIFICATION_EMAILS_ENABLED: z.enum(['true', 'false']).default('false'),
    NOTIFICATION_DASHBOARD_URL: endpoint.optional(),
    ...smtpVariables,
  })
  .superRefine((environment, context) => {
    for (const [variable, message] of smtpFaults(environment)) {
      context.addIssue({ code: 'custom', path: [variable], message });
    }
    if (
      environment.NOTIFICATION_EMAILS_ENABLED === 'true' &&
      environment.NOTIFICATION_DASHBOARD_URL === undefined
    ) {
      context.addIssue({
        code: 'custom',
        path: ['NOTIFICATION_DASHBOARD_URL'],
        message: 'is needed when NOTIFICATION_EMAILS_ENABLED is true',
      });
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
  /** The authorization servers where our application is registered, by id. */
  servers: ReadonlyMap<string, ConfiguredServer>;
  /** Google service accounts that may call the API. */
  serviceAccounts: ServiceAccountsConfig;
  /** Whether, and with links to which page, organizations get mails about connections that need them. */
  notifications: { dashboardUrl: string } | null;
  /** The server that mails are handed to. Null: mails wait in the database for whoever sends them. */
  smtp: SmtpConfig | null;
}

/**
 * Reads the configuration from an environment and reports every fault at once.
 * @param registry what accounts can be connected at: each server has variables of its own.
 * @throws {AppError} configuration_invalid
 */
export function readConfig(
  environment: Record<string, string | undefined>,
  registry: ProviderRegistry = providerRegistry,
): Config {
  const servers = [...registry.servers.values()];
  // An empty variable means the same as none: deployment tools cannot always leave one out.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data, error } = environmentSchema.safeParse(given);
  const readings = servers.map((server) => server.environment.safeParse(given));
  const issues = [error, ...readings.map((reading) => reading.error)].flatMap((each) => each?.issues ?? []);
  const emulators = misplacedEmulators(environment);
  if (!data || issues.length > 0 || emulators.length > 0) {
    const faults = [
      ...issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      ...emulators.map((name) => `${name}: must not be set in production: unset it`),
    ];
    throw new AppError('configuration_invalid', { detail: faults.join('; ') });
  }
  return {
    publicBaseUrl: data.PUBLIC_BASE_URL,
    corsAllowedOrigins: data.CORS_ALLOWED_ORIGINS,
    returnUrlAllowlist: data.RETURN_URL_ALLOWLIST,
    trustedProxyHops: Number(data.TRUSTED_PROXY_HOPS ?? usualProxyHops(data.PUBLIC_BASE_URL)),
    servers: configuredServers(servers, readings),
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
    notifications:
      data.NOTIFICATION_EMAILS_ENABLED === 'true' && data.NOTIFICATION_DASHBOARD_URL !== undefined
        ? { dashboardUrl: data.NOTIFICATION_DASHBOARD_URL }
        : null,
    smtp: toSmtpConfig(data, environment),
  };
}

function configuredServers(
  servers: readonly AuthorizationServerDefinition[],
  readings: readonly { data?: Record<string, string | undefined> | undefined }[],
): ReadonlyMap<string, ConfiguredServer> {
  return new Map(
    servers.flatMap((server, index) => {
      const configured = server.configure(readings[index]?.data ?? {});
      return configured ? [[server.id, configured] as const] : [];
    }),
  );
}

/** Google's front end stands before every function; before that, Firebase Hosting where the address is not the function's own. */
function usualProxyHops(publicBaseUrl: string): number {
  const { hostname, protocol } = new URL(publicBaseUrl);
  // Only loopback is http, see `endpoint`.
  const isDirect = /\.(cloudfunctions\.net|run\.app)$/.test(hostname) || protocol === 'http:';
  return isDirect ? 1 : 2;
}
