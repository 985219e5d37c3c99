import { connect } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { listen } from '../../test/http/listen.ts';
import { readUpload } from './upload.ts';

it('a client that goes away during an upload is not logged as an error of the service', async () => {
  const outcome = Promise.withResolvers<unknown>();
  const app = express();
  app.post('/', async (request) => {
    try {
      const upload = readUpload({ mediaTypes: ['text/csv'], limitBytes: 1_000 }, request);
      for await (const _chunk of upload) {
        socket.destroy();
      }
      outcome.resolve('read to its end');
    } catch (error) {
      outcome.resolve(error);
    }
  });
  const server = await listen(app);
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\nname,email\n',
  );
  expect(await outcome.promise).toMatchObject({
    code: 'invalid_request',
    faults: [{ in: 'body', message: 'ended before it was complete' }],
  });
  await server.close();
});
