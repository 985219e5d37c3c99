/** An organization's settings, as the documentation shows them. */
export const organizationExample = {
  id: 'northwind',
  name: 'Northwind Traders',
  notificationEmails: ['it@northwind.example'],
  returnUrls: ['https://northwind.example/settings/connections'],
  version: '3',
};

/** A change as the event stream sends it. */
export const organizationChangeExample = {
  kind: 'integration',
  id: 'google_4pWQ0cXo2mJ8b1kVZtYh7g',
  version: '2026-11-23T10:20:00.000Z',
  deleted: false,
  at: '2026-11-23T10:20:00.000Z',
  position: '7d4c8f5e-2b1a-4c3d-9e8f-0a1b2c3d4e5f.42',
} as const;
