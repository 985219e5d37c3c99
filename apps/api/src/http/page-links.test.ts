import { expect, it } from 'vitest';
import { startApi } from '../../test/http/api-server.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import { pageLinksOf } from './page-links.ts';

it.each([
  ['/employees', { nextCursor: null }, '<?>; rel="first"'],
  [
    '/employees?limit=2&cursor=b',
    { nextCursor: 'c' },
    '<?limit=2>; rel="first", <?limit=2&cursor=c>; rel="next"',
  ],
  ['/employees?role=a%26b%3E%22,%3Bé', { nextCursor: null }, '<?role=a%26b%3E%22%2C%3B%C3%A9>; rel="first"'],
  ['/employees/1', { id: '1' }, null],
  ['/healthz', null, null],
])('the links of %s', (url, body, links) => {
  expect(pageLinksOf(url, body)).toBe(links);
});

it('a list can be read by its links alone', async () => {
  const api = await startApi();
  const idToken = idTokenOf('owner');
  const names = ['Ada', 'Bea', 'Cleo', 'Dora', 'Edda'];
  for (const name of names) {
    const json = {
      name,
      email: `${name}@example.com`,
      role: 'x',
      department: 'y',
      employmentStatus: 'fullTime',
    };
    expect((await api.call('/employees', { idToken, json })).status).toBe(201);
  }
  const found: string[] = [];
  let path: string | undefined = '/employees?limit=2';
  while (path !== undefined) {
    const response = await api.call(path, { idToken });
    const { items } = (await response.json()) as { items: { name: string }[] };
    found.push(...items.map(({ name }) => name));
    const next = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    path = next && `/employees${next}`;
  }
  expect(found).toEqual(names);
  await api.close();
});
