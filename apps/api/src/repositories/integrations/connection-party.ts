import type { AuditActor, ConnectionParty } from '@klayim/shared/types';

/** What a connection keeps of an actor: no address of a request, no role. Null for somebody whom nothing identifies. */
export function partyOf(actor: AuditActor): ConnectionParty | null {
  switch (actor.type) {
    case 'user':
    case 'operator':
      return { type: actor.type, id: actor.userId, name: actor.name ?? actor.email ?? null };
    case 'apiKey':
    case 'serviceAccount':
      return { type: actor.type, id: actor.id, name: actor.name };
    case 'system':
      return { type: 'system', id: actor.name, name: null };
    case 'anonymous':
      return null;
  }
}
