import { describe, expect, expectTypeOf, it } from 'vitest';
import { catchError, useScriptedClient } from '../test/scripted-client.ts';
import { hangUp } from '../test/scripted-server.ts';
import type { KlayimClientOptions, Schemas } from './index.ts';

const { server, clientOf } = useScriptedClient();

describe('an answer that is a file', () => {
  it('is returned byte for byte, after another attempt if it broke off', async () => {
    const bytes = Buffer.from('\ufeffname,email\r\nAdé,a@b.example\r\n');
    server().answerWith(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).write(bytes.subarray(0, 5));
        setTimeout(() => response.destroy(), 20);
      },
      (response) => response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(bytes),
    );
    const file = await clientOf().file('exportEmployees');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    expect(file.type).toBe('text/csv;charset=utf-8');
  });

  it('is told of as it arrives, anew for each attempt', async () => {
    const csv = { 'content-type': 'text/csv' };
    server().answerWith(
      (response) => {
        response.writeHead(200, csv).write('one\r\ntwo\r\n');
        setTimeout(() => response.destroy(), 20);
      },
      (response) => {
        response.writeHead(200, csv).write('one\r\n');
        setTimeout(() => response.end('two\r\nthree'), 20);
      },
    );
    const told: unknown[] = [];
    const file = await clientOf().file('exportEmployees', { onProgress: (arrived) => told.push(arrived) });
    expect(await file.text()).toBe('one\r\ntwo\r\nthree');
    expect(told).toEqual([
      { bytes: 10, lines: 2 },
      { bytes: 5, lines: 1 },
      { bytes: 15, lines: 2 },
    ]);
  });

  it('is not returned when the API says that it failed', async () => {
    server().answerWith((response) =>
      response.writeHead(403, { 'content-type': 'application/problem+json' }).end(
        JSON.stringify({
          code: 'insufficient_role',
          title: 'Insufficient role',
          status: 403,
          remedy: 'none',
        }),
      ),
    );
    expect(await catchError(clientOf().file('exportEmployees'))).toMatchObject({ code: 'insufficient_role' });
  });
});

describe('an answer in lines', () => {
  const ndjson = { 'content-type': 'application/x-ndjson' };
  const ids = async (options?: Partial<KlayimClientOptions>) => {
    const seen: string[] = [];
    for await (const { id } of clientOf(options).lines('exportAuditEvents')) {
      seen.push(id);
    }
    return seen;
  };

  it('is read line by line, wherever the pieces end', async () => {
    const text = Buffer.from('{"id":"é"}\n{"id":"b"}\n\n{"id":"c"}');
    server().answerWith((response) => {
      response.writeHead(200, ndjson);
      for (const byte of text) {
        response.write(Uint8Array.of(byte));
      }
      response.end();
    });
    await expect(ids()).resolves.toEqual(['é', 'b', 'c']);
    server().answerWith((response) => response.writeHead(200, ndjson).end());
    await expect(ids()).resolves.toEqual([]);
  });

  it('may take longer than an attempt, once it has begun', async () => {
    server().answerWith((response) => {
      response.writeHead(200, ndjson).write('{"id":"a"}\n');
      setTimeout(() => response.end('{"id":"b"}\n'), 700);
    });
    await expect(ids({ timeoutMs: 500 })).resolves.toEqual(['a', 'b']);
  });

  it('says when it broke off, and what cannot be read', async () => {
    server().answerWith(hangUp, (response) => {
      response.writeHead(200, ndjson).write('{"id":"a"}\n');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await catchError(ids())).toMatchObject({ code: 'connection_lost' });
    expect(server().received()).toHaveLength(2);
    server().answerWith((response) => response.writeHead(200, ndjson).end('{"id":\n'));
    expect(await catchError(ids())).toMatchObject({ code: 'invalid_answer' });
  });

  it('is released when the reader has enough', async () => {
    const closed = Promise.withResolvers<void>();
    server().answerWith((response) => {
      response.on('close', closed.resolve);
      response.writeHead(200, ndjson).write('{"id":"a"}\n{"id":"b"}\n');
    });
    for await (const { id } of clientOf().lines('exportAuditEvents')) {
      expect(id).toBe('a');
      break;
    }
    await closed.promise;
  });
});

describe('server-sent events', () => {
  const sse = { 'content-type': 'text/event-stream' };
  const follow = () =>
    clientOf({ token: () => 'id-token' }).events('followEmployeeImport', { path: { id: 'one' } });

  it('are read as they arrive, with the token that EventSource cannot send', async () => {
    server().answerWith((response) => {
      const text =
        ': hello\n\nevent: progress\ndata: {"status":\ndata: "queued"}\n\nid: 7\r\ndata: {"status":"é"}\r\n\r\n';
      response.writeHead(200, sse);
      for (const byte of Buffer.from(text)) {
        response.write(Uint8Array.of(byte));
      }
      response.end('data: {"status":"never finished"}');
    });
    const seen: unknown[] = [];
    for await (const event of follow()) {
      seen.push(event);
    }
    expect(seen).toEqual([
      { event: 'progress', data: { status: 'queued' } },
      { event: 'message', data: { status: 'é' } },
    ]);
    expect(server().received()[0]?.headers).toMatchObject({ authorization: 'Bearer id-token' });
    expectTypeOf<ReturnType<typeof follow>>().toExtend<AsyncGenerator<{ data: Schemas['EmployeeImport'] }>>();
  });

  it('are released when the reader has enough, and say when they broke off', async () => {
    const closed = Promise.withResolvers<void>();
    server().answerWith((response) => {
      response.on('close', closed.resolve);
      response.writeHead(200, sse).write('data: {}\n\n');
    });
    for await (const _event of follow()) {
      break;
    }
    await closed.promise;
    server().answerWith((response) => {
      response.writeHead(200, sse).write('data: {}\n\n');
      setTimeout(() => response.destroy(), 20);
    });
    const all = async () => {
      for await (const _event of follow()) {
      }
    };
    expect(await catchError(all())).toMatchObject({ code: 'connection_lost' });
  });
});
