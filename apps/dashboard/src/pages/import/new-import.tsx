import { isKlayimError } from '@klayim/client';
import { useState } from 'react';
import { importText } from '#text/import';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DropZone } from './drop-zone.tsx';
import { useStartImport } from './queries.ts';
import type { SourceFile } from './rejected-rows-button.tsx';
import { automaticSettings, type ImportSettings, settingsNamedIn } from './settings.ts';
import { SettingsForm } from './settings-form.tsx';
import { Trial } from './trial.tsx';

/** A file is chosen, checked as often as its settings change, and imported when the person says so. */
export function NewImport({ onStarted }: { onStarted: (id: string, source: SourceFile) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [settings, setSettings] = useState<ImportSettings>(automaticSettings);
  const check = useStartImport();
  const start = useStartImport();
  const checkFile = (chosen: File, wanted: ImportSettings): void => {
    start.reset();
    check.mutate({ file: chosen, settings: wanted, dryRun: true });
  };
  const choose = (chosen: File): void => {
    setFile(chosen);
    setSettings(automaticSettings);
    checkFile(chosen, automaticSettings);
  };
  const trial = check.data;
  return (
    <>
      <DropZone chosen={file?.name ?? null} busy={check.isPending || start.isPending} onFile={choose} />
      <div role="status" className="import__said">
        {check.isPending ? <p className="muted">{importText.drop.sending(file?.name ?? '')}</p> : null}
      </div>
      {check.error ? <Unreadable error={check.error} /> : null}
      {file && !check.isPending && (check.error || trial) ? (
        <SettingsForm
          key={`${file.name} ${file.lastModified}`}
          settings={settings}
          headers={trial ? [...trial.ignoredColumns, ...Object.values(trial.mapping)] : []}
          open={check.error !== null}
          onCheck={(wanted) => {
            setSettings(wanted);
            checkFile(file, wanted);
          }}
        />
      ) : null}
      {file && trial && !check.isPending && !check.error ? (
        <Trial
          key={trial.id}
          id={trial.id}
          source={{ file, encoding: settings.encoding ?? '' }}
          starting={start.isPending}
          onStart={() =>
            start.mutate(
              { file, settings, dryRun: false },
              {
                onSuccess: ({ id }) => onStarted(id, { file, encoding: settings.encoding ?? '' }),
              },
            )
          }
        />
      ) : null}
      {start.error ? <FailureNotice error={start.error} /> : null}
    </>
  );
}

/** Why no row of the file could be read, in the API's own words: it names the headers that it found. */
function Unreadable({ error }: { error: Error }) {
  const problem = isKlayimError(error, 'import_unreadable') ? error.problem : undefined;
  if (!problem) {
    return <FailureNotice error={error} />;
  }
  const sentences = problem.errors?.map(({ message }) => message) ?? [problem.detail ?? problem.title];
  const settings = settingsNamedIn(sentences.join(' '));
  return (
    <Notice tone="bad" role="alert" title={importText.unreadable.title}>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {settings.length === 0 ? null : <p>{importText.unreadable.settles(settings.join('”, “'))}</p>}
      <p>{importText.unreadable.next}</p>
    </Notice>
  );
}
