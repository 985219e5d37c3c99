import type { Schemas } from '@klayim/client';
import { Check, X } from 'lucide-react';
import { connectionText } from '#text/connection';
import { describeNeverRead } from '../../connections/never-read.ts';
import { describeScopes } from '../../connections/scope-text.ts';
import '../../ui/card.css';

const { detail } = connectionText;

/** What a connection may do, in plain language. */
export function AccessList({ connection }: { connection: Schemas['Integration'] }) {
  const { scopes, missingScopes } = connection;
  const asked = [...scopes, ...missingScopes];
  const neverRead = asked.length === 0 ? null : describeNeverRead(asked);
  return (
    <section className="card connection__card" aria-labelledby="access">
      <h2 id="access">{detail.access}</h2>
      {scopes.length === 0 ? null : (
        <>
          <p className="muted">{detail.accessLead}</p>
          <ul className="access">
            {describeScopes(scopes).map((sentence) => (
              <li key={sentence} className="access__item access__item--granted">
                <Check size={16} aria-hidden="true" />
                {sentence}
              </li>
            ))}
          </ul>
        </>
      )}
      {missingScopes.length === 0 ? null : (
        <>
          <p className="muted">{detail.missing}</p>
          <ul className="access">
            {describeScopes(missingScopes).map((sentence) => (
              <li key={sentence} className="access__item access__item--missing">
                <X size={16} aria-hidden="true" />
                {sentence}
              </li>
            ))}
          </ul>
        </>
      )}
      {neverRead === null ? null : <p>{neverRead}</p>}
      <p className="small muted">{detail.never}</p>
    </section>
  );
}
