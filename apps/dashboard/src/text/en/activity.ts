/** The audit trail. */
export const activityText = {
  title: 'Activity',
  lead: 'Who did what, when, and how it ended. Kept for 400 days.',
  filters: {
    label: 'Filter the activity',
    type: 'What happened',
    actor: 'Done by (id)',
    subjectType: 'Kind of record',
    subjectId: 'Record (id)',
    result: 'Result',
    from: 'From',
    to: 'To, that day included',
    any: 'Any',
    clear: 'Clear filters',
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
    start: 'Save as NDJSON',
    running: (count: string) => `Saving… ${count} events so far`,
    done: (count: string) => `${count} events are saved: one JSON object a line.`,
    fileName: 'activity.ndjson',
  },
  mayNot: 'Owners and administrators of your organization see the activity.',
};
