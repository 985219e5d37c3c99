import { createHash } from 'node:crypto';
import type { AuditActor } from '@klayim/shared/types';
import { LRUCache } from 'lru-cache';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { fromFirestore } from '../../lib/firestore-errors.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import { integrationEvent } from '../../repositories/integrations/integration-audit-event.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';

/** How many hand-outs one instance remembers; for others it asks Firestore, which has them all. */
const maxRemembered = 10_000;
/** Time between two attempts to note one hand-out: an outage must not slow down every call. */
const retryAfterMs = minuteMs;

/** Audit events of tokens: docs/audit.md says what is left out. */
export function createTokenAudit({ trail, clock }: { trail: AuditTrail; clock: Clock }) {
  /** Until when a hand-out need not be noted. */
  const settledUntilMs = new LRUCache<string, number>({ max: maxRemembered });

  return {
    /**
     * Notes that a caller was given tokens of an integration: once in a UTC day for all calls and instances, since a write
     * for each call would cost more than the call.
     */
    async handedOut(stored: StoredIntegration, actor: AuditActor): Promise<void> {
      const day = new Date(clock()).toISOString().slice(0, 10);
      const caller =
        'userId' in actor ? actor.userId : 'id' in actor ? `${actor.type}:${actor.id}` : actor.type;
      const id = toEventId([stored.organizationId, stored.id, caller, day]);
      if ((settledUntilMs.get(id) ?? 0) > clock()) {
        return;
      }
      // Before it is written: of concurrent calls, only one writes it.
      settledUntilMs.set(id, clock() + retryAfterMs);
      const event = integrationEvent(stored, 'integration.token_issued', actor);
      if (await trail.note(event, id)) {
        settledUntilMs.set(id, Number.POSITIVE_INFINITY);
      }
    },

    /** The event of a refresh that somebody asked for; it is committed with the renewed credentials. */
    refreshed: (stored: StoredIntegration, actor?: AuditActor): AuditRecord =>
      integrationEvent(stored, 'integration.refreshed', actor),

    /** Notes a refresh that somebody asked for and whose commit did not store the event. With an error, it failed. */
    async refreshedOtherwise(event: AuditRecord, renewed: boolean, error?: unknown): Promise<void> {
      const known = fromFirestore(error);
      const code = isAppError(known) ? known.code : 'internal_error';
      const failure = {
        ...event,
        result: 'failure',
        reason: error === undefined ? 'not_renewed' : code,
      } as const;
      await trail.note(renewed ? event : failure);
    },
  };
}

/** An id derived from the event, so that only one of many instances stores it. */
function toEventId(parts: readonly string[]): string {
  return `t${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
