import type { Schemas } from '@klayim/client';
import { importText } from '#text/import';
import { formatCount } from '../../ui/format-count.ts';

const { counts: text } = importText;

/** What an import does or has done, in numbers. */
export function Counts({ of }: { of: Schemas['EmployeeImport'] }) {
  const tense = of.dryRun ? 'planned' : 'done';
  const numbers = [
    [text.rows, of.rows],
    [text.created[tense], of.created],
    [text.updated[tense], of.updated],
    [text.unchanged[tense], of.unchanged],
    [text.rejected[tense], of.rejectedRows],
  ] as const;
  return (
    <section aria-labelledby={`counts-${of.id}`} className="import__part">
      <h2 id={`counts-${of.id}`}>{of.dryRun ? text.planned : text.done}</h2>
      <dl className="import__counts">
        {numbers.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
