import type { Role } from '@klayim/shared/types';
import type { OpenApiDocument } from '../../src/http/openapi/openapi-document.ts';
import { type FuzzRandom, hostileTexts, hostileValues } from './fuzz-random.ts';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema?: { enum?: string[]; example?: unknown };
}

/** An operation as the OpenAPI document has it. */
export interface Operation {
  operationId: string;
  method: string;
  /** Such as `/integrations/{id}`. */
  template: string;
  access: 'public' | 'operator' | 'signedIn' | Role[];
  parameters: Parameter[];
  body: { mediaType: string; example: unknown } | undefined;
}

/** One request, as it goes over the wire. */
export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

interface DocumentedOperation {
  operationId: string;
  'x-klayim-access': Operation['access'];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown }> };
}

/** Every operation of a document. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([template, item]) =>
    Object.entries(item as Record<string, DocumentedOperation>).map(([method, documented]) => {
      const [content] = Object.entries(documented.requestBody?.content ?? {});
      return {
        operationId: documented.operationId,
        method: method.toUpperCase(),
        template,
        access: documented['x-klayim-access'],
        parameters: documented.parameters ?? [],
        body: content && { mediaType: content[0], example: content[1].example },
      };
    }),
  );
}

/** The request that the document shows, with these values for the parameters of its path. */
export function exampleRequest(operation: Operation, idOf: (name: string) => string): FuzzRequest {
  const required = operation.parameters.filter(
    (parameter) => parameter.in === 'header' && parameter.required,
  );
  return {
    method: operation.method,
    path: pathOf(operation, idOf),
    headers: {
      ...Object.fromEntries(required.map(({ name }) => [name, '*'])),
      ...(operation.body && { 'content-type': operation.body.mediaType }),
    },
    body: operation.body && textOf(operation.body.example),
  };
}

/** What cannot be decoded as a segment of a path. */
const undecodableSegments = ['%', '%ZZ', '%E0%A4%A'] as const;

/** A request that is wrong in one or many ways, or, seldom, in none. */
export function fuzzedRequest(
  operation: Operation,
  random: FuzzRandom,
  knownIds: readonly string[],
): FuzzRequest {
  const idOf = (name: string) => {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
    const options = parameter?.schema?.enum ?? knownIds;
    return random.chance(0.7) ? random.pick(options) : random.pick(hostileTexts);
  };
  const { path, headers, ...request } = exampleRequest(operation, idOf);
  const undecodable = operation.template.replaceAll(/\{\w+\}/g, () => random.pick(undecodableSegments));
  return {
    ...request,
    path: (random.chance(0.04) ? undecodable : path) + queryOf(operation, random, knownIds),
    headers: { ...headers, ...hostileHeaders(operation, random) },
    body: operation.body
      ? fuzzedBody(operation.body.example, random)
      : maybe(random, 0.1, '{"unexpected":1}'),
  };
}

function pathOf({ template }: Operation, idOf: (name: string) => string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(idOf(name).toWellFormed()),
  );
}

function queryOf(operation: Operation, random: FuzzRandom, knownIds: readonly string[]): string {
  const query = new URLSearchParams();
  for (const parameter of operation.parameters.filter((each) => each.in === 'query')) {
    if (!random.chance(0.4)) {
      continue;
    }
    const likely = [...(parameter.schema?.enum ?? []), ...knownIds, '1', '100', '2026-11-23T10:15:00.000Z'];
    query.append(parameter.name, random.chance(0.5) ? random.pick(likely) : random.pick(hostileTexts));
    if (random.chance(0.05)) {
      query.append(parameter.name, 'twice');
    }
  }
  if (random.chance(0.05)) {
    query.append(random.pick(hostileTexts), random.pick(hostileTexts));
  }
  const text = query.toString();
  if (random.chance(0.02)) {
    return `?${'q'.repeat(9_000)}`;
  }
  if (random.chance(0.03)) {
    return `?${text}&%ZZ=%E0%A4&==&&`;
  }
  return text === '' ? '' : `?${text}`;
}

const headerChoices: Readonly<Record<string, readonly string[]>> = {
  'content-type': ['text/plain', 'application/json; charset=utf-16', ';', 'application/xml', 'text/csv'],
  'content-encoding': ['gzip', 'br', 'identity', 'rot13'],
  accept: ['text/html', 'application/xml;q=0', '*/*'],
  cookie: [
    '__session=; __session=x',
    '__session',
    '__session=%ZZ',
    '=;=;',
    `__session=${'k'.repeat(43)}`,
    'a'.repeat(4_000),
  ],
  traceparent: ['00-0-0-0', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
  'x-forwarded-for': ['unknown', '::1, 10.0.0.1', "'; --"],
  'x-request-id': ['chosen-by-the-caller'],
  'x-http-method-override': ['DELETE'],
  origin: ['null', 'https://evil.example', 'https://dashboard.example'],
  range: ['bytes=0-1'],
  'if-none-match': ['*', '"1"', 'W/"x"', '"'],
  'if-match': ['*', '"1"', '"', 'W/"1"', ''],
  'idempotency-key': ['k', '', 'two words', 'x'.repeat(300)],
};

function hostileHeaders(operation: Operation, random: FuzzRandom): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, choices] of Object.entries(headerChoices)) {
    const isDocumented = operation.parameters.some((each) => each.name.toLowerCase() === name);
    if (random.chance(isDocumented ? 0.4 : 0.04)) {
      headers[name] = random.pick(choices);
    }
  }
  return headers;
}

function fuzzedBody(example: unknown, random: FuzzRandom): string {
  const text = textOf(example);
  if (random.chance(0.05)) {
    return random.pick([text.slice(0, text.length / 2), `${text}}`, '[1,', '\ufeff{}', "{'a':1}"]);
  }
  if (random.chance(0.02)) {
    return '['.repeat(10_000) + ']'.repeat(10_000);
  }
  if (random.chance(0.05)) {
    return JSON.stringify(random.pick(hostileValues)) ?? 'null';
  }
  if (typeof example !== 'object' || example === null) {
    return random.chance(0.5) ? text : random.pick(hostileTexts);
  }
  const body: unknown = structuredClone(example);
  const changes = Math.floor(random.next() * 4);
  for (let change = 0; change < changes; change++) {
    mutate(body, random);
  }
  return JSON.stringify(body);
}

/** Changes one member somewhere in a value: another value, none at all, or one more. */
function mutate(value: unknown, random: FuzzRandom): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  const members = value as Record<string, unknown>;
  const keys = Object.keys(members);
  if (keys.length === 0 || random.chance(0.1)) {
    Object.defineProperty(
      members,
      random.pick(['admin', 'organizationId', 'id', '__proto__', ...hostileTexts]),
      {
        value: structuredClone(random.pick(hostileValues)),
        enumerable: true,
        configurable: true,
        writable: true,
      },
    );
    return;
  }
  const key = random.pick(keys);
  const inner = members[key];
  if (typeof inner === 'object' && inner !== null && random.chance(0.6)) {
    mutate(inner, random);
  } else if (random.chance(0.2)) {
    delete members[key];
  } else {
    members[key] = structuredClone(random.pick(hostileValues));
  }
}

function textOf(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example ?? null);
}

function maybe<Value>(random: FuzzRandom, probability: number, value: Value): Value | undefined {
  return random.chance(probability) ? value : undefined;
}
