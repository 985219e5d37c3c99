import type { Schemas } from '@klayim/client';

type Endpoint = Schemas['WebhookEndpoint'];
type Delivery = Schemas['WebhookDelivery'];

/** Webhooks: the list, one of them, and what it was sent. */
export const webhooksText = {
  title: 'Webhooks',
  lead: 'Your own addresses that are told, signed, when a connection or the directory changes.',
  list: 'Webhooks',
  none: {
    title: 'There is no webhook yet',
    explanation: 'Add the address of a backend that wants to know when something changes.',
  },
  status: { enabled: 'On', unverified: 'Not verified', disabled: 'Off' } satisfies Record<
    Endpoint['status'],
    string
  >,
  disabledBy: {
    owner: 'An owner has switched it off.',
    gone: 'It was switched off because it answered that it is gone (410).',
    failing: 'It was switched off because it failed for five days.',
  },
  events: (count: number) => (count === 1 ? '1 kind of event' : `${count} kinds of events`),
  added: 'Added',
  failingSince: 'Failing since',
  unverified: 'It is sent nothing before it has answered the challenge.',
  failures: {
    address_not_allowed: 'its address is not one on the public internet',
    challenge_not_echoed: 'it answered, but without the challenge that it was sent',
    endpoint_disabled: 'it is switched off',
    network_error: 'it could not be reached',
    redirected: 'it redirects, which is not followed',
    refused: 'it answered with an error',
    secret_unreadable: 'its secret could not be read; replace it',
    timeout: 'it did not answer within ten seconds',
  } satisfies Record<NonNullable<Endpoint['lastFailure']>, string>,
  types: {
    'connection.connected': 'An account was connected',
    'connection.reauthorization_required': 'Somebody has to connect an account again',
    'connection.recovered': 'A broken connection works again',
    'connection.scopes_changed': 'A connection has more or less access',
    'connection.expiring': 'A connection ends in 7 days, or in 1 day',
    'connection.disconnected': 'An account was disconnected',
    'connection.deleted': 'A connection was deleted for good',
    'employees.changed': 'Employees were added, changed or removed',
    'import.finished': 'An import is over',
  } satisfies Record<Endpoint['events'][number], string>,
  test: 'Test',
  add: {
    open: 'Add a webhook',
    title: 'Add a webhook',
    url: 'URL',
    urlHint: 'https, at a public address. It is sent a challenge at once and has to send it back.',
    urlMissing: 'Write a URL.',
    events: 'What it is told of',
    eventsMissing: 'Tick at least one.',
    confirm: 'Add',
    tooMany: 'Your organization has ten webhooks, which is the limit. Delete one first.',
    added: 'The webhook is added',
    secret: 'Signing secret',
    verified: 'It has answered the challenge and is on.',
    notVerified: (why: string) =>
      `It has not answered the challenge: ${why}. Until it does, it is sent nothing. Mend it, then verify it on its page.`,
  },
};

/** One webhook. */
export const webhookText = {
  back: 'All webhooks',
  gone: 'This webhook is gone, or belongs to another organization.',
  lastFailure: (why: string) => `The last request failed: ${why}.`,
  actions: {
    verify: 'Verify again',
    enable: 'Switch on',
    disable: 'Switch off',
    test: 'Send a test event',
    rotate: 'Replace the secret',
    remove: 'Delete',
  },
  results: {
    verified: 'It has answered the challenge and is on.',
    notVerified: (why: string) => `It has not answered the challenge: ${why}.`,
    disabled: 'It is switched off. What waited for it is given up.',
    tested: 'The test event is on its way: it shows below.',
    saved: 'Saved.',
    replayed: 'The event is on its way once more.',
  },
  both: 'Requests are signed with the old and the new secret until',
  change: {
    title: 'Address and events',
    url: 'URL',
    urlHint: 'Another URL is sent the challenge again, and nothing else before it has answered.',
    events: 'What it is told of',
    save: 'Save',
  },
  rotate: {
    title: 'Replace the signing secret',
    explanation:
      'You get a new secret. Requests are signed with both for the time that you choose, so that your receiver can be changed without a pause.',
    overlap: 'The old secret counts for',
    confirm: 'Replace',
    issued: 'The new signing secret',
    secret: 'Signing secret',
  },
  remove: {
    title: 'Delete this webhook for good?',
    explanation: 'What waits to be delivered to it is given up, and what was delivered is no longer listed.',
    confirm: 'Delete for good',
  },
  log: {
    title: 'Deliveries',
    lead: 'What it was or will be sent in the last 30 days, newest first.',
    list: 'Deliveries',
    fileName: 'deliveries.csv',
    none: 'Nothing yet.',
    states: { pending: 'Waiting', delivered: 'Delivered', failed: 'Given up' } satisfies Record<
      Delivery['state'],
      string
    >,
    test: 'A test event',
    attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
    last: 'last',
    answered: (status: number) => `answered ${status}`,
    next: 'Next attempt',
    replay: 'Deliver again',
  },
};
