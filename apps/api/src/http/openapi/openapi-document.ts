import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { providerRegistry } from '../../providers/index.ts';
import type { Route } from '../route.ts';
import { routeTags } from '../route-tags.ts';
import { operationOf } from './operation.ts';
import { problemExamples } from './problem-examples.ts';
import { commonHeaders } from './response-headers.ts';

/** An OpenAPI document, as its JSON text is made from. */
export type OpenApiDocument = ReturnType<typeof createDocument>;

const description = `Keeps an organization's Google and Microsoft connections alive.

Every answer of 400 and above is a problem document (RFC 9457) with a stable \`code\`. Times are ISO 8601 in UTC with
milliseconds. Lists are read page by page with \`cursor\`. Every GET knows HEAD, and every path OPTIONS.`;

/**
 * The OpenAPI 3.1 document of these routes, made from the very declarations that serve them.
 * @param providerIds what the schema `IntegrationProvider` allows. Default: all of the registry.
 * @throws {Error} when an example does not fit its schema, or two routes share an operationId.
 */
export function createOpenApiDocument(
  routes: readonly Route[],
  version: string,
  providerIds: readonly string[] = [...providerRegistry.providers.keys()],
): OpenApiDocument {
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Klayim Integrations API',
      version,
      description,
      license: { name: 'Proprietary', identifier: 'LicenseRef-Klayim' },
    },
    // Relative to the document's own place: the API is wherever the document was found.
    servers: [{ url: '.', description: 'Where this document was served' }],
    tags: Object.entries(routeTags)
      .filter(([name]) => routes.some((route) => route.tag === name))
      .map(([name, about]) => ({ name, description: about })),
    paths: pathsOf(routes),
    components: {
      headers: commonHeaders,
      examples: problemExamples(routes),
      securitySchemes: {
        firebaseIdToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A Firebase ID token of a user. Their custom claims name the first organization (`organizationId`) and the `role` in it, and the role in each other one (`otherOrganizations`).',
        },
        googleIdToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An ID token that Google signed for a service account on the allow-list, with this API as its audience. One that may call for any organization names it in `X-Organization-Id`.',
        },
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'kl_…',
          description: 'An API key of an organization, with the scope that the operation names.',
        },
      },
    },
  });
  const provider = document.components?.schemas?.['IntegrationProvider'];
  if (typeof provider === 'object') {
    Object.assign(provider, { enum: providerIds, pattern: undefined, maxLength: undefined });
  }
  // As it will be read: without members that are undefined.
  return JSON.parse(JSON.stringify(document)) as OpenApiDocument;
}

/** A path in OpenAPI's form: `/integrations/{id}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  const operationIds = new Set<string>();
  for (const route of routes) {
    if (operationIds.has(route.operationId)) {
      throw new Error(`Two routes are named ${route.operationId}`);
    }
    operationIds.add(route.operationId);
    const template = templateOf(route.path);
    paths[template] = { ...paths[template], [route.method]: operationOf(route) };
  }
  return paths;
}
