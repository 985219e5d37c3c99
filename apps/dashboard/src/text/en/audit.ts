import type { Schemas } from '@klayim/client';

/** What happened, by the type of the event. */
export const auditEventText: Record<Schemas['AuditEvent']['type'], string> = {
  'authorization.started': 'Started to connect an account',
  'authorization.failed': 'An account was not connected',
  'authorization.refused': 'Connecting was refused',
  'integration.connected': 'Connected',
  'integration.reconnected': 'Connected again',
  'integration.scopes_granted': 'Granted more access',
  'integration.scopes_lost': 'Lost some access',
  'integration.expiring': 'Access ends soon',
  'integration.imported': 'Imported',
  'integration.credentials_replaced': 'Credentials replaced',
  'integration.refreshed': 'Refreshed on request',
  'integration.reauthorization_required': 'Refused by the provider: has to be connected again',
  'integration.provider_unavailable': 'Given up: the provider did not answer for a day',
  'integration.recovered': 'Works again by itself',
  'integration.token_issued': 'First token of the day for a caller',
  'integration.disconnected': 'Disconnected',
  'integration.deleted': 'Deleted for good',
  'integration.grant_revoked': 'Access revoked at the provider',
  'invitation.created': 'Invited somebody',
  'invitation.revoked': 'Took an invitation back',
  'member.granted': 'Gave somebody a role',
  'member.revoked': 'Took somebody’s access away',
  'employee.created': 'Added an employee',
  'employee.updated': 'Changed an employee',
  'employee.deleted': 'Removed an employee',
  'organization.updated': 'Changed the organization’s settings',
  'api_key.created': 'Created an API key',
  'api_key.rotated': 'Replaced an API key',
  'api_key.revoked': 'Revoked an API key',
  'webhook_endpoint.created': 'Added a webhook',
  'webhook_endpoint.updated': 'Changed a webhook',
  'webhook_endpoint.secret_rotated': 'Replaced a webhook’s secret',
  'webhook_endpoint.disabled': 'A webhook was switched off',
  'webhook_endpoint.deleted': 'Deleted a webhook',
};

/** What became of a grant that the provider has not revoked, by the reason of the event. */
export const grantKeptText: Record<string, string> = {
  local_only: 'Our copy of the access erased; the provider has not confirmed that it is revoked',
  shared: 'Access kept at the provider, for another connection of the account',
};

/** Who did it. */
export const auditActorText = {
  system: 'This service',
  anonymous: 'Somebody unknown',
  operator: 'An operator of the platform',
  apiKey: (name: string) => `API key “${name}”`,
};
