import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hangUp, json, problem, startScriptedServer } from '../test/scripted-server.ts';

/** Everything that a page has and the client may use: no `process`, no `Buffer`, no `require`. */
const webGlobals = {
  AbortController,
  AbortSignal,
  DOMException,
  Headers,
  ReadableStream,
  TextDecoderStream,
  TransformStream,
  URLSearchParams,
  clearTimeout,
  crypto,
  setTimeout,
};

let server: Awaited<ReturnType<typeof startScriptedServer>>;
let bundle = '';
beforeAll(async () => {
  server = await startScriptedServer();
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'klayim',
    target: ['chrome120', 'firefox120', 'safari17'],
    minify: true,
  });
  bundle = outputFiles[0]?.text ?? '';
});
afterAll(() => server.stop());

/** Runs the code of a page, which finds the client as `klayim` and the API at `baseUrl`; gives what it returns. */
async function inPage(code: string): Promise<unknown> {
  const page = createContext({
    ...webGlobals,
    baseUrl: server.url,
    // As in browsers: it refuses to be called as a method of something else.
    fetch(this: unknown, ...request: Parameters<typeof fetch>) {
      if (this !== undefined && this !== page) {
        throw new TypeError('Illegal invocation');
      }
      // With it, Chromium asks for permission (CORS) before each call.
      if (request[1]?.cache !== undefined) {
        throw new TypeError('no cache mode is needed');
      }
      return fetch(...request);
    },
  });
  new Script(bundle).runInContext(page);
  // Across the border of the realm only as text.
  const text = new Script(`(async () => JSON.stringify(await (async () => {${code}})()))()`);
  return JSON.parse((await text.runInContext(page)) as string);
}

describe('in a browser’s realm', () => {
  it('needs nothing of Node, and is small', () => {
    expect(bundle).not.toMatch(/\bprocess\b|\bBuffer\b|\brequire\b|node:/);
    expect(bundle.length).toBeLessThan(32_768);
  });

  it('calls, repeats, and reads lists', async () => {
    server.answerWith(
      hangUp,
      json(200, { items: [{ id: 'a' }], nextCursor: 'next' }),
      json(200, { items: [{ id: 'b' }], nextCursor: null }),
    );
    const seen = await inPage(`
      const client = klayim.createKlayimClient({ baseUrl, token: () => 'id-token', baseDelayMs: 1 });
      const seen = [];
      for await (const { id } of client.items('listIntegrations')) seen.push(id);
      return seen;
    `);
    expect(seen).toEqual(['a', 'b']);
    expect(server.received().at(-1)?.headers.authorization).toBe('Bearer id-token');
  });

  it('creates with a key, and reads lines and events', async () => {
    server.answerWith(
      json(201, { id: 'one' }),
      (response) => response.end('{"id":"a"}\n{"id":"b"}\n'),
      (response) => response.end('data: {"id":"c"}\n\n'),
    );
    const seen = await inPage(`
      const client = klayim.createKlayimClient({ baseUrl });
      const seen = [await client.call('importIntegration', { body: {} })];
      for await (const event of client.lines('exportAuditEvents')) seen.push(event);
      for await (const { data } of client.events('followEmployeeImport', { path: { id: 'one' } })) seen.push(data);
      return seen;
    `);
    expect(seen).toEqual([{ id: 'one' }, { id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(server.received()[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('throws its error, and ends in time', async () => {
    server.answerWith(problem(409, 'already_connected', 'none'), () => undefined);
    const codes = await inPage(`
      const client = klayim.createKlayimClient({ baseUrl, timeoutMs: 100, retries: 0 });
      const codes = [];
      for (const operation of ['listProviders', 'listProviders']) {
        try {
          await client.call(operation);
        } catch (error) {
          codes.push(klayim.isKlayimError(error) ? error.code : String(error));
        }
      }
      return codes;
    `);
    expect(codes).toEqual(['already_connected', 'timeout']);
  });
});
