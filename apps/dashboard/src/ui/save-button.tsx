import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { saveText } from '#text/save';
import { FailureNotice } from '../connections/fix-button.tsx';
import { Button } from './button.tsx';
import { formatCount } from './format-count.ts';
import { saveFile } from './save-file.ts';
import './save-button.css';

/** How a file is asked for. */
export interface SaveJob {
  /** Ends it: somebody has cancelled it, or left the page. */
  signal: AbortSignal;
  /** Says how many entries have arrived. */
  onCount: (count: number) => void;
}

interface SaveButtonProps {
  label: string;
  fileName: string;
  /** Asks for the file. */
  load: (job: SaveJob) => Promise<Blob>;
}

/** Asks for a file and has the browser save it. Meanwhile it says how far it is, and can be cancelled. */
export function SaveButton({ label, fileName, load }: SaveButtonProps) {
  const [count, setCount] = useState(0);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const save = useMutation({
    mutationFn: async (): Promise<'saved' | 'cancelled'> => {
      const controller = new AbortController();
      running.current = controller;
      setCount(0);
      try {
        const file = await load({ signal: controller.signal, onCount: setCount });
        controller.signal.throwIfAborted();
        saveFile(fileName, file);
        return 'saved';
      } catch (error) {
        if (controller.signal.aborted) {
          return 'cancelled';
        }
        throw error;
      }
    },
  });
  return (
    <div className="save">
      <Button busy={save.isPending} onClick={() => save.mutate()}>
        <Download size={16} aria-hidden="true" />
        {label}
      </Button>
      {save.isPending ? (
        <Button look="quiet" onClick={() => running.current?.abort()}>
          {saveText.cancel}
        </Button>
      ) : null}
      <span role="status" className="small muted">
        {save.isPending
          ? saveText.running(formatCount(count))
          : save.data === 'saved'
            ? saveText.done(formatCount(count))
            : save.data === 'cancelled'
              ? saveText.cancelled
              : null}
      </span>
      {save.error ? <FailureNotice error={save.error} /> : null}
    </div>
  );
}
