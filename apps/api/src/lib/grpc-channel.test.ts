import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGrpcChannel } from './grpc-channel.ts';

const message = Buffer.from('message');

describe('a gRPC channel', () => {
  let server: Http2Server;
  const sessions: ServerHttp2Session[] = [];
  afterEach(() => {
    for (const session of sessions.splice(0)) {
      session.destroy();
    }
    server.close();
  });

  async function channelTo(answer: (stream: ServerHttp2Stream) => void, timeoutMs = 20_000) {
    server = createServer();
    server.on('session', (session) => sessions.push(session));
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      answer(stream);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const channel = createGrpcChannel(`http://127.0.0.1:${port}`, timeoutMs);
    return { channel, call: () => channel.call('/service/method', [], message) };
  }

  function answerWith(stream: ServerHttp2Stream, status: string, pieces: readonly string[]) {
    stream.respond({ ':status': 200 }, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
    for (const piece of pieces) {
      stream.write(piece);
    }
    stream.end();
  }

  it('gives all that came back, when the call ended with OK', async () => {
    const { call } = await channelTo((stream) => answerWith(stream, '0', ['one', 'two']));
    expect((await call()).toString()).toBe('onetwo');
  });

  it.each(['1', '4', '14'])('fails a call that ended with %s, whatever came before', async (status) => {
    const { call } = await channelTo((stream) => answerWith(stream, status, ['one']));
    await expect(call()).rejects.toThrow(`ended with ${status}`);
  });

  it('fails a call whose answer is cut short', async () => {
    const { call } = await channelTo((stream) => {
      stream.respond({ ':status': 200 });
      stream.close(2);
    });
    await expect(call()).rejects.toThrow();
  });

  it('ends a connection that does not answer, and opens another', async () => {
    const { call } = await channelTo((stream) => {
      if (sessions.length > 1) {
        answerWith(stream, '0', ['here']);
      }
    }, 2_000);
    await expect(call()).rejects.toThrow();
    expect((await call()).toString()).toBe('here');
  });

  it('opens another connection when the server goes away', async () => {
    const { call } = await channelTo((stream) => answerWith(stream, '0', ['here']));
    await call();
    const [first] = sessions;
    const closed = first && once(first, 'close');
    first?.close();
    await closed;
    expect((await call()).toString()).toBe('here');
    expect(sessions).toHaveLength(2);
  });

  it('has room for ninety calls at once', async () => {
    const { channel, call } = await channelTo(() => undefined);
    const calls = Array.from({ length: 90 }, (_, index) => {
      expect(channel.hasRoom(), `call ${index}`).toBe(true);
      return call().catch(() => 'ended');
    });
    expect(channel.hasRoom()).toBe(false);
    await once(server, 'stream');
    for (const session of sessions) {
      session.destroy();
    }
    await Promise.all(calls);
    expect(channel.hasRoom()).toBe(true);
  });
});
