import type { Schemas } from '@klayim/client';
import { describeActor } from '../../audit/actor-text.ts';

type Event = Schemas['AuditEvent'];

/** What the record of an event was called by then; undefined where the event does not say. */
export function subjectName({ details }: Event): string | undefined {
  const { accountEmail, userEmail, employeeName, keyName, endpointUrl } = details;
  return accountEmail ?? userEmail ?? employeeName ?? keyName ?? endpointUrl;
}

/** The id that the API finds an actor by; null for one that nothing identifies. */
export function actorId(actor: Event['actor']): string | null {
  switch (actor.type) {
    case 'user':
    case 'operator':
      return actor.userId;
    case 'apiKey':
    case 'serviceAccount':
      return actor.id;
    case 'system':
      return actor.name;
    case 'anonymous':
      return null;
  }
}

/** The newest name of an actor among events; null when none is of theirs. */
export function nameOfActor(events: readonly Event[], id: string): string | null {
  const event = events.find(({ actor }) => actorId(actor) === id);
  return event ? describeActor(event.actor) : null;
}

/** The newest name of a record among events; null when none has one. */
export function nameOfSubject(events: readonly Event[], id: string): string | null {
  const named = events.find((event) => event.subject.id === id && subjectName(event) !== undefined);
  return (named && subjectName(named)) ?? null;
}
