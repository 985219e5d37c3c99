/** A person of an organization, as the documentation shows them. */
export const memberExample = {
  userId: 'nT4x0aKc2QbVn1',
  email: 'ada@northwind.example',
  name: 'Ada Lovelace',
  role: 'administrator',
  joinedAt: '2026-11-01T08:00:00.000Z',
} as const;

/** An invitation that is open. */
export const invitationExample = {
  id: '0aB1cD2eF3gH4iJ5k',
  role: 'member',
  email: 'grace@northwind.example',
  invitedBy: 'nT4x0aKc2QbVn1',
  createdAt: '2026-11-23T10:15:00.000Z',
  expiresAt: '2026-11-30T10:15:00.000Z',
} as const;

/** An invitation that was just made. */
export const issuedInvitationExample = {
  invitation: invitationExample,
  token: 'inv_0aB1cD2eF3gH4iJ5k_0000000000000000000000000000000000000000000000000',
} as const;

/** What an invitation offers. */
export const invitationOfferExample = {
  organizationId: 'northwind',
  organizationName: 'Northwind Traders',
  role: 'member',
  email: 'grace@northwind.example',
  expiresAt: '2026-11-30T10:15:00.000Z',
} as const;
