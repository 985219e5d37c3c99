import type { AuditEvent } from '@klayim/shared/types';

/** An administrator disconnected an account. */
export const auditEventExample: AuditEvent = {
  id: '3b7e6a52-6a55-4b1e-9d0f-5f0a3c1e7d42',
  organizationId: 'northwind',
  type: 'integration.disconnected',
  actor: {
    type: 'user',
    userId: 'VJ4x0yUkQ1cBq2Zt8sLw3nHd5eP2',
    role: 'administrator',
    ipAddress: '203.0.113.7',
    requestId: '0c5b4f0e-7f43-4a43-9d0a-6a3a3c0a1f57',
  },
  subject: { type: 'integration', id: 'google_4pWQ0cXo2mJ8b1kVZtYh7g' },
  result: 'success',
  reason: null,
  details: { provider: 'google_calendar', accountEmail: 'ada@northwind.example' },
  at: '2026-11-23T10:15:00.000Z',
};
