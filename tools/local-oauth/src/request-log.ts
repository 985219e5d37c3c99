/** One request that reached the token endpoint. */
export interface TokenRequestRecord {
  /** When it arrived, ISO 8601. */
  readonly at: string;
  /** `authorization_code`, `refresh_token`, or what else was sent; null when it could not be read. */
  readonly grantType: string | null;
  /** `ok`, or the `error` of the answer that processing gave (for a fault without processing: the fault). */
  readonly outcome: string;
  /** Email of the account, where processing got that far. */
  readonly account: string | null;
  /** The fault that replaced the answer, if any. */
  readonly fault: string | null;
}

/** A value that must never appear in a log, a dump or an error message of the client. */
export interface IssuedSecret {
  readonly kind: 'code' | 'access_token' | 'refresh_token' | 'id_token';
  readonly value: string;
}

/** What happened at one server: token requests and everything secret that it gave out. */
export interface RequestLog {
  readonly recordTokenRequest: (record: TokenRequestRecord) => void;
  readonly tokenRequests: () => TokenRequestRecord[];
  readonly forgetTokenRequests: () => void;
  readonly recordSecret: (kind: IssuedSecret['kind'], value: unknown) => void;
  readonly issuedSecrets: () => IssuedSecret[];
  readonly recordRedirectFollowed: () => void;
  readonly redirectsFollowed: () => number;
}

/** Makes an empty requestLog. Secrets are kept until the process ends, whatever is forgotten. */
export function createRequestLog(): RequestLog {
  let requests: TokenRequestRecord[] = [];
  let redirectsFollowed = 0;
  const secrets = new Map<string, IssuedSecret>();
  return {
    recordTokenRequest: (record) => {
      requests.push(record);
    },
    tokenRequests: () => [...requests],
    forgetTokenRequests: () => {
      requests = [];
      redirectsFollowed = 0;
    },
    recordSecret: (kind, value) => {
      if (typeof value === 'string') {
        secrets.set(value, { kind, value });
      }
    },
    issuedSecrets: () => [...secrets.values()],
    recordRedirectFollowed: () => {
      redirectsFollowed += 1;
    },
    redirectsFollowed: () => redirectsFollowed,
  };
}
