import type { ErrorCode } from '../errors/error-codes.ts';
import { rateLimitClasses } from './rate-limit-classes.ts';
import type { Route } from './route.ts';

/** The codes that come with what a route is. */
export const errorsByKind = {
  /** What any request can end with: it is badly encoded or too long, or the service cannot do its job. */
  any: [
    'invalid_request',
    'payload_too_large',
    'unsupported_media_type',
    'store_unavailable',
    'configuration_invalid',
    'internal_error',
  ],
  guarded: [
    'unauthenticated',
    'id_token_invalid',
    'id_token_expired',
    'id_token_revoked',
    'api_key_invalid',
    'service_account_unknown',
  ],
  /** While Firebase Auth does not answer. */
  ofIdentity: ['identity_unavailable'],
  ofMembers: [
    'organization_missing',
    'organization_deleted',
    'organization_unnamed',
    'insufficient_role',
    'insufficient_scope',
  ],
  ofOperators: ['operator_required'],
  /** To backends. */
  ofPeople: ['insufficient_role', 'insufficient_scope'],
  withBody: ['malformed_json'],
  /** What the service can find out about its own keys. */
  operation: [
    'encryption_key_mismatch',
    'encryption_key_unknown',
    'credentials_wrong_key',
    'credentials_moved',
    'credentials_tampered',
  ],
  limited: ['rate_limited'],
  versioned: ['precondition_required', 'precondition_failed'],
  keyed: ['idempotency_key_in_use', 'idempotency_key_reused'],
} as const satisfies Record<string, readonly ErrorCode[]>;

/** Every code that a route can answer: its own, and those that its guards and limits add. */
export function errorsOf(route: Route): ErrorCode[] {
  return [
    ...new Set<ErrorCode>([
      ...errorsByKind.any,
      ...errorsByKind.operation,
      ...(route.access === 'public' ? [] : [...errorsByKind.guarded, ...errorsByKind.ofIdentity]),
      ...(typeof route.access === 'object' ? errorsByKind.ofMembers : []),
      ...(route.access === 'operator' ? errorsByKind.ofOperators : []),
      ...(route.access === 'signedIn' ? errorsByKind.ofPeople : []),
      ...(route.params ? [route.params.otherwise] : []),
      ...(route.method === 'get' ? [] : errorsByKind.withBody),
      ...(rateLimitClasses[route.rateLimit] ? errorsByKind.limited : []),
      ...(route.etag === 'required' ? errorsByKind.versioned : []),
      ...(route.repeat === 'keyed' ? errorsByKind.keyed : []),
      ...route.errors,
    ]),
  ];
}
