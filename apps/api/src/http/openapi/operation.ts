import { organizationIdSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiRequestBodyObject } from 'zod-openapi';
import { idempotencyKeySchema } from '../idempotency-key.ts';
import type { Access, Route } from '../route.ts';
import { responsesOf } from './responses.ts';

/** What the document says of one route. */
export function operationOf(route: Route): ZodOpenApiOperationObject {
  const body = requestBodyOf(route);
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: descriptionOf(route),
    security: securityOf(route.access),
    ...(route.deprecation && { deprecated: true }),
    requestParams: {
      ...(route.params && { path: objectOf(route.params.schema) }),
      ...(route.query && { query: objectOf(route.query) }),
      header: headersOf(route),
    },
    ...(body && { requestBody: body }),
    responses: responsesOf(route),
    'x-klayim-access': typeof route.access === 'object' ? [...route.access.roles] : route.access,
    'x-klayim-rate-limit': route.rateLimit,
    'x-klayim-repeat': route.repeat ?? 'harmless',
  };
}

function descriptionOf(route: Route): string {
  const until = route.deprecation && `Deprecated; it may be gone from ${route.deprecation.sunsetDate} on.`;
  return [route.description, until, audienceOf(route.access)]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function audienceOf(access: Access): string {
  if (access === 'public') {
    return 'Open to everybody.';
  }
  if (access === 'operator') {
    return 'For those who run the platform (claim `platformOperator`).';
  }
  if (access === 'signedIn') {
    return 'For everybody who is signed in, with an organization or without one. No backend can call it.';
  }
  const roles = `For the roles ${access.roles.join(', ')}.`;
  return access.scope === undefined ? roles : `${roles} API keys need the scope \`${access.scope}\`.`;
}

function securityOf(access: Access): Record<string, string[]>[] {
  if (access === 'public') {
    return [];
  }
  if (access === 'operator' || access === 'signedIn') {
    return [{ firebaseIdToken: [] }];
  }
  return [
    { firebaseIdToken: [] },
    ...(access.usersOnly ? [] : [{ googleIdToken: [] }]),
    ...(access.scope === undefined ? [] : [{ apiKey: [access.scope] }]),
  ];
}

function requestBodyOf({ body, bodyExample }: Route): ZodOpenApiRequestBodyObject | undefined {
  if (!body) {
    return undefined;
  }
  if ('mediaTypes' in body) {
    const example = bodyExample;
    const content = body.mediaTypes.map((type) => [type, { schema: { type: 'string' as const }, example }]);
    return { required: true, content: Object.fromEntries(content) };
  }
  body.parse(bodyExample);
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema: withoutDefault(body), example: bodyExample } },
  };
}

function headersOf(route: Route): z.ZodObject {
  const ifMatch = z
    .string()
    .describe('The `ETag` of the version that is meant, or `*` for whatever there is.');
  const ifNoneMatch = z.string().optional();
  return z.object({
    ...(route.etag === 'required' && { 'If-Match': ifMatch.meta({ example: '"1763892900000000"' }) }),
    ...(route.etag !== undefined &&
      route.method === 'get' && {
        'If-None-Match': ifNoneMatch.describe('An `ETag` that the caller has: 304 when it is still the one.'),
      }),
    ...(route.repeat === 'keyed' && { 'Idempotency-Key': idempotencyKeySchema.optional() }),
    ...((typeof route.access === 'object' || route.access === 'signedIn') && {
      'X-Organization-Id': organizationIdSchema
        .optional()
        .describe(
          'The organization that the request is for, of a caller who belongs to several. Default: the first.',
        ),
    }),
  });
}

/** `schema.default({})` says that there may be no body; the document says that by `required`. */
function withoutDefault(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema;
}

function objectOf(schema: z.ZodType): z.ZodObject {
  if (!(schema instanceof z.ZodObject)) {
    throw new Error('Parameters are declared as an object');
  }
  return schema;
}
