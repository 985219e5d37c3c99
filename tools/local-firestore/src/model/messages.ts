import type { google } from '@google-cloud/firestore/build/protos/firestore_v1_proto_api.js';

/** `google.firestore.v1` messages as this package passes them around: camel case, enums and int64 as strings. */
export type Document = google.firestore.v1.IDocument;
export type Value = google.firestore.v1.IValue;
export interface Fields {
  [name: string]: Value;
}
/** `verify` names a document that must be as it was read; client SDKs send it, and the published protocol lacks it. */
export type Write = google.firestore.v1.IWrite & { readonly verify?: string };
export type WriteResult = google.firestore.v1.IWriteResult;
export type Filter = google.firestore.v1.StructuredQuery.IFilter;
export type StructuredQuery = google.firestore.v1.IStructuredQuery;
export type Target = google.firestore.v1.ITarget;
export type ProtoTimestamp = google.protobuf.ITimestamp;
export type TransactionOptions = google.firestore.v1.ITransactionOptions;

export type BatchGetDocumentsRequest = google.firestore.v1.IBatchGetDocumentsRequest;
export type BatchGetDocumentsResponse = google.firestore.v1.IBatchGetDocumentsResponse;
export type BatchWriteRequest = google.firestore.v1.IBatchWriteRequest;
export type BatchWriteResponse = google.firestore.v1.IBatchWriteResponse;
export type BeginTransactionRequest = google.firestore.v1.IBeginTransactionRequest;
export type BeginTransactionResponse = google.firestore.v1.IBeginTransactionResponse;
export type CommitRequest = Omit<google.firestore.v1.ICommitRequest, 'writes'> & { writes?: Write[] | null };
export type CommitResponse = google.firestore.v1.ICommitResponse;
export type CreateDocumentRequest = google.firestore.v1.ICreateDocumentRequest;
export type DeleteDocumentRequest = google.firestore.v1.IDeleteDocumentRequest;
export type GetDocumentRequest = google.firestore.v1.IGetDocumentRequest;
export type ListCollectionIdsRequest = google.firestore.v1.IListCollectionIdsRequest;
export type ListCollectionIdsResponse = google.firestore.v1.IListCollectionIdsResponse;
export type ListDocumentsRequest = google.firestore.v1.IListDocumentsRequest;
export type ListDocumentsResponse = google.firestore.v1.IListDocumentsResponse;
export type ListenRequest = google.firestore.v1.IListenRequest;
export type ListenResponse = google.firestore.v1.IListenResponse;
export type RollbackRequest = google.firestore.v1.IRollbackRequest;
export type RunAggregationQueryRequest = google.firestore.v1.IRunAggregationQueryRequest;
export type RunAggregationQueryResponse = google.firestore.v1.IRunAggregationQueryResponse;
export type RunQueryRequest = google.firestore.v1.IRunQueryRequest;
export type RunQueryResponse = google.firestore.v1.IRunQueryResponse;
export type UpdateDocumentRequest = google.firestore.v1.IUpdateDocumentRequest;
export type WriteStreamRequest = google.firestore.v1.IWriteRequest;
export type WriteStreamResponse = google.firestore.v1.IWriteResponse;
