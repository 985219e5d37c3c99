import type { Value } from '../../model/messages.ts';
import { list, number, text } from '../raw-client.ts';
import type { RawClient } from './both-servers.ts';

const nothing: Value = { nullValue: 'NULL_VALUE' };
const map = (fields: Record<string, Value>): Value => ({ mapValue: { fields } });

/** Documents of the collection that rules are asked about, by id. */
export const things: Readonly<Record<string, Record<string, Value>>> = {
  one: {
    org: text('one'),
    name: text('Zoë'),
    count: number(2),
    amount: { doubleValue: 1.5 },
    open: { booleanValue: true },
    tags: list(text('a'), number(1), nothing),
    inner: map({ x: text('one') }),
  },
  two: { org: text('two'), name: nothing, count: text('2'), inner: map({}), tags: list() },
  owner: { org: number(1), name: text(''), open: nothing, inner: nothing, tags: text('a') },
};

/** What is written in their place. */
export const replacements: readonly Record<string, Value>[] = [
  { org: text('one'), name: text('new'), inner: map({ x: text('two') }) },
  { org: text('two'), count: number(2), owner: text('one') },
];

/** Claims of those who ask; undefined for nobody. */
export const callers: readonly (Record<string, unknown> | undefined)[] = [
  { sub: 'one', organizationId: 'one', role: 'owner', roles: ['owner'] },
  { sub: 'two', organizationId: 'two', role: 'member', x: 'one' },
  { sub: 'odd', organizationId: null, role: ['owner'] },
  undefined,
];

/** What a client sends whom nobody has signed in: an emulator believes a token without a signature. */
export function bearerOf(claims: Record<string, unknown> | undefined, projectId: string): string | undefined {
  if (!claims) {
    return undefined;
  }
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const payload = {
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    iat: nowSeconds,
    exp: nowSeconds + 3_600,
    auth_time: nowSeconds,
    user_id: claims['sub'],
    firebase: { sign_in_provider: 'custom', identities: {} },
    ...claims,
  };
  return `Bearer ${encode({ alg: 'none', type: 'JWT' })}.${encode(payload)}.`;
}

/** Puts every document where rules are asked about it. */
export async function seedThings(client: RawClient): Promise<void> {
  await client.commit(Object.entries(things).map(([id, fields]) => client.set(id, fields)));
}
