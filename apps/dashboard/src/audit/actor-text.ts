import type { Schemas } from '@klayim/client';
import { auditActorText } from '#text/audit';

/** Who did something, by the name that people know them by; their id where nothing else is known. */
export function describeActor(actor: Schemas['AuditActor']): string {
  switch (actor.type) {
    case 'user':
      return actor.name ?? actor.email ?? actor.userId;
    case 'operator':
      return actor.name ?? actor.email ?? auditActorText.operator;
    case 'apiKey':
      return auditActorText.apiKey(actor.name);
    case 'serviceAccount':
      return actor.name;
    case 'system':
      return auditActorText.system;
    case 'anonymous':
      return auditActorText.anonymous;
  }
}
