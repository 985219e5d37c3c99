import type { Schemas } from '@klayim/client';
import { Link } from 'wouter';
import { activityText } from '#text/activity';
import { reasonText } from '#text/reasons';
import { describeActor } from '../../audit/actor-text.ts';
import { describeEvent } from '../../audit/event-text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';
import { actorId, subjectName } from './event-names.ts';

type Event = Schemas['AuditEvent'];

interface EventListProps {
  events: readonly Event[];
  /** Asks for what one actor did. */
  onActor: (id: string) => void;
}

/** What happened, newest first: to what, by whom, and how it ended. */
export function EventList({ events, onActor }: EventListProps) {
  return (
    <ol className="events" aria-label={activityText.list}>
      {events.map((event) => (
        <li key={event.id} className="events__item">
          <div className="events__what">
            <p>
              <strong>{describeEvent(event)}</strong>{' '}
              {event.result === 'failure' ? <Badge tone="bad">{activityText.results.failure}</Badge> : null}
            </p>
            <p className="break-anywhere">
              <Subject event={event} />
            </p>
            <More event={event} />
          </div>
          <p className="events__who small muted">
            <Time at={event.at} />
            <br />
            {activityText.by} <Actor actor={event.actor} onActor={onActor} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** The record by its name, where the event has one, with its id for whoever looks for it. */
function Subject({ event }: { event: Event }) {
  const { subject } = event;
  const name = subjectName(event);
  const href = hrefs[subject.type]?.(subject.id);
  return (
    <>
      <span className="muted">{activityText.subjects[subject.type]}</span>{' '}
      {href === undefined ? name : <Link href={href}>{name ?? subject.id}</Link>}{' '}
      {href !== undefined && name === undefined ? null : <code className="small muted">{subject.id}</code>}
    </>
  );
}

const hrefs: Partial<Record<Event['subject']['type'], (id: string) => string>> = {
  integration: (id) => `/connections/${id}`,
  employee: (id) => `/employees?person=${id}`,
};

function More({ event: { reason, details } }: { event: Event }) {
  const { changedFields = [], providerReason } = details;
  const why = providerReason ?? reason;
  return (
    <>
      {why === null ? null : (
        <p className="small muted">
          {activityText.reason}:{' '}
          {Object.hasOwn(reasonText, why) ? (
            reasonText[why as keyof typeof reasonText].what
          ) : (
            <code>{why}</code>
          )}
        </p>
      )}
      {changedFields.length === 0 ? null : (
        <p className="small muted">
          {activityText.changed}: <code>{changedFields.join(', ')}</code>
        </p>
      )}
    </>
  );
}

function Actor({ actor, onActor }: { actor: Event['actor']; onActor: (id: string) => void }) {
  const name = describeActor(actor);
  const id = actorId(actor);
  return id === null ? (
    name
  ) : (
    <button
      type="button"
      className="events__actor"
      title={activityText.onlyThis(name)}
      onClick={() => onActor(id)}
    >
      {name}
    </button>
  );
}
