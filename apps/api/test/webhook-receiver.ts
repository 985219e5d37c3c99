import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { listen, type RunningServer } from './http/listen.ts';

/** A request that the receiver was sent, whatever it answered. */
export interface ReceivedWebhook {
  id: string;
  type: string;
  data: Record<string, unknown>;
  headers: Record<string, string>;
  body: string;
  /** What it was answered. */
  status: number;
}

/** A receiver of webhooks on loopback, as a customer would write one. */
export interface WebhookReceiver extends RunningServer {
  /** Everything that came, in its order. */
  received: ReceivedWebhook[];
  /** What was taken: answered with a 2xx, challenges apart. */
  taken(): ReceivedWebhook[];
  /** The status of all answers but those to challenges. Default: 204. */
  answer: (webhook: Omit<ReceivedWebhook, 'status'>) => number | Promise<number>;
  /** Whether challenges are echoed. Default: true. */
  echoes: boolean;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whether one of the signatures of a request is the official library's for this secret, whatever time a test is at. */
export function isSigned(
  { headers, body }: Pick<ReceivedWebhook, 'headers' | 'body'>,
  secret: string,
): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const expected = new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body);
  return (headers['webhook-signature'] ?? '').split(' ').includes(expected);
}

/** Starts a receiver. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readText(request);
    const headers = request.headers as Record<string, string>;
    const { type, data } = JSON.parse(body) as Pick<ReceivedWebhook, 'type' | 'data'>;
    const webhook = { id: headers['webhook-id'] ?? '', type, data, headers, body };
    if (type === 'endpoint.verification') {
      received.push({ ...webhook, status: 200 });
      const challenge = receiver.echoes ? data['challenge'] : 'something else';
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ challenge }));
      return;
    }
    const status = await receiver.answer(webhook);
    received.push({ ...webhook, status });
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  };
  const server = await listen((request, response) => void receive(request, response));
  const receiver: WebhookReceiver = {
    ...server,
    received,
    taken: () =>
      received.filter(
        ({ type, status }) => type !== 'endpoint.verification' && status >= 200 && status < 300,
      ),
    answer: () => 204,
    echoes: true,
  };
  return receiver;
}
