/** The audit trail. */
export const activityText = {
  title: 'Activity',
  lead: 'Who did what, when, and how it ended. Kept for 400 days.',
  filters: {
    label: 'Filter the activity',
    type: 'What happened',
    actor: 'Done by',
    subjectType: 'Kind of record',
    subjectId: 'Done to',
    result: 'Result',
    from: 'From',
    to: 'To, that day included',
    any: 'Any',
    clear: 'Clear filters',
  },
  /** Filters by a name. */
  byName: {
    remove: (filter: string) => `Take this filter away: ${filter}`,
    looking: 'Looking…',
    found: (count: number) => (count === 0 ? 'Nothing has this name.' : 'Choose one:'),
    suggestions: (filter: string) => `Suggestions: ${filter}`,
    useId: 'Use as an id:',
  },
  results: { success: 'Done', failure: 'Failed' },
  subjects: {
    authorization: 'Connecting',
    integration: 'Connection',
    user: 'Person',
    invitation: 'Invitation',
    employee: 'Employee',
    organization: 'Organization',
    apiKey: 'API key',
    webhookEndpoint: 'Webhook',
  },
  by: 'by',
  onlyThis: (name: string) => `Show only what ${name} did`,
  reason: 'Reason',
  changed: 'Changed fields',
  list: 'What happened, newest first',
  none: {
    title: 'Nothing has happened yet',
    explanation:
      'Everything that changes accounts, people and settings of your organization is written down here.',
  },
  noMatch: {
    title: 'Nothing fits these filters',
    explanation: 'Change the filters to see more.',
  },
  export: {
    csvName: 'activity.csv',
    asLines: 'Save as NDJSON',
    linesName: 'activity.ndjson',
  },
  mayNot: 'Owners and administrators of your organization see the activity.',
};
