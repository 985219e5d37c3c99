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
    requiredAction: 'What it needs',
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
  actionFilter: {
    none: 'Nothing',
    reauthorize: 'Connecting again',
    grant_scopes: 'More access',
  },
  exportAll: 'Export as CSV',
  exportName: 'connections.csv',
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
};
