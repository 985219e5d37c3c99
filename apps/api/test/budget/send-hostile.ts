import { connect } from 'node:net';

/** One request as it goes over the wire. */
export interface HostileRequest {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
  /** `chunked`: without a length. A number: the length that is claimed. Default: the true one. */
  length?: 'chunked' | number;
}

const chunkBytes = 65_536;

/**
 * Sends a request byte by byte as it is told, which no client library would.
 * @returns the status, or `closed` when the connection ended without an answer.
 */
export function sendHostile(port: number, request: HostileRequest): Promise<number | 'closed'> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const finish = () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      socket.destroy();
      resolve(status === undefined ? 'closed' : Number(status));
    };
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
      if (isWhole(answer)) {
        finish();
      }
    });
    // A server that has answered need not read on: what it said still counts.
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(`${headOf(request)}\r\n\r\n`);
    void writeBody(socket, request);
  });
}

function headOf({ method, path, headers, body, length }: HostileRequest): string {
  const framing =
    length === 'chunked'
      ? { 'transfer-encoding': 'chunked' }
      : { ...((body || length) && { 'content-length': String(length ?? body?.length) }) };
  const lines = Object.entries({ host: 'api.example', connection: 'close', ...headers, ...framing });
  return [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
}

async function writeBody(
  socket: ReturnType<typeof connect>,
  { body, length }: HostileRequest,
): Promise<void> {
  for (let at = 0; body && at < body.length && socket.writable; at += chunkBytes) {
    const piece = body.subarray(at, at + chunkBytes);
    if (length === 'chunked') {
      socket.write(`${piece.length.toString(16)}\r\n`);
    }
    const hasRoom = socket.write(piece);
    if (length === 'chunked') {
      socket.write('\r\n');
    }
    if (!hasRoom) {
      await drained(socket);
    }
  }
  if (length === 'chunked' && socket.writable) {
    socket.write('0\r\n\r\n');
  }
  // More was promised than there is: nobody waits for it.
  if (typeof length === 'number' && length > (body?.length ?? 0)) {
    socket.end();
  }
}

function drained(socket: ReturnType<typeof connect>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.once('drain', done);
    socket.once('close', done);
  });
}

/** Whether an answer has come as far as its body's end, or has none that is awaited. */
function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) {
    return false;
  }
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  return length !== undefined && answer.length >= end + 4 + Number(length);
}
