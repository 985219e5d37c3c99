import type { Schemas } from '@klayim/client';

type Role = Schemas['Me']['organizations'][number]['role'];

/** Connections: the list, one of them, and connecting. */
export const connectionsText = {
  title: 'Connections',
  connect: 'Connect an account',
  counts: (attention: number, working: number) =>
    attention === 0
      ? `${working} working, none needs you`
      : `${attention === 1 ? '1 needs' : `${attention} need`} you, ${working} working`,
  attention: {
    title: 'Needs attention',
    since: 'Since',
  },
  all: 'All accounts',
  noAccess: 'None',
  filters: {
    label: 'Filter the accounts',
    search: 'Address begins with',
    sort: 'Order',
    provider: 'Provider',
    status: 'Status',
    any: 'Any',
    clear: 'Clear filters',
  },
  columns: {
    account: 'Account',
    status: 'Status',
    access: 'Access',
    lastUsed: 'Last used',
    renewal: 'Next renewal',
  },
  incidents: {
    unavailable: (providers: string) =>
      `${providers} does not answer properly for anybody at the moment. Tokens that are still valid are served; the rest is tried again by itself.`,
    misconfigured: (providers: string) =>
      `${providers} rejects this service for everybody. Whoever runs this service has to act; nothing has to be done here.`,
  },
  none: {
    title: 'Nothing is connected yet',
    canConnect: 'Connect the first account: it takes two clicks and the provider’s own page.',
    cannotConnect: 'An owner or an administrator of your organization can connect the first account.',
  },
  noMatch: {
    title: 'No account fits these filters',
    explanation: 'Change the search or the filters to see more.',
  },
  status: {
    working: 'Working',
    missingAccess: 'Access missing',
    endsSoon: 'Will end',
    retrying: 'Being retried',
    reconnect: 'Needs reconnecting',
    refused: 'Refused by provider',
    misconfigured: 'Set-up fault',
    unavailable: 'Provider unavailable',
    disconnected: 'Disconnected',
  },
  orders: {
    createdAt: 'Newest first',
    lastUsedAt: 'Last used first',
    expiresAt: 'Next renewal first',
    account: 'By address',
  },
  statusFilter: {
    connected: 'Connected',
    error: 'Broken',
    disconnected: 'Disconnected',
  },
  /** What is wrong and what to do, where no reason of the provider is known. */
  causes: {
    missingAccess: {
      what: 'Some of the access that was asked for was not granted.',
      action: 'Connect the account again and leave everything ticked.',
    },
    endsSoon: {
      what: 'The provider gave no access that lasts: the connection ends when its token does.',
      action: 'Connect the account again and allow access at any time.',
    },
    retrying: {
      what: 'The last renewal did not succeed.',
      action: 'Nothing has to be done: it is tried again by itself.',
    },
    misconfigured: {
      what: 'The provider rejects this application’s own registration.',
      action: 'Whoever runs this service has to mend it; the connection then recovers by itself.',
    },
  },
  actors: {
    person: 'The owner of the account can mend this.',
    administrator: 'The administrator of the account’s organization has to act first.',
    operator: 'Whoever runs this service has to act.',
    nobody: 'Nobody has to act.',
  },
  providerHelp: 'The provider’s page about it',
  renewal: {
    renewed: (time: string) => `Renewed by itself ${time}`,
    ends: (time: string) => `Ends ${time}`,
    none: 'None',
  },
  showDetails: (account: string) => `Details of ${account}`,
  actions: {
    reconnect: 'Reconnect',
    grant: 'Grant access',
    refresh: 'Refresh now',
    test: 'Test now',
    disconnect: 'Disconnect',
    remove: 'Delete for good',
    redirecting: (provider: string) => `Taking you to ${provider}…`,
  },
  /** Scopes in plain language, by the provider's own names. */
  scopes: {
    openid: 'Know which account it is',
    email: 'See the account’s email address',
    'https://www.googleapis.com/auth/userinfo.email': 'See the account’s email address',
    profile: 'See the account’s name',
    'https://www.googleapis.com/auth/userinfo.profile': 'See the account’s name',
    'https://www.googleapis.com/auth/calendar.readonly': 'Read calendars and events, never change them',
    'User.Read': 'See the account’s name and email address',
    'Calendars.Read': 'Read calendars and events, never change them',
    offline_access: 'Stay connected without a new sign-in',
  } as Record<string, string>,
  otherScope: (scope: string) => `Permission “${scope}”`,
  roleMayNot: (role: Role) =>
    role === 'member' ? 'As a member you see connections. Owners and administrators change them.' : '',
};
