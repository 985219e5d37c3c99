/** A signed-in person, as the documentation shows them. */
export const meExample = {
  userId: 'nT4x0aKc2QbVn1',
  email: 'ada@northwind.example',
  emailVerified: true,
  name: 'Ada Lovelace',
  organizationId: 'northwind',
  organizations: [
    { id: 'fabrikam', name: 'Fabrikam', role: 'owner' },
    { id: 'northwind', name: 'Northwind Traders', role: 'member' },
  ],
  platformOperator: false,
  permissions: ['getIntegration', 'getMe', 'listIntegrations'],
} as const;
