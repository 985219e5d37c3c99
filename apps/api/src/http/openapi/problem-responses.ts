import { problemDetailsSchema } from '@klayim/shared/schemas';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { type ErrorCode, errorMeanings } from '../../errors/error-codes.ts';
import { errorsByKind } from '../route-errors.ts';
import { examplesOf } from './problem-examples.ts';
import { problemHeaders } from './response-headers.ts';

/** The problems that most routes share, by name. They stand in the document once and are referred to. */
const sharedCodes: Readonly<Record<string, readonly ErrorCode[]>> = {
  InvalidQuery: ['invalid_request'],
  InvalidRequest: ['invalid_request', 'malformed_json'],
  Unauthenticated: errorsByKind.guarded,
  Forbidden: errorsByKind.ofMembers,
  OperatorRequired: errorsByKind.ofOperators,
  PayloadTooLarge: ['payload_too_large'],
  UnsupportedMediaType: ['unsupported_media_type'],
  TooManyRequests: ['rate_limited'],
  ServiceFault: ['internal_error', ...errorsByKind.operation],
  Unavailable: ['store_unavailable', 'configuration_invalid'],
  GuardedUnavailable: ['store_unavailable', 'configuration_invalid', 'identity_unavailable'],
};
const shared = new Map(
  Object.entries(sharedCodes).map(([id, codes]) => [
    codes.join(),
    { id, ...problemResponse(errorMeanings[codes[0] ?? 'internal_error'].status, codes) },
  ]),
);

/**
 * The problem answer with one status: the codes that it can carry, each with an example.
 * @param own The answer that the route itself gives with that status, if it has one: an unready service, say.
 */
export function problemResponse(
  status: number,
  codes: readonly ErrorCode[],
  own?: ZodOpenApiResponseObject,
): ZodOpenApiResponseObject {
  const titles = codes.map((code) => `- \`${code}\`: ${errorMeanings[code].title}`);
  return {
    description: [...(own ? [`${own.description}. Otherwise:\n`] : []), ...titles].join('\n'),
    headers: { ...own?.headers, ...problemHeaders(status) },
    content: {
      ...own?.content,
      'application/problem+json': { schema: problemDetailsSchema, examples: examplesOf(codes) },
    },
  };
}

/** The shared answer that carries exactly these codes, if there is one. */
export function sharedProblem(codes: readonly ErrorCode[]): ZodOpenApiResponseObject | undefined {
  return shared.get(codes.join());
}
