import { problemDetailsSchema } from '@klayim/shared/schemas';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { ndjsonMediaType } from '../../src/http/ndjson.ts';
import type { OpenApiDocument } from '../../src/http/openapi/openapi-document.ts';

interface DocumentedAnswer {
  content?: Record<string, { schema: object; examples?: Record<string, unknown> }>;
  $ref?: string;
}

/** Throws unless an answer is one that the document allows for that request. */
export type ResponseCheck = (method: string, pathname: string, response: Response) => Promise<void>;

/**
 * Holds answers against an OpenAPI document: the status, the media type, the body, and whether a problem's code is one
 * that the operation documents. Requests that meet no operation must get a problem document.
 */
export function createResponseCheck(document: OpenApiDocument): ResponseCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // A CommonJS module: the function is its default export, and the module itself to Node.
  (ajvFormats as unknown as (instance: Ajv2020) => void)(ajv);
  ajv.addSchema(document, 'document');
  const validators = new Map<object, ValidateFunction>();
  const operations = Object.entries(document.paths ?? {}).map(([template, item]) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    item: item as Record<string, { responses: Record<string, DocumentedAnswer> }>,
  }));
  // Literal paths before those with parameters, as the router has them.
  operations.sort((one, other) =>
    one.template.replaceAll('{', '~') < other.template.replaceAll('{', '~') ? -1 : 1,
  );

  function resolve(answer: DocumentedAnswer): DocumentedAnswer {
    const name = answer.$ref?.split('/').at(-1);
    return name === undefined ? answer : ((document.components?.responses?.[name] ?? {}) as DocumentedAnswer);
  }

  function validatorOf(schema: object): ValidateFunction {
    const known = validators.get(schema) ?? ajv.compile(rebased(schema));
    validators.set(schema, known);
    return known;
  }

  return async (method, pathname, response) => {
    const where = `${method} ${pathname} answered ${response.status}`;
    if (!response.headers.get('x-request-id')) {
      throw new Error(`${where} without X-Request-Id`);
    }
    const { item } = operations.find(({ pattern }) => pattern.test(pathname)) ?? {};
    const operation = item?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
    const text = await response.clone().text();
    if (method === 'HEAD' || method === 'OPTIONS') {
      if (text !== '') {
        throw new Error(`${where} with a body`);
      }
      if (!operation) {
        return;
      }
    }
    if (!operation) {
      problemDetailsSchema.parse(JSON.parse(text));
      return;
    }
    const documented = operation.responses[String(response.status)];
    if (!documented) {
      throw new Error(`${where}, which is not documented: ${text.slice(0, 300)}`);
    }
    if (text === '') {
      if (resolve(documented).content?.[ndjsonMediaType]) {
        return;
      }
      if (resolve(documented).content && method !== 'HEAD') {
        throw new Error(`${where} without a body`);
      }
      return;
    }
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
    const content = resolve(documented).content?.[mediaType];
    if (!content) {
      throw new Error(`${where} as ${mediaType}, which is not documented`);
    }
    if (!mediaType.endsWith('json')) {
      return;
    }
    const validate = validatorOf(content.schema);
    const documents = mediaType === ndjsonMediaType ? text.trimEnd().split('\n') : [text];
    for (const body of documents.map((each): unknown => JSON.parse(each))) {
      if (!validate(body)) {
        throw new Error(`${where} not as documented: ${ajv.errorsText(validate.errors)}`);
      }
    }
    if (mediaType !== 'application/problem+json') {
      return;
    }
    const { code } = problemDetailsSchema.parse(JSON.parse(text));
    if (!content.examples || !(code in content.examples)) {
      throw new Error(`${where} with ${code}, which the route does not declare among its errors`);
    }
  };
}

/** The schema with its references led to the document that was given to the validator. */
function rebased(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object;
}
