import type { LocalAccount, ProfileName } from './accounts.ts';

/** Absolute URLs of a running server. */
export interface Endpoints {
  readonly authorization: string;
  readonly token: string;
  readonly revocation: string;
  readonly userinfo: string;
  /** Google's: whose an access token is. */
  readonly tokenInfo?: string;
  readonly jwks: string;
  readonly discovery: string;
}

/** What a server's `env` is made from. */
interface EnvInput {
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The body of a successful token answer (RFC 6749, 5.1). */
export type TokenAnswer = Readonly<Record<string, unknown>>;

/** Everything in which the two providers differ. One object a provider, no state. */
export interface ProviderProfile {
  readonly name: ProfileName;
  /** Name on the consent page. */
  readonly title: string;
  /** Paths, each beginning with a slash. */
  readonly paths: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string;
    readonly userinfo: string;
    /** Where the real provider tells whose an access token is. */
    readonly tokenInfo?: string;
    readonly jwks: string;
    readonly discovery: string;
    /** PEM public keys by `kid`, where the real provider has such a document. */
    readonly pemKeys?: string;
  };
  /** Scope → claims that it opens. The keys are the scopes that the server knows. */
  readonly scopeClaims: Readonly<Record<string, readonly string[]>>;
  /** Claims besides `sub` that come with `openid` itself. */
  readonly openidClaims: readonly string[];
  /** `pairwise`: `sub` differs from the account's id, as Microsoft's does from `oid`. */
  readonly subjectType: 'public' | 'pairwise';
  /** Whether the discovery document names the revocation endpoint. */
  readonly announcesRevocation: boolean;
  /** Scopes which the consent page grants silently: never shown, never withheld. */
  readonly silentScopes: readonly string[];
  /** Turns the provider's own authorization parameters into standard ones. Changes `params`. */
  readonly normalizeAuthorization: (params: URLSearchParams) => void;
  /** All claims of an account but `sub`. */
  readonly claimsOf: (account: LocalAccount) => Readonly<Record<string, string | boolean>>;
  /** Gives a successful token answer the provider's own shape. */
  readonly shapeTokenAnswer: (answer: TokenAnswer, account: LocalAccount) => TokenAnswer;
  /** The variables that point the API at this server. */
  readonly env: (input: EnvInput) => Record<string, string>;
}

/** "Ada Lovelace" → `{ given_name: 'Ada', family_name: 'Lovelace' }`. */
export function nameClaims(account: LocalAccount): { given_name: string; family_name: string } {
  const [given = account.name, ...family] = account.name.split(' ');
  return { given_name: given, family_name: family.join(' ') };
}

/** The values of a space-separated list, without duplicates. */
export function splitScope(scope: unknown): string[] {
  return typeof scope === 'string' ? [...new Set(scope.split(' ').filter((value) => value !== ''))] : [];
}

/** `select_account` needs no prompt of its own: the page always lets one choose. */
export function keepStandardPrompts(params: URLSearchParams, prompts: readonly string[]): void {
  const kept = prompts.filter((prompt) => prompt !== 'select_account');
  if (kept.length === 0) {
    params.delete('prompt');
  } else {
    params.set('prompt', kept.join(' '));
  }
}
