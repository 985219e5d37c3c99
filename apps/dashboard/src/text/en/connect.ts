/** The catalogue, and how a connection attempt ended. */
export const connectText = {
  title: 'Connect an account',
  lead: 'Choose what to connect. You sign in at the provider’s own page and come back here.',
  choose: (provider: string) => `Connect ${provider}`,
  mayNot: 'As a member you see connections. Owners and administrators change them.',
  asksFor: 'It asks for:',
  notConfigured: 'Not set up yet: the operator of this service has to register it at the provider first.',
  returning: 'How it went',
  connected: {
    title: 'The account is connected',
    partial: 'The account is connected, but some access was not granted',
    partialNext:
      'Reconnect it and leave everything ticked, or go on without: what needs the missing access fails.',
    short: 'The account is connected, but only for about an hour',
    shortNext: 'The provider gave no access that lasts. Reconnect it and allow access at any time.',
    see: 'See the connection',
    all: 'All connections',
  },
  failed: {
    title: 'The account was not connected',
    tryAgain: 'Try again',
    back: 'Back to connections',
    existing: 'See the connection',
  },
};
