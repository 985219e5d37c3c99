import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { importText } from '#text/import';
import { useCan } from '../../api/me.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useAddressState } from '../../ui/use-address-state.ts';
import { EarlierImports } from './earlier-imports.tsx';
import { NewImport } from './new-import.tsx';
import type { SourceFile } from './rejected-rows-button.tsx';
import { RunningImport } from './running-import.tsx';
import './import.css';

/** A file of people: checked, imported and followed; and the imports of before. */
export function ImportPage() {
  const may = useCan()('startEmployeeImport');
  const { get, set } = useAddressState();
  const shown = get('import');
  const show = (id: string): void => set({ import: id }, { replace: false });
  const [started, setStarted] = useState<{ id: string; source: SourceFile } | null>(null);
  return (
    <>
      <p className="import__back">
        <Link href="/employees">
          <ArrowLeft size={16} aria-hidden="true" />
          {importText.back}
        </Link>
      </p>
      <PageHeading title={importText.title}>
        <p className="muted import__lead">{importText.lead}</p>
      </PageHeading>
      {may ? (
        <div className="import">
          {shown === '' ? (
            <NewImport
              onStarted={(id, source) => {
                setStarted({ id, source });
                show(id);
              }}
            />
          ) : (
            <RunningImport
              key={shown}
              id={shown}
              source={started?.id === shown ? started.source : null}
              onAgain={() => show('')}
            />
          )}
          <EarlierImports shown={shown} />
        </div>
      ) : (
        <Notice tone="neutral">{importText.mayNot}</Notice>
      )}
    </>
  );
}
