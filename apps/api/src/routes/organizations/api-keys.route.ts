import {
  apiKeyListSchema,
  createApiKeySchema,
  issuedApiKeySchema,
  rotateApiKeySchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ApiKeysService } from '../../services/organizations/api-keys.service.ts';
import { apiKeyExample, issuedApiKeyExample } from '../examples/api-key.example.ts';
import { apiKeyParams, owners } from '../route-input.ts';

/** What the API keys' routes need. */
export interface ApiKeysRouteDependencies {
  apiKeysService: ApiKeysService;
}

/** Routes for owners to manage API keys. API keys cannot call them. */
export function apiKeysRoutes({ apiKeysService }: ApiKeysRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api-keys',
      access: owners,
      operationId: 'listApiKeys',
      tag: 'Organization',
      summary: 'List API keys, newest first, without their secrets',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: { description: 'Every key', schema: apiKeyListSchema, example: { items: [apiKeyExample] } },
      },
      handler: async ({ caller }) => ({
        status: 200,
        body: { items: await apiKeysService.listKeys(caller.organizationId) },
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/api-keys',
      access: owners,
      operationId: 'createApiKey',
      tag: 'Organization',
      summary: 'Create an API key for a backend',
      description:
        'The answer is the only one that holds the key. A lost answer cannot be asked for again: list the keys, revoke the one whose secret is lost, and create another.',
      errors: ['too_many_api_keys'],
      rateLimit: 'write',
      repeat: 'never',
      body: createApiKeySchema,
      bodyExample: { name: 'Payroll backend', scopes: ['tokens:read', 'integrations:read'] },
      responses: {
        201: { description: 'The key', schema: issuedApiKeySchema, example: issuedApiKeyExample },
      },
      handler: async ({ body, caller, actor }) => ({
        status: 201,
        body: await apiKeysService.createKey(caller.organizationId, body, { userId: caller.userId, actor }),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/api-keys/:id/rotate',
      access: owners,
      operationId: 'rotateApiKey',
      tag: 'Organization',
      summary: 'Replace an API key by a new one with the same scopes',
      description: 'The old key works on for `overlapSeconds`, so that backends can be changed one by one.',
      errors: [],
      rateLimit: 'write',
      repeat: 'never',
      params: apiKeyParams,
      body: rotateApiKeySchema,
      bodyExample: { overlapSeconds: 3_600 },
      responses: {
        200: { description: 'The new key', schema: issuedApiKeySchema, example: issuedApiKeyExample },
      },
      handler: async ({ params, body, caller, actor }) => ({
        status: 200,
        body: await apiKeysService.rotateKey(caller.organizationId, params.id, { ...body, actor }),
      }),
    }),

    defineRoute({
      method: 'delete',
      path: '/api-keys/:id',
      access: owners,
      operationId: 'revokeApiKey',
      tag: 'Organization',
      summary: 'Revoke an API key for good',
      description: 'It is refused everywhere within a minute.',
      errors: [],
      rateLimit: 'write',
      params: apiKeyParams,
      responses: { 204: { description: 'The key is gone' } },
      handler: async ({ params, caller, actor }) => {
        await apiKeysService.revokeKey(caller.organizationId, params.id, actor);
        return { status: 204 };
      },
    }),
  ];
}
