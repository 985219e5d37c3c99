import type { components, operations } from './generated/api.ts';
import type { FetchBody } from './web-types.ts';

/** The contract's own names for its shapes. */
export type Schemas = components['schemas'];

/** An operation's name, as in the documentation. */
export type OperationId = keyof operations;

type Success = 200 | 201 | 202 | 203 | 204;
type Answers<Id extends OperationId> = operations[Id]['responses'];
type Contents<Id extends OperationId> = {
  [Status in keyof Answers<Id> & Success]: Answers<Id>[Status] extends { content: infer Content }
    ? Content
    : undefined;
}[keyof Answers<Id> & Success];
type OfMedia<Content, Media extends string> = Content extends { [Type in Media]: infer Body } ? Body : never;

/** What an operation answers when it succeeds; undefined when it answers no body. */
export type Answer<Id extends OperationId> =
  | OfMedia<Contents<Id>, 'application/json'>
  | (Extract<Contents<Id>, undefined> extends never ? never : undefined);

/** Operations that answer line by line. */
export type LinesOperationId = {
  [Id in OperationId]: OfMedia<Contents<Id>, 'application/x-ndjson'> extends never ? never : Id;
}[OperationId];

/** One line of such an answer. */
export type Line<Id extends OperationId> = OfMedia<Contents<Id>, 'application/x-ndjson'>;

/** Operations that answer a file. */
export type FileOperationId = {
  [Id in OperationId]: OfMedia<Contents<Id>, 'text/csv'> extends never ? never : Id;
}[OperationId];

/** Operations that answer by server-sent events. */
export type EventsOperationId = {
  [Id in OperationId]: OfMedia<Contents<Id>, 'text/event-stream'> extends never ? never : Id;
}[OperationId];

/** One server-sent event; its data is parsed. */
export interface ServerEvent<Id extends OperationId> {
  /** Its name; `message` when it has none. */
  event: string;
  data: OfMedia<Contents<Id>, 'text/event-stream'>;
}

/** Undefined where the API may answer 304 to an `If-None-Match`. */
export type NotModified<Id extends OperationId> = 304 extends keyof Answers<Id> ? undefined : never;

/** Operations that answer page by page. */
export type PagesOperationId = {
  [Id in OperationId]: Answer<Id> extends { items: unknown[]; nextCursor: string | null } ? Id : never;
}[OperationId];

/** One item of such a list. */
export type Item<Id extends OperationId> = Answer<Id> extends { items: (infer Each)[] } ? Each : never;

/** `{ name: Part }`, optional when nothing in it is needed, and absent when there is no such part. */
type Input<Name extends string, Part> = [Exclude<Part, undefined>] extends [never]
  ? { [Key in Name]?: never }
  : undefined extends Part
    ? { [Key in Name]?: Exclude<Part, undefined> }
    : { [Key in Name]: Part };
/** A property that may be absent is seen as one that may be undefined, so that {@link Input} can tell. */
type Part<Whole, Name extends string> = Whole extends { [Key in Name]: infer Value }
  ? Value
  : Whole extends { [Key in Name]?: infer Value }
    ? Value | undefined
    : never;
type BodyOf<Request> = ContentOf<NonNullable<Request>> | Extract<Request, undefined>;
type ContentOf<Request> = Request extends { content: infer Content }
  ? Content extends { 'application/json': infer Json }
    ? Json
    : FetchBody
  : never;

type Parameters<Id extends OperationId> = operations[Id]['parameters'];

/** How one call is made, whatever the operation. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** For each attempt, in milliseconds. Default: the client's. */
  timeoutMs?: number;
  /** How often a failed attempt may be repeated. Default: the client's. */
  retries?: number;
  /** Told again and again how much of a file has arrived; from nothing on when the call is repeated. Other answers: never. */
  onProgress?: (arrived: Arrived) => void;
}

/** What of a file has arrived. */
export interface Arrived {
  bytes: number;
  lines: number;
}

/** What an operation takes: its path, query, headers and body as the contract has them, and how to call it. */
export type CallInput<Id extends OperationId> = Input<'path', Part<Parameters<Id>, 'path'>> &
  Input<'query', Part<Parameters<Id>, 'query'>> &
  Input<'headers', Part<Parameters<Id>, 'header'>> &
  Input<'body', BodyOf<Part<operations[Id], 'requestBody'>>> &
  CallOptions;

/** The input may be left out when nothing in it is needed. */
export type CallArguments<Id extends OperationId> =
  Record<string, never> extends CallInput<Id> ? [input?: CallInput<Id>] : [input: CallInput<Id>];
