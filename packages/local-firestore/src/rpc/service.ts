import type {
  handleBidiStreamingCall,
  sendUnaryData,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import type {
  ListenRequest,
  ListenResponse,
  WriteStreamRequest,
  WriteStreamResponse,
} from '../wire/messages.ts';
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
  const unary =
    <Request, Response>(method: (request: Request, context: CallContext) => Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
      method(call.request, createCallContext(server, call.metadata)).then(
        (response) => callback(null, response),
        (error: unknown) => callback(toRpcError(error)),
      );
    };
  const streaming =
    <Request, Response>(method: (request: Request, context: CallContext) => AsyncIterable<Response>) =>
    (call: ServerWritableStream<Request, Response>) => {
      void send(call, method(call.request, createCallContext(server, call.metadata)));
    };

  const listening: handleBidiStreamingCall<ListenRequest, ListenResponse> = (call) =>
    listen(call, createCallContext(server, call.metadata));
  const writing: handleBidiStreamingCall<WriteStreamRequest, WriteStreamResponse> = (call) =>
    void send(call, writeStream(call, createCallContext(server, call.metadata)));

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
  responses: AsyncIterable<Response>,
): Promise<void> {
  // Client libraries repeat a stream that fails before any headers came, with seconds of delay, whatever the status.
  call.sendMetadata(new Metadata());
  try {
    for await (const response of responses) {
      if (!(await writeMessage(call, response))) {
        return;
      }
    }
    call.end();
  } catch (error) {
    call.emit('error', toRpcError(error));
  }
}
