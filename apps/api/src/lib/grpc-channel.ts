import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from 'node:http2';

const mebibyte = 1_048_576;
/** Calls at once over one connection; Google's front ends take a hundred. */
const maxCalls = 90;
const statusOk = '0';

/** A call that did not end with OK. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  /** As the server has said; undefined when it has not. */
  readonly code: number | undefined;

  constructor(code: number | undefined, message: string) {
    super(message);
    this.code = code;
  }
}

/** One address that answers gRPC calls. */
export interface GrpcChannel {
  /** Whether one more call can be made at once. */
  hasRoom(): boolean;
  /**
   * Sends one message and gives all that comes back, as frames.
   * @throws {GrpcError} when the call did not end with OK, or not in time.
   */
  call(path: string, headers: Record<string, string>, frame: Buffer): Promise<Buffer>;
}

/**
 * gRPC over one HTTP/2 connection, which is opened when it is needed and again when it is lost. It keeps no process alive
 * but while a call waits.
 * @param origin `https://host` or `http://host:port`.
 * @param timeoutMs how long the server may take for a call, and how long a connection may be silent while calls wait.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export function createGrpcChannel(origin: string, timeoutMs: number): GrpcChannel {
  let current: ClientHttp2Session | undefined;
  let calls = 0;

  function connection(): ClientHttp2Session {
    if (current && !current.closed && !current.destroyed) {
      return current;
    }
    const made = connect(origin, { settings: { enablePush: false, initialWindowSize: mebibyte } });
    const forget = () => {
      if (current === made) {
        current = undefined;
      }
    };
    made.once('connect', () => made.setLocalWindowSize(mebibyte));
    // A failure is told by the calls that it ends.
    made.on('error', forget).on('goaway', forget).on('close', forget);
    // It went dead without a word, perhaps while the instance was frozen: the next call must not wait for it, too.
    made.setTimeout(timeoutMs, () => {
      if (calls > 0) {
        made.destroy();
      }
    });
    made.unref();
    current = made;
    return made;
  }

  function call(path: string, headers: Record<string, string>, frame: Buffer) {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const session = connection();
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: path,
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': `${timeoutMs}m`,
      ...headers,
    });
    calls += 1;
    session.ref();
    const chunks: Buffer[] = [];
    let status: string | undefined;
    let explanation: string | undefined;
    const keepStatus = (received: IncomingHttpHeaders) => {
      status = received['grpc-status']?.toString() ?? status;
      explanation = received['grpc-message']?.toString() ?? explanation;
    };
    stream.on('response', keepStatus).on('trailers', keepStatus);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // It is closed next.
    stream.on('error', (error) => {
      explanation ??= error.message;
    });
    stream.on('close', () => {
      calls -= 1;
      if (calls === 0) {
        session.unref();
      }
      if (status === statusOk) {
        const [only = Buffer.alloc(0), ...more] = chunks;
        resolve(more.length === 0 ? only : Buffer.concat(chunks));
      } else {
        const code = status === undefined ? undefined : Number(status);
        reject(new GrpcError(code, `The call ended with ${status ?? 'no status'}: ${explanation ?? ''}`));
      }
    });
    stream.end(frame);
    return promise;
  }

  return { hasRoom: () => calls < maxCalls, call };
}
