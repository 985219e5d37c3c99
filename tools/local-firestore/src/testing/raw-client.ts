import firestore from '@google-cloud/firestore';
import { type ClientOptions, credentials } from '@grpc/grpc-js';
import type {
  Document,
  Filter,
  ProtoTimestamp,
  RunAggregationQueryRequest,
  RunAggregationQueryResponse,
  StructuredQuery,
  TransactionOptions,
  Value,
  Write,
} from '../model/messages.ts';
import { putRules } from './put-rules.ts';
import { randomProjectId } from './test-project.ts';

/** Who calls without any rules: an administrator. */
const administrator = 'Bearer owner';

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
  const as = (authorization: string | undefined) => createCalls(client, projectId, authorization);
  return {
    ...as(administrator),
    /** The same calls of another caller, of whom the header `authorization` tells; undefined for nobody. */
    as,
    /** Replaces the project's rules, and gives the HTTP status of the answer. */
    loadRules: async (source: string) => (await putRules(host, projectId, source)).status,
    stop: () => client.close(),
  };
}

function createCalls(
  client: InstanceType<typeof firestore.v1.FirestoreClient>,
  projectId: string,
  authorization: string | undefined,
) {
  const caller = { otherArgs: { headers: authorization === undefined ? {} : { authorization } } };
  // Google's emulator refuses a query without sending headers first, which the library takes for a failure of the network
  // and repeats twice, seconds later.
  const streaming = { ...caller, retryRequestOptions: { noResponseRetries: 0 } };
  const database = `projects/${projectId}/databases/(default)`;
  const parent = `${database}/documents`;

  const withCollection = (query: StructuredQuery) => ({ from: [{ collectionId: 'things' }], ...query });
  async function found(query: StructuredQuery, readTime?: ProtoTimestamp): Promise<Document[]> {
    const request = { parent, structuredQuery: withCollection(query), ...(readTime ? { readTime } : {}) };
    const documents: Document[] = [];
    for await (const part of client.runQuery(request, streaming)) {
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
    commit: (writes: Write[], transaction?: Uint8Array) =>
      captureAnswer(async () => {
        const request = { database, writes, ...(transaction && { transaction }) };
        return (await client.commit(request, caller))[0];
      }),
    async begin(options: TransactionOptions = { readWrite: {} }): Promise<Uint8Array> {
      const [{ transaction }] = await client.beginTransaction({ database, options }, caller);
      return transaction as Uint8Array;
    },
    getWithin: async (transaction: Uint8Array, id: string) =>
      (await client.getDocument({ name: `${parent}/things/${id}`, transaction }, caller))[0],
    /** Reads documents, or that they are missing, one after the other. */
    async readWithin(transaction: Uint8Array, ids: readonly string[]): Promise<Answer<Document>[]> {
      const answers: Answer<Document>[] = [];
      for (const id of ids) {
        answers.push(
          await captureAnswer(async () => {
            const request = { name: `${parent}/things/${id}`, transaction };
            return (await client.getDocument(request, caller))[0];
          }),
        );
      }
      return answers;
    },
    rollback: (transaction: Uint8Array) => client.rollback({ database, transaction }, caller),
    batchWrite: (writes: Write[]) =>
      captureAnswer(async () => (await client.batchWrite({ database, writes }, caller))[0]),
    get: (id: string, readTime?: ProtoTimestamp) =>
      captureAnswer(async (): Promise<Document> => {
        const request = { name: `${parent}/things/${id}`, ...(readTime ? { readTime } : {}) };
        return (await client.getDocument(request, caller))[0];
      }),
    /** The ids of the documents that a query finds. */
    query: (query: StructuredQuery, readTime?: ProtoTimestamp) =>
      captureAnswer(async () =>
        (await found(query, readTime)).map(({ name }) => name?.split('/').at(-1) ?? ''),
      ),
    documents: (query: StructuredQuery) => captureAnswer(() => found(query)),
    /** The values of aggregations over the documents that a query finds, by their aliases. */
    aggregate: (query: StructuredQuery, aggregations: Aggregation[]) =>
      captureAnswer(async () => {
        const structuredAggregationQuery = { structuredQuery: withCollection(query), aggregations };
        let fields: unknown;
        for await (const part of client.runAggregationQuery({ parent, structuredAggregationQuery }, caller)) {
          fields = (part as RunAggregationQueryResponse).result?.aggregateFields ?? fields;
        }
        return fields;
      }),
  };
}

async function captureAnswer<Result>(call: () => Promise<Result>): Promise<Answer<Result>> {
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
