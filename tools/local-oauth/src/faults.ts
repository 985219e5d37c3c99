import type { ServerResponse } from 'node:http';

/** Every way in which the token endpoint can be told to fail. */
export const faultNames = [
  '500',
  '503-retry-after',
  '429',
  'timeout',
  'reset',
  'html',
  'empty',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'invalid_scope',
  'invalid_request',
  'admin_policy_enforced',
  'access_denied',
  'org_internal',
  'consent_required',
  'interaction_required',
  'invalid_resource',
  'single_tenant',
  'unknown_user',
  'invalid_rapt',
  'fewer-scopes',
  'huge',
  'redirect',
  'wrong-content-type',
] as const;

/** See {@link faultNames}: HTTP errors, silence, broken connections, bodies that no client should accept. */
export type Fault = (typeof faultNames)[number];

/** How one planned failure behaves. */
export interface FaultOptions {
  /**
   * `true`: the request is really processed (codes are used up, refresh tokens rotate) and only the answer is
   * replaced. Default `false`: nothing happens on the server.
   */
  readonly afterProcessing?: boolean;
  /** Seconds in a `Retry-After` header. Default: 1 for `503-retry-after`, no header for `429`. */
  readonly retryAfterSeconds?: number;
}

/** A failure that waits for the next token request. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly afterProcessing: boolean;
  readonly retryAfterSeconds: number | null;
}

/** Where the `redirect` fault points. A careful client never goes there. */
export const redirectTrapPath = '/_control/redirect-trap';

/** Body of the `huge` fault: valid JSON, far larger than any token answer. */
const hugeBodyBytes = 8 * 1024 * 1024;

/** Narrows text from outside to a {@link Fault}. */
export function isFault(value: unknown): value is Fault {
  return faultNames.some((fault) => fault === value);
}

/** The queue of failures to come; each token request takes at most one. */
export interface FaultPlan {
  readonly plan: (count: number, fault: Fault, options?: FaultOptions) => void;
  readonly take: () => PlannedFault | undefined;
  readonly pending: () => number;
  readonly clear: () => void;
}

/** Makes an empty plan. */
export function createFaultPlan(): FaultPlan {
  const queue: PlannedFault[] = [];
  return {
    plan(count, fault, options = {}) {
      if (!Number.isInteger(count) || count < 1) {
        throw new RangeError('count must be a positive integer');
      }
      const planned = {
        fault,
        afterProcessing: options.afterProcessing ?? false,
        retryAfterSeconds: options.retryAfterSeconds ?? (fault === '503-retry-after' ? 1 : null),
      };
      for (let index = 0; index < count; index += 1) {
        queue.push(planned);
      }
    },
    take: () => queue.shift(),
    pending: () => queue.length,
    clear: () => {
      queue.length = 0;
    },
  };
}

/** Answers a token request with a failure, on the raw response. */
export function answerWithFault(
  response: ServerResponse,
  planned: PlannedFault,
  /** The body that was due, for faults that only spoil the packaging; absent if nothing was processed. */
  realAnswer?: unknown,
): void {
  if (planned.fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  // Silence: the connection ends when the client gives up or the server stops.
  if (planned.fault === 'timeout') {
    return;
  }
  const { status, type, body, headers = {} } = faultAnswer(planned.fault, realAnswer);
  const retryAfter =
    planned.retryAfterSeconds === null ? {} : { 'retry-after': String(planned.retryAfterSeconds) };
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    ...retryAfter,
    ...headers,
  });
  response.end(body);
}

/** Refusals as the providers send them. Descriptions hold what must not be repeated: names and addresses. */
const refusals = {
  invalid_client: { status: 401, error: 'invalid_client', description: 'The client is not known.' },
  invalid_grant: { status: 400, error: 'invalid_grant', description: 'Token has been expired or revoked.' },
  unauthorized_client: {
    status: 400,
    error: 'unauthorized_client',
    code: 7000112,
    description: "Application 'klayim' is disabled.",
  },
  invalid_scope: { status: 400, error: 'invalid_scope', code: 70011, description: 'The scope is not valid.' },
  invalid_request: { status: 400, error: 'invalid_request', description: 'The request is not valid.' },
  admin_policy_enforced: {
    status: 400,
    error: 'admin_policy_enforced',
    description: 'Ask ada@northwind.example.',
  },
  access_denied: { status: 403, error: 'access_denied', description: 'The account is restricted.' },
  org_internal: {
    status: 403,
    error: 'org_internal',
    description: 'The client is restricted to its organization.',
  },
  consent_required: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'consent_required',
    code: 65001,
    description: 'ada@northwind.example has not consented.',
  },
  interaction_required: {
    status: 400,
    error: 'interaction_required',
    suberror: 'basic_action',
    code: 50076,
    description: 'You must use multi-factor authentication.',
  },
  invalid_resource: {
    status: 400,
    error: 'invalid_resource',
    code: 500011,
    description: 'The resource principal was not found in the tenant named Northwind.',
  },
  single_tenant: {
    status: 400,
    error: 'invalid_request',
    code: 50194,
    description: 'The application is not configured as a multi-tenant application.',
  },
  unknown_user: {
    status: 400,
    error: 'invalid_request',
    code: 90072,
    description: "User account 'ada@northwind.example' does not exist in tenant 'Northwind'.",
  },
  invalid_rapt: {
    status: 400,
    error: 'invalid_grant',
    subtype: 'invalid_rapt',
    description: 'reauth related error (invalid_rapt)',
  },
} as const satisfies Record<string, Refusal>;

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  /** Microsoft's number. */
  readonly code?: number;
  /** Microsoft's. */
  readonly suberror?: string;
  /** Google's. */
  readonly subtype?: string;
}

function bodyOf({ error, description, code, suberror, subtype }: Refusal): Record<string, unknown> {
  return {
    error,
    error_description: code === undefined ? description : `AADSTS${code}: ${description}`,
    ...(code !== undefined && { error_codes: [code] }),
    ...(suberror !== undefined && { suberror }),
    ...(subtype !== undefined && { error_subtype: subtype }),
  };
}

interface FaultAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function faultAnswer(fault: Exclude<Fault, 'reset' | 'timeout'>, realAnswer: unknown): FaultAnswer {
  const json = (status: number, body: unknown): FaultAnswer => ({
    status,
    type: 'application/json',
    body: JSON.stringify(body),
  });
  switch (fault) {
    case '500':
      return json(500, { error: 'server_error' });
    case '503-retry-after':
      return json(503, { error: 'temporarily_unavailable' });
    case '429':
      return json(429, { error: 'rate_limit_exceeded' });
    case 'html':
      return { status: 200, type: 'text/html', body: '<!doctype html><title>Welcome</title>' };
    case 'empty':
      return { status: 200, type: 'application/json', body: '' };
    case 'huge':
      return json(200, { access_token: 'a'.repeat(hugeBodyBytes), token_type: 'Bearer', expires_in: 3600 });
    case 'redirect':
      return { ...json(307, {}), headers: { location: redirectTrapPath } };
    case 'wrong-content-type':
      return { status: 200, type: 'text/plain', body: JSON.stringify(realAnswer ?? { ok: true }) };
    case 'fewer-scopes':
      return json(200, withFewerScopes(realAnswer));
    default:
      return json(refusals[fault].status, bodyOf(refusals[fault]));
  }
}

/** The person, or an administrator, has taken the last of the granted scopes away (RFC 6749, section 6). */
function withFewerScopes(realAnswer: unknown): object {
  const answer: Record<string, unknown> =
    typeof realAnswer === 'object' && realAnswer !== null ? { ...realAnswer } : { ok: true };
  const { scope } = answer;
  return typeof scope === 'string' ? { ...answer, scope: scope.split(' ').slice(0, -1).join(' ') } : answer;
}
