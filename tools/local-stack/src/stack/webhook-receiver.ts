import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { escapeHtml, renderPage } from '@klayim/local-mail';
import { Webhook } from 'standardwebhooks';
import { StackError, sentenceOf } from '../stack-error.ts';
import { loopbackHost } from './ports.ts';

/** One event that the receiver took. */
export interface ReceivedWebhook {
  /** The `webhook-id`: the same for every attempt to deliver an event. */
  readonly id: string;
  readonly receivedAt: Date;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A receiver of webhooks on loopback, as a customer would write one, with a page that shows what came. */
export interface WebhookReceiver {
  /** The page. */
  readonly pageUrl: string;
  /** What to add as the URL of an endpoint. It answers the challenge. */
  readonly hookUrl: string;
  /** Believes what is signed with this secret from now on, as a customer who was shown it. */
  readonly trust: (secret: string) => void;
  /** What came, oldest first. */
  readonly webhooks: () => readonly ReceivedWebhook[];
  /** Whether a request is signed with a secret that is known, as the official library judges. */
  readonly isVerified: (webhook: ReceivedWebhook) => boolean;
  readonly stop: () => Promise<void>;
}

/** Older ones are forgotten. */
const maxWebhooks = 500;
const maxBodyBytes = 1_000_000;
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/**
 * Starts the receiver.
 *
 * @throws {StackError} when it cannot be started.
 */
export async function startWebhookReceiver(port: number): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const trusted: Webhook[] = [];
  const isVerified = ({ headers, body }: ReceivedWebhook) =>
    trusted.some((webhook) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
      const expected = webhook.sign(headers['webhook-id'] ?? '', at, body);
      return (headers['webhook-signature'] ?? '').split(' ').includes(expected);
    });

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const challenge = challengeIn(body);
    if (challenge !== undefined) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ challenge }));
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(
        (header): header is [string, string] => typeof header[1] === 'string',
      ),
    );
    received.push({ id: headers['webhook-id'] ?? '', receivedAt: new Date(), body, headers });
    received.splice(0, received.length - maxWebhooks);
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      receive(request, response).catch(() => response.writeHead(400).end());
      return;
    }
    response.writeHead(request.url === '/' ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
    });
    response.end(renderWebhooks(received, isVerified));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, loopbackHost, resolve);
    });
  } catch (error) {
    throw new StackError(`The receiver of webhooks does not start: ${sentenceOf(error)}`, { cause: error });
  }
  const pageUrl = `http://${loopbackHost}:${port}`;
  return {
    pageUrl,
    hookUrl: `${pageUrl}/hook`,
    trust: (secret) => void trusted.push(new Webhook(secret)),
    webhooks: () => received,
    isVerified,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new Error('The request is too large.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a request that proves an endpoint wants to have echoed; undefined for an event. */
function challengeIn(body: string): unknown {
  const { type, data } = JSON.parse(body) as { type?: unknown; data?: { challenge?: unknown } };
  return type === 'endpoint.verification' ? data?.challenge : undefined;
}

function renderWebhooks(
  webhooks: readonly ReceivedWebhook[],
  isVerified: (webhook: ReceivedWebhook) => boolean,
): string {
  const events = webhooks.toReversed().map((webhook) => {
    const signed = isVerified(webhook) ? 'signed with a known secret' : 'its secret is not known here';
    const at = webhook.receivedAt.toISOString();
    return `<h2><time datetime="${at}">${at.slice(11, 19)}</time> ${escapeHtml(webhook.id)}</h2>
<p>${signed}</p>
<pre>${escapeHtml(JSON.stringify(JSON.parse(webhook.body), null, 2))}</pre>`;
  });
  return renderPage(
    'Local webhooks',
    `<h1>Local webhooks</h1>
<p>What the receiver of this machine took. Add its URL with <code>/hook</code> as an endpoint to see your own. Reload to see more.</p>
${events.length === 0 ? '<p>No webhook yet.</p>' : events.join('\n')}`,
  );
}
