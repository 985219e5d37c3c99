import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../../test/http/api-server.ts';
import { apiPage } from './api-page.ts';
import { createOpenApiDocument } from './openapi-document.ts';

const openApi = createOpenApiDocument(allRoutes(), '0.0.0');

describe('docs/api.md', () => {
  it('is generated from the routes', async () => {
    const page = await readFile(new URL('../../../../../docs/api.md', import.meta.url), 'utf8');
    expect(page).toBe(apiPage(openApi));
  });

  it('lists each route of the document once', () => {
    const listed = [...apiPage(openApi).matchAll(/^\| `([A-Z]+ [^`]+)`/gm)].map(([, route]) => route);
    const routes = Object.entries(openApi.paths ?? {}).flatMap(([path, operations]) =>
      Object.keys(operations ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.toSorted()).toEqual(routes.toSorted());
  });
});
