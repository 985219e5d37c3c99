import type { Schemas } from '@klayim/client';

/** API keys of backends. */
export const apiKeysText = {
  title: 'API keys',
  lead: 'Keys by which your own backends call the API. Each may do only what its scopes say.',
  list: 'API keys',
  none: {
    title: 'There is no API key yet',
    explanation: 'A backend that gets tokens or reads the directory by itself needs one.',
  },
  id: 'Id',
  created: 'Created',
  replaced: 'replaced',
  lastUsed: 'Last used',
  ends: 'Ends',
  ended: 'Ended',
  endless: 'No end',
  both: 'The replaced key works until',
  scopes: {
    'tokens:read': 'Get access tokens of connections',
    'integrations:read': 'See connections',
    'integrations:manage': 'Refresh, test, import and disconnect connections',
    'employees:read': 'Read the directory, without pay',
    'employees:write': 'Change and import the directory',
    'audit:read': 'Read what happened',
  } satisfies Record<Schemas['ApiKey']['scopes'][number], string>,
  create: {
    open: 'Create a key',
    title: 'Create an API key',
    name: 'Name',
    nameHint: 'Which backend uses it: lists and the activity show it.',
    nameMissing: 'Give it a name.',
    scopes: 'What it may do',
    scopesHint: 'As little as the backend needs.',
    scopesMissing: 'Tick at least one.',
    ends: 'Ends',
    never: 'Never',
    days: (days: number) => `In ${days} days`,
    confirm: 'Create',
    tooMany: 'Your organization has fifty keys, which is the limit. Revoke one first.',
  },
  rotate: {
    open: 'Replace',
    title: (name: string) => `Replace the key “${name}”`,
    explanation:
      'You get a new key with the same scopes. The old one works on for the time that you choose, so that backends can be changed one by one.',
    overlap: 'The old key works on for',
    confirm: 'Replace',
  },
  revoke: {
    open: 'Revoke',
    title: (name: string) => `Revoke the key “${name}”?`,
    explanation:
      'It is refused everywhere within a minute. Whatever uses it stops working, and it cannot be brought back.',
    confirm: 'Revoke for good',
    done: (name: string) => `The key “${name}” is revoked.`,
  },
  issued: {
    title: (name: string) => `The key “${name}”`,
    label: 'API key',
  },
};
