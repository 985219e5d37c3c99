import { createHash } from 'node:crypto';
import type { AuditActor } from '@klayim/shared/types';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { fromFirestore } from '../../lib/firestore-errors.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import { integrationEvent } from '../../repositories/integrations/integration-audit-event.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';

/** Hand-outs that one instance remembers; beyond that it asks Firestore, which knows them all. */
const rememberedHandOuts = 10_000;
/** Between two tries to note one hand-out: an outage must not slow every call. */
const pauseMs = 60_000;

/** What the trail says of tokens: docs/audit.md says what it leaves out. */
export function createTokenAudit({ trail, clock }: { trail: AuditTrail; clock: Clock }) {
  /** Until when a hand-out needs no note. */
  const settledUntilMs = new Map<string, number>();

  return {
    /**
     * Notes that a caller was given tokens of an integration, once in a UTC day, whatever the number of calls and
     * instances: a write for each call would be the most expensive part of it.
     */
    async handedOut(stored: StoredIntegration, actor: AuditActor): Promise<void> {
      const day = new Date(clock()).toISOString().slice(0, 10);
      const caller =
        'userId' in actor ? actor.userId : 'id' in actor ? `${actor.type}:${actor.id}` : actor.type;
      const id = idOf([stored.organizationId, stored.id, caller, day]);
      if ((settledUntilMs.get(id) ?? 0) > clock()) {
        return;
      }
      if (settledUntilMs.size >= rememberedHandOuts) {
        settledUntilMs.clear();
      }
      // Before the note: of calls that come at once, one makes it.
      settledUntilMs.set(id, clock() + pauseMs);
      const event = integrationEvent(stored, 'integration.token_issued', actor);
      if (await trail.note(event, id)) {
        settledUntilMs.set(id, Number.POSITIVE_INFINITY);
      }
    },

    /** The event of a refresh that somebody asked for; it goes with the commit of the renewed credentials. */
    refreshed: (stored: StoredIntegration, actor?: AuditActor): AuditRecord =>
      integrationEvent(stored, 'integration.refreshed', actor),

    /** Notes a refresh that somebody asked for and that stored no event itself; with an error, it failed. */
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

/** Its own name in the database, so that of many instances one stores it. */
function idOf(parts: readonly string[]): string {
  return `t${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
