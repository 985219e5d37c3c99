import type { Schemas } from '@klayim/client';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useRef } from 'react';
import { importText } from '#text/import';
import { useServices } from '../../api/services.ts';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { decodeFile, writeRejectedRows } from './rejected-rows.ts';

/** A file that was chosen in this page, and how it is read. */
export interface SourceFile {
  file: File;
  /** Empty: it is found out. */
  encoding: string;
}

interface RejectedRowsButtonProps {
  of: Schemas['EmployeeImport'];
  /** Null when the page was loaded again, or the import is of another day: the person chooses the file once more. */
  source: SourceFile | null;
}

const { rejected: text } = importText;
const faultsACall = 1000;

/** Saves the rejected rows with their cells. The API keeps no file: the browser writes them from the one that the person has. */
export function RejectedRowsButton({ of: { id, bytes, mapping }, source }: RejectedRowsButtonProps) {
  const { klayim } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: async ({ file, encoding }: SourceFile): Promise<boolean> => {
      if (file.size !== bytes) {
        return false;
      }
      const query = { limit: faultsACall };
      const faults: Schemas['EmployeeImportFault'][] = [];
      for await (const fault of klayim.items('listEmployeeImportFaults', { path: { id }, query })) {
        faults.push(fault);
      }
      const rows = writeRejectedRows({
        text: decodeFile(await file.arrayBuffer(), encoding),
        headers: Object.values(mapping),
        faults,
        reasonHeader: text.reasonHeader,
      });
      if (rows !== null) {
        // The byte order mark is for spreadsheets.
        saveFile(text.fileName, new Blob(['\ufeff', rows], { type: 'text/csv;charset=utf-8' }));
      }
      return rows !== null;
    },
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,.tsv,text/csv"
        aria-label={text.chooseAgain}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) {
            save.mutate({ file, encoding: '' });
          }
          event.target.value = '';
        }}
      />
      <Button busy={save.isPending} onClick={() => (source ? save.mutate(source) : input.current?.click())}>
        <Download size={16} aria-hidden="true" />
        {source ? text.save : text.chooseAgain}
      </Button>
      {save.data === false ? (
        <Notice tone="bad" role="alert">
          {text.anotherFile}
        </Notice>
      ) : null}
      {save.error ? <FailureNotice error={save.error} /> : null}
    </>
  );
}
