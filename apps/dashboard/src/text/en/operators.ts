import type { Schemas } from '@klayim/client';

/** How the platform is, for those who run it. */
export const operatorsText = {
  title: 'Operators',
  lead: 'How the platform is, across organizations: numbers, and nothing of any record.',
  mayNot: 'This page is for operators of the platform.',
  servers: { google: 'Google', microsoft: 'Microsoft' } as Record<string, string>,
  none: 'None',
  queues: {
    title: 'Work that waits',
    columns: { queue: 'Kind', waiting: 'Waits', overdue: 'Late', since: 'Late since' },
    names: {
      refreshes: 'Refreshes',
      webhooks: 'Webhooks',
      notifications: 'Notifications to be mailed',
      mails: 'Mails',
    } satisfies Record<Schemas['QueueDepth']['queue'], string>,
    late: 'Something is late: look whether the schedules and the task queues run.',
    well: 'Nothing is late.',
  },
  incidents: {
    title: 'Providers',
    none: 'No provider is in trouble.',
    failures: {
      misconfigured: 'rejects our application',
      unavailable: 'does not answer properly',
    } satisfies Record<Schemas['ProviderTrouble']['failure'], string>,
    incident: 'Incident',
    suspected: 'Suspected',
    met: 'Met by',
  },
  secrets: {
    title: 'Client secrets',
    columns: { server: 'Provider', until: 'Works until', left: 'Days left', all: 'Ends of all secrets' },
    unknown: 'Not stated',
    endless: 'No end',
    hint: 'The dates are those that the configuration states.',
  },
  keys: {
    title: 'Encryption keys',
    columns: {
      version: 'Version',
      state: 'State',
      age: 'Age',
      credentials: 'Connections',
      others: 'API keys, webhooks',
    },
    version: (version: number) => `Version ${version}`,
    states: {
      current: 'Current',
      retired: 'Retired',
      announced: 'Announced',
      missing: 'Missing',
      removed: 'Removed',
    } satisfies Record<Schemas['EncryptionKey']['state'], string>,
    days: (days: number) => (days === 1 ? '1 day' : `${days} days`),
    overdue: 'Older than 90 days',
    removable: 'May be removed',
  },
  sweeps: {
    title: 'Sweeps',
    lead: 'Each looks for everything that is due and has it renewed.',
    start: 'Sweep now',
    started: 'The sweep is on the queue.',
    columns: { at: 'Requested', status: 'Status', due: 'Due', refreshed: 'Renewed', failed: 'Failed' },
    statuses: { queued: 'Waits or runs', finished: 'Finished', failed: 'Broke off' } satisfies Record<
      Schemas['SweepRun']['status'],
      string
    >,
    none: 'No sweep is known yet.',
    pending: 'Not yet',
  },
  unlisted: {
    title: 'Errors that the tables of reasons lack',
    none: 'Every error of a provider is known.',
    columns: { error: 'Error', provider: 'Provider', taken: 'Taken for', connections: 'Connections' },
    incomplete: 'There are more connections than are counted here.',
  },
  organizations: {
    title: 'Organizations',
    none: 'There is no organization yet.',
    columns: { name: 'Name', connections: 'Connections', inNeed: 'Need somebody', members: 'People' },
  },
};
