import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { importText } from '#text/import';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface DropZoneProps {
  /** The name of the file that was chosen; null before. */
  chosen: string | null;
  busy: boolean;
  onFile: (file: File) => void;
}

const { drop: text } = importText;
const maxBytes = 20_000_000;

/** Takes a file that is dropped on it or chosen by the button. */
export function DropZone({ chosen, busy, onFile }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const labelId = useId();
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const take = (files: FileList | null): void => {
    const [file, ...others] = files ?? [];
    if (!file || busy) {
      return;
    }
    const found =
      others.length > 0
        ? text.several
        : file.size === 0
          ? text.empty
          : file.size > maxBytes
            ? text.tooLarge
            : null;
    setFault(found);
    if (found === null) {
      onFile(file);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      className={over ? 'drop drop--over' : 'drop'}
      aria-labelledby={labelId}
      // A file that was dropped changes no field: it counts as something typed all the same.
      data-typed={chosen === null ? undefined : ''}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp size={28} aria-hidden="true" className="muted" />
      <p id={labelId} className="drop__prompt">
        {chosen ?? text.prompt}
      </p>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,.tsv,text/csv"
        aria-label={text.label}
        hidden
        onChange={(event) => {
          take(event.target.files);
          // The same file, once mended, is a change again.
          event.target.value = '';
        }}
      />
      <Button look={chosen === null ? 'primary' : 'plain'} busy={busy} onClick={() => input.current?.click()}>
        {chosen === null ? text.choose : text.another}
      </Button>
      <p className="small muted">{text.limits}</p>
      {fault === null ? null : (
        <Notice tone="bad" role="alert">
          {fault}
        </Notice>
      )}
    </section>
  );
}
