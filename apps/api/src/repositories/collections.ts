/** What is to be known of a collection wherever data is protected, expired or erased. */
export interface CollectionDescription {
  name: string;
  /** `organization`: every document names one in `organizationId`. `platform`: documents belong to no organization. */
  tenancy: 'organization' | 'platform';
  /**
   * How the data of an organization goes with it. `query`: documents are found by `organizationId`. `own_document`: there
   * is one, found by its id. `ended`: connections are ended one by one, with their grants. `kept`: it outlives the
   * organization. `expires`: its TTL removes it within hours. `none`: it holds no organization's data.
   */
  erasure: 'query' | 'own_document' | 'ended' | 'kept' | 'expires' | 'none';
  /** Field whose time removes a document, by a TTL policy; null for none. */
  ttlField: string | null;
  /** What clients may read by themselves, under `firestore.rules`. The API alone writes. */
  clientReads: 'get_and_list' | 'get' | null;
  /** How long documents stay, as docs/operations.md says it. */
  retention: string;
}

/**
 * Every collection of the database: rules, indexes, the deletion of an organization and docs/operations.md are held against
 * this list. An organization's data is erased in this order; the audit trail comes last, since it tells of all before it.
 */
export const collections = {
  integrations: {
    name: 'integrations',
    tenancy: 'organization',
    erasure: 'ended',
    ttlField: null,
    clientReads: null,
    retention: 'Until an owner deletes them, or the organization is deleted; credentials until disconnect',
  },
  members: {
    name: 'members',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'Until a day after they were removed, TTL, or the organization is deleted',
  },
  invitations: {
    name: 'invitations',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '7 days, TTL',
  },
  apiKeys: {
    name: 'apiKeys',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: null,
    clientReads: null,
    retention: 'Until the organization is deleted',
  },
  webhookEndpoints: {
    name: 'webhookEndpoints',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: null,
    clientReads: null,
    retention: 'Until an owner deletes them, or the organization is deleted',
  },
  webhookEvents: {
    name: 'webhookEvents',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '30 days, TTL',
  },
  oauthStates: {
    name: 'oauthStates',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '10 minutes, TTL',
  },
  idempotencyKeys: {
    name: 'idempotencyKeys',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'A day, TTL',
  },
  employeeSyncSessions: {
    name: 'employeeSyncSessions',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'A day, TTL',
  },
  employeeSyncParts: {
    name: 'employeeSyncParts',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'A day, TTL',
  },
  employeeImports: {
    name: 'employeeImports',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '30 days, TTL',
  },
  employeeImportChunks: {
    name: 'employeeImportChunks',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'Until the import is over, 30 days at most, TTL',
  },
  employeeImportFaults: {
    name: 'employeeImportFaults',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '30 days, TTL',
  },
  employees: {
    name: 'employees',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: null,
    clientReads: 'get_and_list',
    retention: 'As long as the source has them, or until the organization is deleted',
  },
  employeeFacets: {
    name: 'employeeFacets',
    tenancy: 'organization',
    erasure: 'own_document',
    ttlField: null,
    clientReads: 'get',
    retention: 'Until the organization is deleted',
  },
  notifications: {
    name: 'notifications',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'Until the mail is written, 7 days at most, TTL',
  },
  mail: {
    name: 'mail',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '7 days, sent or not, TTL',
  },
  auditEvents: {
    name: 'auditEvents',
    tenancy: 'organization',
    erasure: 'query',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '400 days, TTL',
  },
  organizations: {
    name: 'organizations',
    tenancy: 'organization',
    erasure: 'own_document',
    ttlField: null,
    clientReads: null,
    retention: 'Until the organization is deleted',
  },
  deletedOrganizations: {
    name: 'deletedOrganizations',
    tenancy: 'organization',
    erasure: 'kept',
    ttlField: null,
    clientReads: null,
    retention: 'For ever: an id and counts, no personal data',
  },
  rateLimits: {
    name: 'rateLimits',
    tenancy: 'platform',
    erasure: 'expires',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'A day or less, TTL',
  },
  encryptionCanaries: {
    name: 'encryptionCanaries',
    tenancy: 'platform',
    erasure: 'none',
    ttlField: null,
    clientReads: null,
    retention: 'For ever: one for each key version',
  },
  keyRotations: {
    name: 'keyRotations',
    tenancy: 'platform',
    erasure: 'none',
    ttlField: null,
    clientReads: null,
    retention: 'For ever: one for each key version',
  },
  providerIncidents: {
    name: 'providerIncidents',
    tenancy: 'platform',
    erasure: 'none',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '30 days after the last report, TTL',
  },
  operatorNotifications: {
    name: 'operatorNotifications',
    tenancy: 'platform',
    erasure: 'none',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '30 days after the last change, TTL',
  },
  sweepRuns: {
    name: 'sweepRuns',
    tenancy: 'platform',
    erasure: 'none',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: '30 days, TTL',
  },
  claimsLocks: {
    name: 'claimsLocks',
    tenancy: 'platform',
    erasure: 'expires',
    ttlField: 'expiresAt',
    clientReads: null,
    retention: 'While roles of a person are being changed: two minutes at most, then TTL',
  },
} as const satisfies Record<string, CollectionDescription>;

/** The name of a collection. */
export type CollectionName = keyof typeof collections;
