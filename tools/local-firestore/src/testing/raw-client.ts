import firestore from '@google-cloud/firestore';
import { type ClientOptions, credentials } from '@grpc/grpc-js';
import type {
  Document,
  Filter,
  ProtoTimestamp,
  RunAggregationQueryRequest,
  RunAggregationQueryResponse,
  StructuredQuery,
  Value,
  Write,
} from '../wire/messages.ts';
import { randomProjectId } from './subject.ts';

const administrator = { otherArgs: { headers: { authorization: 'Bearer owner' } } };

type Aggregation = NonNullable<
  NonNullable<RunAggregationQueryRequest['structuredAggregationQuery']>['aggregations']
>[number];

/** What a call was answered: its result, or the gRPC status code that it was refused with. */
export type Answer<Result> = Result | { code: number };

/**
 * A client without the conveniences of an SDK, which would refuse or restate some of what is to be tried.
 *
 * @param projectId default: one that nobody else uses
 */
export function connectRaw(host: string, projectId = randomProjectId()) {
  const [servicePath, port] = host.split(':');
  const options: ClientOptions & object = {
    servicePath,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    projectId: 'demo',
  };
  const client = new firestore.v1.FirestoreClient(options);
  const database = `projects/${projectId}/databases/(default)`;
  const parent = `${database}/documents`;

  const withCollection = (query: StructuredQuery) => ({ from: [{ collectionId: 'things' }], ...query });
  async function found(query: StructuredQuery, readTime?: ProtoTimestamp): Promise<Document[]> {
    const request = { parent, structuredQuery: withCollection(query), ...(readTime ? { readTime } : {}) };
    const documents: Document[] = [];
    for await (const part of client.runQuery(request, administrator)) {
      const { document } = part as { document?: Document };
      if (document) {
        documents.push(document);
      }
    }
    return documents;
  }

  return {
    nameOf: (id: string) => `${parent}/things/${id}`,
    set: (id: string, fields: Record<string, Value>, more: Partial<Write> = {}): Write => ({
      update: { name: `${parent}/things/${id}`, fields },
      ...more,
    }),
    commit: (writes: Write[]) =>
      answerOf(async () => (await client.commit({ database, writes }, administrator))[0]),
    batchWrite: (writes: Write[]) =>
      answerOf(async () => (await client.batchWrite({ database, writes }, administrator))[0]),
    get: (id: string, readTime?: ProtoTimestamp) =>
      answerOf(async (): Promise<Document> => {
        const request = { name: `${parent}/things/${id}`, ...(readTime ? { readTime } : {}) };
        return (await client.getDocument(request, administrator))[0];
      }),
    /** The ids of the documents that a query finds. */
    query: (query: StructuredQuery, readTime?: ProtoTimestamp) =>
      answerOf(async () => (await found(query, readTime)).map(({ name }) => name?.split('/').at(-1) ?? '')),
    documents: (query: StructuredQuery) => answerOf(() => found(query)),
    /** The values of aggregations over the documents that a query finds, by their aliases. */
    aggregate: (query: StructuredQuery, aggregations: Aggregation[]) =>
      answerOf(async () => {
        const structuredAggregationQuery = { structuredQuery: withCollection(query), aggregations };
        let fields: unknown;
        for await (const part of client.runAggregationQuery(
          { parent, structuredAggregationQuery },
          administrator,
        )) {
          fields = (part as RunAggregationQueryResponse).result?.aggregateFields ?? fields;
        }
        return fields;
      }),
    stop: () => client.close(),
  };
}

async function answerOf<Result>(call: () => Promise<Result>): Promise<Answer<Result>> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return { code: Number(error.code) };
    }
    throw error;
  }
}

export const text = (stringValue: string): Value => ({ stringValue });
export const number = (integerValue: number): Value => ({ integerValue });
export const list = (...values: Value[]): Value => ({ arrayValue: { values } });
export const where = (fieldPath: string, op: string, value: Value): Filter =>
  ({ fieldFilter: { field: { fieldPath }, op, value } }) as Filter;
export const all = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } });
export const any = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } });
