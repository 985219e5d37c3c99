import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { makeWebhookSecret, signWebhook } from './webhook-signature.ts';

const body = '{"type":"connection.connected","data":{"name":"Żółć"}}';
const signed = () => ({ id: 'event-1', timestamp: Math.floor(Date.now() / 1000), body });

it('signs as the official library verifies', () => {
  const secret = makeWebhookSecret();
  expect(new Webhook(secret).verify(body, signWebhook([secret], signed()))).toEqual(JSON.parse(body));
});

it('signs as the official library signs', () => {
  const secret = makeWebhookSecret();
  const { id, timestamp } = signed();
  const expected = new Webhook(secret).sign(id, new Date(timestamp * 1000), body);
  expect(signWebhook([secret], { id, timestamp, body })['webhook-signature']).toBe(expected);
});

it('is verified by either of two secrets while one is replaced, and by no other', () => {
  const [current, previous] = [makeWebhookSecret(), makeWebhookSecret()];
  const headers = signWebhook([current, previous], signed());
  for (const secret of [current, previous]) {
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  }
  expect(() => new Webhook(makeWebhookSecret()).verify(body, headers)).toThrow('No matching signature');
});

it('makes secrets of 256 random bits', () => {
  const secret = makeWebhookSecret();
  expect(secret).toMatch(/^whsec_/);
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  expect(makeWebhookSecret()).not.toBe(secret);
});
