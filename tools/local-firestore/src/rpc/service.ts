import type {
  handleBidiStreamingCall,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import type {
  ListenRequest,
  ListenResponse,
  WriteStreamRequest,
  WriteStreamResponse,
} from '../model/messages.ts';
import { writeMessage } from '../wire/backpressure.ts';
import type { FirestoreService } from '../wire/protocol.ts';
import { RpcError, toRpcError } from '../wire/rpc-error.ts';
import { batchWrite, commit, createDocument, deleteDocument, updateDocument } from './commits.ts';
import { type CallContext, createCallContext, type ServerContext } from './context.ts';
import { batchGetDocuments, getDocument, listCollectionIds, listDocuments } from './documents.ts';
import { listen } from './listen.ts';
import { runAggregationQuery, runQuery } from './queries.ts';
import { beginTransaction, rollback } from './transactions.ts';
import { writeStream } from './write-stream.ts';

/**
 * The implementation of every method of the service, for a grpc-js server.
 * Methods that are not here answer UNIMPLEMENTED and say so.
 */
export function createService(
  service: FirestoreService,
  server: ServerContext,
): UntypedServiceImplementation {
  // A caller that cannot be made out is refused like any other failed call.
  const identifyCaller = async ({ metadata }: { readonly metadata: Metadata }): Promise<CallContext> =>
    createCallContext(server, metadata);
  const unary =
    <Request, Response>(method: (request: Request, context: CallContext) => Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
      identifyCaller(call)
        .then((context) => method(call.request, context))
        .then(
          (response) => callback(null, response),
          (error: unknown) => callback(toRpcError(error)),
        );
    };
  const streaming =
    <Request, Response>(method: (request: Request, context: CallContext) => AsyncIterable<Response>) =>
    (call: ServerWritableStream<Request, Response>) => {
      void send(call, async () => method(call.request, await identifyCaller(call)));
    };

  const listening: handleBidiStreamingCall<ListenRequest, ListenResponse> = (call) => {
    const context = identifyCaller(call);
    context.catch((error: unknown) => call.emit('error', toRpcError(error)));
    listen(call, context);
  };
  const writing: handleBidiStreamingCall<WriteStreamRequest, WriteStreamResponse> = (call) =>
    // A refused write must leave the stream open for its status.
    void send(call, async () =>
      writeStream(call.iterator({ destroyOnReturn: false }), await identifyCaller(call)),
    );

  const implemented: UntypedServiceImplementation = {
    BatchGetDocuments: streaming(batchGetDocuments),
    BatchWrite: unary(batchWrite),
    BeginTransaction: unary(beginTransaction),
    Commit: unary(commit),
    CreateDocument: unary(createDocument),
    DeleteDocument: unary(deleteDocument),
    GetDocument: unary(getDocument),
    ListCollectionIds: unary(listCollectionIds),
    ListDocuments: unary(listDocuments),
    Listen: listening,
    Rollback: unary(rollback),
    RunAggregationQuery: streaming(runAggregationQuery),
    RunQuery: streaming(runQuery),
    UpdateDocument: unary(updateDocument),
    Write: writing,
  };
  for (const name of Object.keys(service)) {
    implemented[name] ??= unary(() =>
      Promise.reject(new RpcError(status.UNIMPLEMENTED, `The local Firestore does not implement ${name}.`)),
    );
  }
  return implemented;
}

async function send<Request, Response>(
  call: ServerWritableStream<Request, Response> | ServerDuplexStream<Request, Response>,
  open: () => Promise<AsyncIterable<Response>>,
): Promise<void> {
  // Client libraries repeat a stream that fails before any headers came, with seconds of delay, whatever the status.
  call.sendMetadata(new Metadata());
  try {
    for await (const response of await open()) {
      if (!(await writeMessage(call, response))) {
        return;
      }
    }
    call.end();
  } catch (error) {
    call.emit('error', toRpcError(error));
  }
}
