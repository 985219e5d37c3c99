import type { Schemas } from '@klayim/client';
import type { ReactNode } from 'react';
import { importText } from '#text/import';
import { formatCount } from '../../ui/format-count.ts';
import { Notice } from '../../ui/notice.tsx';

const { progress: text, failed } = importText;

/** How far an import has come. */
export function Progress({ of: { status, dryRun, processedRows, rows } }: { of: Schemas['EmployeeImport'] }) {
  const [done, all] = [formatCount(processedRows), formatCount(rows)];
  const sentence =
    status === 'queued' ? text.queued : dryRun ? text.checking(done, all) : text.importing(done, all);
  return (
    <div className="card import__progress">
      <p role="status">{sentence}</p>
      <progress
        className="progress"
        aria-label={text.label}
        max={Math.max(rows, 1)}
        value={status === 'queued' ? undefined : processedRows}
      />
      {dryRun ? null : <p className="small muted">{text.goesOn}</p>}
    </div>
  );
}

/** What stopped an import, and how it goes on. */
export function Stopped({ code, actions }: { code: string | null; actions?: ReactNode }) {
  return (
    <Notice tone="bad" role="alert" title={failed.title} actions={actions}>
      <p>
        {code === null ? null : failed.codes[code]} {failed.explanation}
      </p>
    </Notice>
  );
}
