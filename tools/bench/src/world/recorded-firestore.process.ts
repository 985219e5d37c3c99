/**
 * A Firestore that answers queries as it has answered them before, byte for byte, for next to no processor time; a query
 * that is new, and every other call, it passes on to a real one. The local Firestore looks at every document of a
 * collection for a query: with 10,000 of them that takes forty times as long as what is measured.
 */
import {
  connect,
  constants,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../harness/child.ts';

interface Recording {
  body: Buffer;
  trailers: IncomingHttpHeaders;
}

const target = connect(`http://${process.env['FIRESTORE_EMULATOR_HOST']}`);
const recordings = new Map<string, Promise<Recording>>();

const server = createServer();
server.on('stream', (stream, headers) => {
  // A client that goes away is no fault.
  stream.on('error', () => stream.close());
  answer(stream, headers).catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
answerParent(() => Promise.resolve(`127.0.0.1:${port}`));

async function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
  const { body, trailers } = await answerTo(headers, await readBytes(stream));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
  stream.once('wantTrailers', () =>
    stream.sendTrailers({ 'grpc-status': trailers['grpc-status'], 'grpc-message': trailers['grpc-message'] }),
  );
  stream.end(body);
}

function answerTo(headers: IncomingHttpHeaders, request: Buffer): Promise<Recording> {
  if (!headers[':path']?.endsWith('/RunQuery')) {
    return passOn(headers, request);
  }
  const key = request.toString('base64');
  const recording = recordings.get(key) ?? passOn(headers, request);
  recordings.set(key, recording);
  return recording;
}

async function readBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function passOn(headers: IncomingHttpHeaders, request: Buffer): Promise<Recording> {
  const call = target.request({
    ':method': 'POST',
    ':path': headers[':path'],
    'content-type': 'application/grpc+proto',
    te: 'trailers',
    authorization: headers.authorization ?? '',
  });
  let trailers: IncomingHttpHeaders = {};
  const keep = (received: IncomingHttpHeaders) => {
    if (received['grpc-status'] !== undefined) {
      trailers = received;
    }
  };
  call.on('response', keep);
  call.on('trailers', keep);
  call.end(request);
  const body = await readBytes(call);
  return { body, trailers };
}
