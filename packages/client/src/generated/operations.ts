// Made of apps/api/openapi.json by "pnpm generate": change that, not this.

/** What a call needs to know of its operation at run time. */
export const operationTable = {
  "acceptInvitation": {
    "method": "POST",
    "path": "/invitations/accept",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "changeMemberRole": {
    "method": "PATCH",
    "path": "/organization/members/{userId}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "completeAuthorization": {
    "method": "GET",
    "path": "/oauth/{server}/callback",
    "guarded": false,
    "repeat": "harmless",
    "bodyType": null
  },
  "countQueues": {
    "method": "GET",
    "path": "/operator/queues",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "createApiKey": {
    "method": "POST",
    "path": "/api-keys",
    "guarded": true,
    "repeat": "never",
    "bodyType": "application/json"
  },
  "createEmployee": {
    "method": "POST",
    "path": "/employees",
    "guarded": true,
    "repeat": "keyed",
    "bodyType": "application/json"
  },
  "createInvitation": {
    "method": "POST",
    "path": "/organization/invitations",
    "guarded": true,
    "repeat": "never",
    "bodyType": "application/json"
  },
  "createWebhookEndpoint": {
    "method": "POST",
    "path": "/webhook-endpoints",
    "guarded": true,
    "repeat": "never",
    "bodyType": "application/json"
  },
  "deleteEmployee": {
    "method": "DELETE",
    "path": "/employees/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "deleteIntegration": {
    "method": "DELETE",
    "path": "/integrations/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "deleteWebhookEndpoint": {
    "method": "DELETE",
    "path": "/webhook-endpoints/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "disconnectIntegration": {
    "method": "POST",
    "path": "/integrations/{id}/disconnect",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportAuditEvents": {
    "method": "GET",
    "path": "/audit-events/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportAuditEventsAsCsv": {
    "method": "GET",
    "path": "/audit-events/export/csv",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportEmployeeImportFaults": {
    "method": "GET",
    "path": "/employee-imports/{id}/faults/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportEmployeeImports": {
    "method": "GET",
    "path": "/employee-imports/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportEmployees": {
    "method": "GET",
    "path": "/employees/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportIntegrations": {
    "method": "GET",
    "path": "/integrations/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportMembers": {
    "method": "GET",
    "path": "/organization/members/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "exportWebhookDeliveries": {
    "method": "GET",
    "path": "/webhook-endpoints/{id}/deliveries/export",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "finishEmployeeSyncSession": {
    "method": "POST",
    "path": "/employee-sync-sessions/{id}/finish",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "followEmployeeImport": {
    "method": "GET",
    "path": "/employee-imports/{id}/events",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "followOrganization": {
    "method": "GET",
    "path": "/organization/events",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getAccessToken": {
    "method": "POST",
    "path": "/integrations/{id}/token",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "getEmployee": {
    "method": "GET",
    "path": "/employees/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getEmployeeFacets": {
    "method": "GET",
    "path": "/employees/facets",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getEmployeeImport": {
    "method": "GET",
    "path": "/employee-imports/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getEmployeeSyncSession": {
    "method": "GET",
    "path": "/employee-sync-sessions/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getEncryptionKeys": {
    "method": "GET",
    "path": "/operator/encryption-keys",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getHealth": {
    "method": "GET",
    "path": "/healthz",
    "guarded": false,
    "repeat": "harmless",
    "bodyType": null
  },
  "getIntegration": {
    "method": "GET",
    "path": "/integrations/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getIntegrationHistory": {
    "method": "GET",
    "path": "/integrations/{id}/history",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getIntegrationSummary": {
    "method": "GET",
    "path": "/integrations/summary",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getIntegrationTrends": {
    "method": "GET",
    "path": "/integrations/trends",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getKeyRotation": {
    "method": "GET",
    "path": "/operator/key-rotations/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getMe": {
    "method": "GET",
    "path": "/me",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getOpenApiDocument": {
    "method": "GET",
    "path": "/openapi.json",
    "guarded": false,
    "repeat": "harmless",
    "bodyType": null
  },
  "getOrganization": {
    "method": "GET",
    "path": "/organization",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "getReadiness": {
    "method": "GET",
    "path": "/readyz",
    "guarded": false,
    "repeat": "harmless",
    "bodyType": null
  },
  "getWebhookEndpoint": {
    "method": "GET",
    "path": "/webhook-endpoints/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "importIntegration": {
    "method": "POST",
    "path": "/integrations",
    "guarded": true,
    "repeat": "keyed",
    "bodyType": "application/json"
  },
  "leaveOrganization": {
    "method": "DELETE",
    "path": "/me/organizations/{organizationId}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listApiKeys": {
    "method": "GET",
    "path": "/api-keys",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listAuditEvents": {
    "method": "GET",
    "path": "/audit-events",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listClientSecretEnds": {
    "method": "GET",
    "path": "/operator/client-secrets",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listEmployeeImportFaults": {
    "method": "GET",
    "path": "/employee-imports/{id}/faults",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listEmployeeImports": {
    "method": "GET",
    "path": "/employee-imports",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listEmployees": {
    "method": "GET",
    "path": "/employees",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listIncidents": {
    "method": "GET",
    "path": "/operator/incidents",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listIntegrations": {
    "method": "GET",
    "path": "/integrations",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listInvitations": {
    "method": "GET",
    "path": "/organization/invitations",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listMembers": {
    "method": "GET",
    "path": "/organization/members",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listOrganizations": {
    "method": "GET",
    "path": "/operator/organizations",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listProviders": {
    "method": "GET",
    "path": "/integrations/providers",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listSweeps": {
    "method": "GET",
    "path": "/operator/sweeps",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listTokenUse": {
    "method": "GET",
    "path": "/integrations/{id}/token-use",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listUnlistedErrors": {
    "method": "GET",
    "path": "/operator/unlisted-errors",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listWebhookDeliveries": {
    "method": "GET",
    "path": "/webhook-endpoints/{id}/deliveries",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "listWebhookEndpoints": {
    "method": "GET",
    "path": "/webhook-endpoints",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "lookUpInvitation": {
    "method": "POST",
    "path": "/invitations/look-up",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "putEmployeeBySource": {
    "method": "PUT",
    "path": "/employees/by-source/{sourceType}/{sourceId}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "refreshIntegration": {
    "method": "POST",
    "path": "/integrations/{id}/refresh",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "removeMember": {
    "method": "DELETE",
    "path": "/organization/members/{userId}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "replayWebhookDelivery": {
    "method": "POST",
    "path": "/webhook-endpoints/{id}/deliveries/{deliveryId}/replay",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "revokeApiKey": {
    "method": "DELETE",
    "path": "/api-keys/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "revokeInvitation": {
    "method": "DELETE",
    "path": "/organization/invitations/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "rotateApiKey": {
    "method": "POST",
    "path": "/api-keys/{id}/rotate",
    "guarded": true,
    "repeat": "never",
    "bodyType": "application/json"
  },
  "rotateWebhookSecret": {
    "method": "POST",
    "path": "/webhook-endpoints/{id}/rotate-secret",
    "guarded": true,
    "repeat": "never",
    "bodyType": "application/json"
  },
  "startAuthorization": {
    "method": "POST",
    "path": "/integrations/{provider}/authorize",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "startEmployeeImport": {
    "method": "POST",
    "path": "/employee-imports",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "text/csv"
  },
  "startEmployeeSyncSession": {
    "method": "POST",
    "path": "/employee-sync-sessions",
    "guarded": true,
    "repeat": "keyed",
    "bodyType": "application/json"
  },
  "startKeyRotation": {
    "method": "POST",
    "path": "/operator/key-rotations",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "startSweep": {
    "method": "POST",
    "path": "/operator/sweeps",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "syncEmployees": {
    "method": "POST",
    "path": "/employees/sync",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "testIntegration": {
    "method": "POST",
    "path": "/integrations/{id}/test",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "testWebhookEndpoint": {
    "method": "POST",
    "path": "/webhook-endpoints/{id}/test",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  },
  "updateEmployee": {
    "method": "PATCH",
    "path": "/employees/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "updateOrganization": {
    "method": "PATCH",
    "path": "/organization",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "updateWebhookEndpoint": {
    "method": "PATCH",
    "path": "/webhook-endpoints/{id}",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": "application/json"
  },
  "verifyWebhookEndpoint": {
    "method": "POST",
    "path": "/webhook-endpoints/{id}/verify",
    "guarded": true,
    "repeat": "harmless",
    "bodyType": null
  }
} as const;

/** Every code that a problem of the API can have. */
export type ProblemCode =
  | 'account_mismatch'
  | 'already_connected'
  | 'already_member'
  | 'api_key_invalid'
  | 'api_key_not_found'
  | 'application_refused'
  | 'authorization_failed'
  | 'authorization_in_progress'
  | 'authorization_interrupted'
  | 'configuration_invalid'
  | 'consent_denied'
  | 'credentials_moved'
  | 'credentials_tampered'
  | 'credentials_wrong_key'
  | 'employee_exists'
  | 'employee_not_found'
  | 'encryption_key_mismatch'
  | 'encryption_key_unknown'
  | 'id_token_expired'
  | 'id_token_invalid'
  | 'id_token_revoked'
  | 'idempotency_key_in_use'
  | 'idempotency_key_reused'
  | 'identity_unavailable'
  | 'import_not_found'
  | 'import_unreadable'
  | 'insufficient_role'
  | 'insufficient_scope'
  | 'integration_disconnected'
  | 'integration_not_found'
  | 'internal_error'
  | 'invalid_cursor'
  | 'invalid_request'
  | 'invitation_not_found'
  | 'invitation_of_another_address'
  | 'key_rotation_not_found'
  | 'last_owner'
  | 'malformed_json'
  | 'member_not_found'
  | 'membership_not_found'
  | 'oauth_state_foreign'
  | 'oauth_state_unknown'
  | 'operator_required'
  | 'organization_deleted'
  | 'organization_missing'
  | 'organization_unnamed'
  | 'payload_too_large'
  | 'precondition_failed'
  | 'precondition_required'
  | 'provider_misconfigured'
  | 'provider_not_configured'
  | 'provider_unavailable'
  | 'queue_unavailable'
  | 'rate_limited'
  | 'reauthorization_required'
  | 'record_unreadable'
  | 'refresh_in_progress'
  | 'return_url_not_allowed'
  | 'service_account_unknown'
  | 'speculative_request'
  | 'store_unavailable'
  | 'sync_session_closed'
  | 'sync_session_empty'
  | 'sync_session_not_found'
  | 'tokens_not_proven'
  | 'too_many_api_keys'
  | 'too_many_facets'
  | 'too_many_invitations'
  | 'too_many_organizations'
  | 'too_many_webhook_endpoints'
  | 'unauthenticated'
  | 'unknown_provider'
  | 'unsupported_media_type'
  | 'webhook_delivery_not_found'
  | 'webhook_endpoint_disabled'
  | 'webhook_endpoint_not_found'
  | 'webhook_endpoint_unverified'
  | 'webhook_url_not_allowed';
