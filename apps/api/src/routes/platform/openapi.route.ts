import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openApiDocumentSchema } from '@klayim/shared/schemas';
import { docsFile } from '../../http/docs/docs-files.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { memoizeAsync } from '../../lib/memoize.ts';

/** The API's own contract. */
export function openApiRoutes({ publicBaseUrl }: { publicBaseUrl: string }): Route[] {
  const document = memoizeAsync(async () => {
    const committed = openApiDocumentSchema.parse(
      JSON.parse(await readFile(docsFile('openapi.json'), 'utf8')),
    );
    const body = { ...committed, servers: [{ url: publicBaseUrl, description: 'This service' }] };
    return { body, version: createHash('sha256').update(JSON.stringify(body)).digest('base64url') };
  });
  return [
    defineRoute({
      method: 'get',
      path: '/openapi.json',
      access: 'public',
      operationId: 'getOpenApiDocument',
      tag: 'Service',
      summary: 'This document (OpenAPI 3.1)',
      errors: [],
      rateLimit: 'document',
      etag: 'answered',
      cacheSeconds: 300,
      responses: {
        200: {
          description: 'The document',
          schema: openApiDocumentSchema,
          example: {
            openapi: '3.1.0',
            info: { title: 'Klayim Integrations API', version: '0.1.0' },
            paths: {},
          },
        },
      },
      handler: async () => ({ status: 200, ...(await document()) }),
    }),
  ];
}
