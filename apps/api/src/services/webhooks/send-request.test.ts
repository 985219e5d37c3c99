import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen, type RunningServer } from '../../../test/http/listen.ts';
import { AddressNotAllowedError, guardLookup } from './guarded-lookup.ts';
import { createRequestSender } from './send-request.ts';
import { checkWebhookUrl } from './webhook-url.ts';

const localhost: LookupAddress = { address: '127.0.0.1', family: 4 };
const publicAddress: LookupAddress = { address: '93.184.216.34', family: 4 };

describe('a request to a URL that somebody else has chosen', () => {
  let server: RunningServer;
  let port = '';
  let reached: string[] = [];
  let respond: Parameters<typeof listen>[0] = (_request, response) => response.end();

  beforeAll(async () => {
    server = await listen((request, response) => {
      reached.push(request.url ?? '');
      respond(request, response);
    });
    port = new URL(server.url).port;
  });
  beforeEach(() => {
    reached = [];
    respond = (_request, response) => response.end();
  });
  afterAll(() => server.close());

  const senderOf = (addresses: readonly LookupAddress[], allowsLoopback = false, timeoutMs = 10_000) =>
    createRequestSender({
      resolveHost: async () => addresses,
      allowsLoopback: () => allowsLoopback,
      timeoutMs,
    });
  const request = (url: string) => ({ url, headers: {}, body: '{}' });
  const local = () => request(`${server.url}/hook`);

  /** Every form of a URL that leads to the machine itself, to its network, or to a cloud's metadata. */
  const corpus = () => [
    `https://127.0.0.1:${port}/`,
    `https://2130706433:${port}/`,
    `https://0x7f000001:${port}/`,
    `https://0x7f.0.0.1:${port}/`,
    `https://017700000001:${port}/`,
    `https://0177.0.0.01:${port}/`,
    `https://127.1:${port}/`,
    `https://127.0.1:${port}/`,
    `https://127.0.0.1.:${port}/`,
    `https://①②⑦.⓪.⓪.①:${port}/`,
    `https://0:${port}/`,
    `https://0.0.0.0:${port}/`,
    `https://[::1]:${port}/`,
    `https://[::]:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://[::ffff:7f00:1]:${port}/`,
    `https://[::127.0.0.1]:${port}/`,
    `https://[64:ff9b::127.0.0.1]:${port}/`,
    `https://[2002:7f00:1::]:${port}/`,
    'https://[fd00:ec2::254]/latest/meta-data/',
    'https://[fe80::1]/',
    'https://169.254.169.254/computeMetadata/v1/',
    'https://2852039166/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    `https://hooks.example.com@127.0.0.1:${port}/`,
    `https://user:secret@hooks.example.com/`,
    `http://hooks.example.com/`,
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `ftp://127.0.0.1:${port}/`,
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'https://hooks.example.com/#fragment',
    '//127.0.0.1/',
    'hooks.example.com',
    '',
  ];

  it('is refused when it leads to an internal address', () => {
    for (const url of corpus()) {
      expect(() => checkWebhookUrl(url, { allowsLoopback: false }), url).toThrow(
        expect.objectContaining({ code: 'webhook_url_not_allowed' }),
      );
    }
  });

  it('is never sent to an internal address, even if such a URL were stored', async () => {
    // Whatever name is looked up leads to this machine.
    const send = senderOf([localhost]);
    for (const url of corpus().filter((each) => URL.canParse(each))) {
      await expect(send(request(url)), url).resolves.toEqual({
        status: null,
        failure: 'address_not_allowed',
      });
    }
    expect(reached).toEqual([]);
  });

  it.each([
    'localhost',
    'localhost.',
    'hooks.example.com',
    'metadata.google.internal',
    'xn--bcher-kva.example',
  ])('is not sent to a name that leads inside (%s)', async (name) => {
    await expect(senderOf([localhost])(request(`https://${name}:${port}/`))).resolves.toMatchObject({
      failure: 'address_not_allowed',
    });
    expect(reached).toEqual([]);
  });

  it('is not sent when one of several addresses is not public', async () => {
    for (const addresses of [
      [publicAddress, localhost],
      [localhost, publicAddress],
      [publicAddress, { address: '::1', family: 6 }],
    ]) {
      const sent = senderOf(addresses)(request(`https://hooks.example.com:${port}/`));
      await expect(sent).resolves.toMatchObject({ failure: 'address_not_allowed' });
    }
    expect(reached).toEqual([]);
  });

  it('looks a name up once for each connection', async () => {
    let lookups = 0;
    // Two forms of the machine itself, by turns.
    const send = createRequestSender({
      resolveHost: async () => {
        lookups += 1;
        return lookups % 2 === 1 ? [{ address: '::ffff:127.0.0.1', family: 6 }] : [localhost];
      },
      allowsLoopback: () => false,
    });
    for (const expected of [1, 2, 3]) {
      await expect(send(request(`https://rebind.example:${port}/`))).resolves.toMatchObject({
        failure: 'address_not_allowed',
      });
      expect(lookups).toBe(expected);
    }
    expect(reached).toEqual([]);
  });

  it('goes to the addresses that were checked, wherever the name leads a moment later', async () => {
    const answers = [[publicAddress], [localhost]];
    const lookUp = guardLookup(async () => answers.shift() ?? [], false);
    const connectsTo = () =>
      new Promise((resolve) => {
        lookUp('rebind.example', { all: true }, (error, addresses) => resolve(error ?? addresses));
      });
    // What a socket is given is all that it connects to: the name is not looked up again for it.
    await expect(connectsTo()).resolves.toEqual([publicAddress]);
    expect(answers).toHaveLength(1);
    await expect(connectsTo()).resolves.toBeInstanceOf(AddressNotAllowedError);
  });

  it('takes only the plain forms of loopback where emulators run, and no name that leads there', async () => {
    for (const url of [
      `http://2130706433:${port}/`,
      `http://127.1:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      `http://localhost.:${port}/`,
      `http://localhost@10.0.0.1/`,
      `http://127.0.0.1.nip.example:${port}/`,
      'http://169.254.169.254/',
      'http://10.0.0.1/',
      `https://127.0.0.1:${port}/`,
    ]) {
      expect(() => checkWebhookUrl(url, { allowsLoopback: true }), url).toThrow();
      await expect(senderOf([localhost], true)(request(url)), url).resolves.toMatchObject({
        failure: 'address_not_allowed',
      });
    }
    expect(reached).toEqual([]);
    expect(checkWebhookUrl(local().url, { allowsLoopback: true })).toBe(local().url);
    await expect(senderOf([], true)(local())).resolves.toEqual({ status: 200, body: '' });
  });

  it('follows no redirect', async () => {
    respond = (_request, response) => response.writeHead(302, { location: `${server.url}/inside` }).end();
    await expect(senderOf([], true)(local())).resolves.toMatchObject({ status: 302 });
    expect(reached).toEqual(['/hook']);
  });

  it('reads 4 KiB of an answer that never ends', async () => {
    respond = (_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(16_384))) {
          // Until the connection takes no more.
        }
      };
      response.on('drain', more);
      more();
    };
    const answer = await senderOf([], true)(local());
    expect(answer.status).toBe(200);
    expect('body' in answer && answer.body).toHaveLength(4_096);
  });

  it('gives up on a server that does not answer', async () => {
    respond = () => undefined;
    await expect(senderOf([], true, 50)(local())).resolves.toEqual({ status: null, failure: 'timeout' });
  });

  it('takes the status of an answer that is cut off', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('x', () => response.destroy());
    };
    await expect(senderOf([], true)(local())).resolves.toEqual({ status: 200, body: 'x' });
  });

  it('reports a server that does not exist', async () => {
    await expect(senderOf([], true)(request('http://127.0.0.1:1/'))).resolves.toEqual({
      status: null,
      failure: 'network_error',
    });
  });
});
