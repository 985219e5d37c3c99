import { readBody, readFile } from './answer.ts';
import { KlayimError } from './klayim-error.ts';
import { readEvents, readLines } from './lines.ts';
import type {
  Answer,
  CallArguments,
  EventsOperationId,
  FileOperationId,
  Item,
  Line,
  LinesOperationId,
  NotModified,
  OperationId,
  PagesOperationId,
  ServerEvent,
} from './operations.ts';
import type { AnyCallInput } from './request.ts';
import type { RetryPolicy } from './retry.ts';
import { createSend, type SendOptions, type TokenProvider } from './send.ts';
import type { FetchCredentials } from './web-types.ts';

/** How a client is made. */
export interface KlayimClientOptions extends Partial<RetryPolicy> {
  /** Where the API is, such as `https://example.com/api`. */
  baseUrl: string;
  /** Asked before each attempt: with Firebase, `({ forceRefresh }) => user.getIdToken(forceRefresh)`. */
  token?: TokenProvider;
  /**
   * Asked before each call: the organization that it is for, of a person who belongs to several. Null: the first of them.
   * Default: null.
   */
  organizationId?: () => string | null;
  /** For each attempt, in milliseconds. Default: 30,000. Of an answer in lines only the beginning is meant. */
  timeoutMs?: number;
  /** Whether the browser sends and keeps cookies. Default: `include`, which `startAuthorization` needs. */
  credentials?: FetchCredentials;
  /** Default: the global one. */
  fetch?: typeof fetch;
}

/** An answer with what its headers say, such as the `ETag` that an update needs. */
export interface FullAnswer<Id extends OperationId> {
  status: number;
  headers: Headers;
  /** Undefined when there is none, or when the caller has this version already (304). */
  body: Answer<Id> | NotModified<Id>;
}

/** An answer once its operation is out of sight. */
interface AnyAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** The API, typed by its contract. Every operation goes by its name in the documentation. */
export type KlayimClient = ReturnType<typeof createKlayimClient>;

/** Makes a client. It holds no state but its options. */
export function createKlayimClient(options: KlayimClientOptions) {
  const send = createSend({ ...defaults, ...options } satisfies SendOptions);

  function exchange(operationId: OperationId, input: AnyCallInput): Promise<AnyAnswer> {
    return send(operationId, input, async (response) => ({
      status: response.status,
      headers: response.headers,
      body: await readBody(response),
    }));
  }

  async function* stream<Piece>(
    operationId: OperationId,
    input: AnyCallInput,
    read: (body: ReadableStream<Uint8Array>) => AsyncIterable<Piece>,
  ): AsyncGenerator<Piece, void, undefined> {
    const response = await send(operationId, input, (answer) => Promise.resolve(answer));
    try {
      if (response.body) {
        yield* read(response.body);
      }
    } catch (cause) {
      input.signal?.throwIfAborted();
      const code = cause instanceof SyntaxError ? 'invalid_answer' : 'connection_lost';
      throw new KlayimError(code, { operationId, status: response.status, cause });
    }
  }

  return {
    /**
     * Calls an operation. A failed attempt is repeated when that may help and can do no harm.
     * @returns the answer's body; undefined when the operation answers none.
     * @throws {KlayimError}, or the reason of the caller's own signal.
     */
    async call<Id extends OperationId>(operationId: Id, ...input: CallArguments<Id>): Promise<Answer<Id>> {
      return (await exchange(operationId, inputOf(input))).body as Answer<Id>;
    },

    /** As `call`, with status and headers. */
    async callFully<Id extends OperationId>(
      operationId: Id,
      ...input: CallArguments<Id>
    ): Promise<FullAnswer<Id>> {
      return (await exchange(operationId, inputOf(input))) as FullAnswer<Id>;
    },

    /** Every item of a list, page after page, as they are taken. Throws as `call`. */
    async *items<Id extends PagesOperationId>(
      operationId: Id,
      ...input: CallArguments<Id>
    ): AsyncGenerator<Item<Id>, void, undefined> {
      const first = inputOf(input);
      // All pages are of one organization, whatever is chosen while they are taken.
      const organizationId = options.organizationId?.() ?? undefined;
      const headers = { 'X-Organization-Id': organizationId, ...first.headers };
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query = cursor === undefined ? first.query : { ...first.query, cursor };
        const { body } = await exchange(operationId, { ...first, headers, query });
        const page = body as { items: Item<Id>[]; nextCursor: string | null };
        yield* page.items;
        cursor = page.nextCursor;
      }
    },

    /** The whole answer as a file, such as CSV, byte for byte. Throws as `call`. */
    file<Id extends FileOperationId>(operationId: Id, ...input: CallArguments<Id>): Promise<Blob> {
      const call = inputOf(input);
      return send(operationId, call, (response) => readFile(response, call.onProgress));
    },

    /**
     * Every line of an answer, as it arrives. Only the beginning is repeated when it fails.
     * @throws {KlayimError} as `call`; connection_lost when the answer breaks off.
     */
    lines<Id extends LinesOperationId>(
      operationId: Id,
      ...input: CallArguments<Id>
    ): AsyncGenerator<Line<Id>, void, undefined> {
      return stream(operationId, inputOf(input), readLines) as AsyncGenerator<Line<Id>, void, undefined>;
    },

    /**
     * Every server-sent event of an answer, as it arrives, until the API ends it. Unlike a browser's `EventSource` it
     * sends the token. Throws as `lines`.
     */
    events<Id extends EventsOperationId>(
      operationId: Id,
      ...input: CallArguments<Id>
    ): AsyncGenerator<ServerEvent<Id>, void, undefined> {
      return stream(operationId, inputOf(input), readEvents) as AsyncGenerator<
        ServerEvent<Id>,
        void,
        undefined
      >;
    },
  };
}

/** The contract's types end here: what follows takes any call. */
function inputOf([input]: readonly unknown[]): AnyCallInput {
  return (input ?? {}) as AnyCallInput;
}

const defaults: Omit<SendOptions, 'baseUrl'> = {
  token: () => null,
  organizationId: () => null,
  timeoutMs: 30_000,
  retries: 3,
  baseDelayMs: 250,
  maxDelayMs: 20_000,
  credentials: 'include',
  // Looked up at each call, and called as a global: browsers insist on that.
  fetch: (...request) => fetch(...request),
};
