import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { FailureNotice } from '../connections/fix-button.tsx';
import { Button } from './button.tsx';
import { saveFile } from './save-file.ts';

interface SaveButtonProps {
  label: string;
  fileName: string;
  /** Asks for the file. */
  load: () => Promise<Blob>;
}

/** Asks for a file and has the browser save it. */
export function SaveButton({ label, fileName, load }: SaveButtonProps) {
  const save = useMutation({ mutationFn: async () => saveFile(fileName, await load()) });
  return (
    <>
      <Button busy={save.isPending} onClick={() => save.mutate()}>
        <Download size={16} aria-hidden="true" />
        {label}
      </Button>
      {save.error ? <FailureNotice error={save.error} /> : null}
    </>
  );
}
