/** One connection: its page and what can be done there. */
export const connectionText = {
  results: {
    refreshed: 'Refreshed: the provider gave a new token just now.',
    tested: (account: string, durationMs: number) =>
      `The provider accepts the token of ${account}. It answered in ${durationMs} ms.`,
    testFailed: 'The provider does not accept the token.',
    otherAccount: (account: string) => `The provider says that the token is of another account: ${account}.`,
    testedScopes: {
      confirmed: 'The provider has just said what the token may do:',
      granted: 'The provider does not say what the token may do. Granted was:',
    },
    testedMissing: 'Asked for, and the token does not have it:',
    degraded: 'No new token could be had: this is the previous one, which is still valid.',
    disconnected: {
      revoked: 'Disconnected. The provider has confirmed that the access is revoked.',
      local_only:
        'Disconnected, and our copy of the access is erased. The provider was not told or did not confirm: remove the application in the account’s own security settings if it must end there, too.',
      shared:
        'Disconnected, and our copy of the access is erased. The provider keeps its grant, because another connection of this account still uses it.',
    },
  },
  disconnect: {
    title: (account: string) => `Disconnect ${account}?`,
    explanation:
      'Everything that uses this account stops getting access at once. The credentials are erased, and the provider is asked to revoke the access if no other connection uses it. The account and its history stay listed, so you can connect it again.',
    confirm: 'Disconnect',
  },
  remove: {
    title: (account: string) => `Delete ${account} for good?`,
    explanation:
      'The connection, its credentials and its history are erased. This cannot be undone: connecting the account later starts over.',
    confirm: 'Delete for good',
    done: 'The connection is deleted.',
  },
  detail: {
    back: 'All connections',
    facts: 'Details',
    provider: 'Provider',
    accountId: 'Account id',
    connectedSince: 'First connected',
    connectedBy: 'Connected by',
    lastUsed: 'Last used',
    lastRefreshed: 'Last renewed',
    renewals: 'Renewals so far',
    nextRenewal: 'Next renewal',
    accessEnds: 'Access ends',
    accessEndsBecause: {
      authorization_ends: 'The permission is limited in time. The account has to be connected again by then.',
      refresh_token_ends:
        'The provider limits how long it renews tokens. The account has to be connected again by then.',
      unused: 'The provider ends access that is not used. Each renewal postpones this automatically.',
    },
    access: 'Access',
    accessLead: 'What this account lets us do:',
    missing: 'Asked for and not granted:',
    never: 'Nothing else of the account can be reached, and your organization never learns its password.',
    gone: 'This connection is gone, or belongs to another organization.',
    history: 'What happened',
    refreshes: 'Last renewals',
    noRefresh: 'Nothing has been renewed yet.',
    refreshed: 'Renewed',
    notRefreshed: 'Not renewed',
    triggers: { sweep: 'by schedule', caller: 'for a caller', manual: 'on request' },
    took: (durationMs: number) => `${durationMs} ms`,
    usedBy: 'Used in the last 7 days by',
    unused: 'Nobody has asked for a token in the last 7 days.',
    days: (count: number) => (count === 1 ? 'on 1 day' : `on ${count} days`),
    noHistory: 'Nothing has happened yet.',
  },
};
