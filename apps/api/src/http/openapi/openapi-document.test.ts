import { describe, expect, it } from 'vitest';
import { allRoutes, startApi } from '../../../test/http/api-server.ts';
import { createOpenApiDocument } from './openapi-document.ts';

const routes = allRoutes();

describe('the OpenAPI document', () => {
  it('has every route, each with an example of what it answers', () => {
    const document = createOpenApiDocument(routes, '1.2.3');
    const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path ?? {}));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      routes.map(({ operationId }) => operationId).sort(),
    );
    const withContent = operations.flatMap(({ responses }) => Object.values(responses ?? {}));
    for (const response of withContent) {
      for (const content of Object.values((response as { content?: object }).content ?? {})) {
        expect(Object.keys(content)).toEqual(expect.arrayContaining([expect.stringMatching(/^examples?$/)]));
      }
    }
  });

  it('refuses an example that does not fit its schema, and two operations with one name', () => {
    const [route] = routes;
    if (!route) {
      throw new Error('there are no routes');
    }
    const wrong = { ...route, responses: { 200: { ...route.responses[200], description: '', example: {} } } };
    expect(() => createOpenApiDocument([wrong], '1')).toThrow();
    expect(() => createOpenApiDocument([route, { ...route, path: '/other' }], '1')).toThrow(
      route.operationId,
    );
  });

  it('is served with the address of this service', async () => {
    const api = await startApi();
    const served = (await (await api.call('/openapi.json')).json()) as { servers: unknown; paths: object };
    await api.close();
    expect(served.servers).toEqual([{ url: 'https://api.example', description: 'This service' }]);
    expect(Object.keys(served.paths)).toContain('/integrations/{id}/token');
  });
});
