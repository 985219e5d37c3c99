import * as z from 'zod';
import type { Clock } from '../lib/clock.ts';
import { optionalText } from '../lib/environment-schema.ts';
import type { SecretShape } from '../lib/redact-text.ts';
import { splitSecrets, tryInOrder, withoutSecret } from './client-secrets.ts';
import type { AuthorizationServer } from './oauth-provider.ts';

/** Settings of a server beside our registration there, by name. */
type SettingsShape = Readonly<Record<string, z.ZodType<string>>>;

/** Our registration at a server, and its settings. */
export type ServerConfig<Shape extends SettingsShape = SettingsShape> = {
  clientId: string;
  clientSecret: string;
} & { [Name in keyof Shape]: z.output<Shape[Name]> };

/** Dates separated by commas, one for each secret; `-` for a secret that does not end. */
const endDates = optionalText.refine(
  (text) => text === undefined || text.split(',').every((date) => isDate(date.trim())),
  'must be dates such as 2027-05-31, or -, separated by commas',
);

function isDate(text: string): boolean {
  return text === '-' || z.iso.date().safeParse(text).success;
}

/** What every call to a server keeps to. */
export interface ServerOptions {
  /** For each call, in milliseconds. Default: 10 000. */
  timeoutMs?: number | undefined;
  clock: Clock;
}

/** A server that the operator has registered our application at. */
export interface ConfiguredServer {
  /** Client id and settings; the client secret too. */
  settings: Readonly<Record<string, string>>;
  create(options: ServerOptions): AuthorizationServer;
  /**
   * The variable of the client secret, when it is not there: scheduled functions, and those that send mails and webhooks, know
   * the server and are given no secret to call it with.
   */
  missingSecret: string | null;
  /** When the client secrets end, in milliseconds, as the operator says; null for one that does not. */
  secretEndsMs: readonly (number | null)[];
}

/** What an authorization server is, configured or not. Made by {@link defineAuthorizationServer}. */
export interface AuthorizationServerDefinition {
  readonly id: string;
  readonly displayName: string;
  /** Where the operator registers our application: a site and the way to the page. */
  readonly registeredAt: string;
  /** Scopes added to whatever a provider or a caller names, so that identity and refresh work. */
  readonly requiredScopes: readonly string[];
  /** The server ends a refresh token that is unused for this time, in milliseconds. */
  readonly idleLimitMs: number;
  /** What its tokens, codes and client secrets look like, to be taken out of everything that is logged. */
  readonly secretShapes: readonly SecretShape[];
  /** `ID_CLIENT_ID`: without it the server is not configured. */
  readonly clientIdVariable: string;
  /** `ID_CLIENT_SECRET`, which is kept in Secret Manager. */
  readonly clientSecretVariable: string;
  /** `ID_CLIENT_SECRET_ENDS`: dates, in the order of the secrets. */
  readonly clientSecretEndsVariable: string;
  /** All its variables: the three of the registration and `ID_SETTING` for each setting. */
  readonly environment: z.ZodType<Record<string, string | undefined>>;
  /** The names of all its variables. */
  readonly variables: readonly string[];
  /**
   * @param environment what `environment` has read.
   * @returns null without a client id.
   */
  configure(environment: Readonly<Record<string, string | undefined>>): ConfiguredServer | null;
}

/**
 * Defines an authorization server. Its variables are named after its id: `google` reads `GOOGLE_CLIENT_ID`,
 * `GOOGLE_CLIENT_SECRET`, and for a setting `tokenEndpoint` `GOOGLE_TOKEN_ENDPOINT`.
 * @param given.settings by name; each has a default unless the operator has to choose.
 * @param given.create makes the calls; libraries are to be loaded at the first of them.
 */
export function defineAuthorizationServer<Shape extends SettingsShape>(
  given: Pick<
    AuthorizationServerDefinition,
    'id' | 'displayName' | 'registeredAt' | 'requiredScopes' | 'idleLimitMs' | 'secretShapes'
  > & {
    settings: Shape;
    create: (options: ServerOptions & { config: ServerConfig<Shape> }) => AuthorizationServer;
  },
): AuthorizationServerDefinition {
  const { settings, create, ...facts } = given;
  const prefix = given.id.toUpperCase();
  const clientIdVariable = `${prefix}_CLIENT_ID`;
  const clientSecretVariable = `${prefix}_CLIENT_SECRET`;
  const clientSecretEndsVariable = `${clientSecretVariable}_ENDS`;
  const variableOf = (name: string) => `${prefix}_${upperSnake(name)}`;
  const names = Object.keys(settings);
  const shape = Object.fromEntries(
    Object.entries(settings).map(([name, schema]) => [variableOf(name), schema]),
  );
  const environment = z
    .object({
      [clientIdVariable]: optionalText,
      [clientSecretVariable]: optionalText,
      [clientSecretEndsVariable]: endDates,
      ...shape,
    })
    .refine((read) => !read[clientSecretVariable] || read[clientIdVariable], {
      path: [clientIdVariable],
      message: 'is needed beside its secret',
      // Told together with the faults of other variables.
      when: () => true,
    });
  return {
    ...facts,
    clientIdVariable,
    clientSecretVariable,
    clientSecretEndsVariable,
    environment,
    variables: [clientIdVariable, clientSecretVariable, clientSecretEndsVariable, ...names.map(variableOf)],
    configure(read) {
      const { [clientIdVariable]: clientId, [clientSecretVariable]: clientSecret } = read;
      if (!clientId) {
        return null;
      }
      const own = names.map((name) => [name, read[variableOf(name)]]);
      const config = { clientId, clientSecret: clientSecret ?? '', ...Object.fromEntries(own) };
      const ends = read[clientSecretEndsVariable]?.split(',') ?? [];
      return {
        settings: config,
        create: (options) => {
          const servers = splitSecrets(config.clientSecret).map((secret) =>
            create({ ...options, config: { ...config, clientSecret: secret } }),
          );
          return servers.length === 0 ? withoutSecret(clientSecretVariable) : tryInOrder(servers);
        },
        missingSecret: config.clientSecret === '' ? clientSecretVariable : null,
        secretEndsMs: ends.map(toEndMs),
      };
    },
  };
}

/** The beginning of that day in UTC: a secret may end at any time of it. Null for no date. */
function toEndMs(date: string): number | null {
  const atMs = Date.parse(`${date.trim()}T00:00:00.000Z`);
  return Number.isNaN(atMs) ? null : atMs;
}

/** `tokenEndpoint` → `TOKEN_ENDPOINT`. */
function upperSnake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
