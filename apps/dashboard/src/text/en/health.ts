/** How all connections are doing. */
export const healthText = {
  title: 'Health',
  lead: (count: string) => (count === '1' ? '1 connection' : `${count} connections`),
  counts: 'Connections by provider and status',
  kinds: {
    working: 'Working',
    attention: 'Access missing or ending',
    error: 'Broken',
    disconnected: 'Disconnected',
  },
  needYou: (count: string) => (count === '1' ? '1 needs somebody' : `${count} need somebody`),
  seeThem: 'See what needs attention',
  ending: 'Ending soon',
  endingLead: 'Nothing renews the tokens of these accounts: the connections end with them.',
  nothingEnds: 'No connection ends by itself: every token is renewed in time.',
  ends: 'Ends',
  incidents: 'Incidents',
  noIncidents: 'Every provider answers.',
  sweep: 'Last look at all connections',
  sweepLead: 'This service looks at every connection by schedule, and renews what ends soon.',
  noSweep: 'None is known yet.',
  none: {
    title: 'Nothing is connected yet',
    explanation: 'Once an account is connected, you see here how it is doing.',
    connections: 'Go to connections',
  },
};
