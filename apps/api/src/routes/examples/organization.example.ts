/** An organization's settings, as the documentation shows them. */
export const organizationExample = {
  id: 'northwind',
  name: 'Northwind Traders',
  notificationEmails: ['it@northwind.example'],
  version: '3',
};
