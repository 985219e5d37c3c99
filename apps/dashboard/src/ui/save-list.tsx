import type { OperationId } from '@klayim/client';
import { saveText } from '#text/save';
import { useCan } from '../api/me.ts';
import { minuteMs } from '../duration.ts';
import { SaveButton } from './save-button.tsx';

/** A whole list; the API gives every answer a minute. */
const timeoutMs = minuteMs;

/** How the list is asked for. */
interface ListCall {
  signal: AbortSignal;
  timeoutMs: number;
  onProgress: (arrived: { lines: number }) => void;
}

interface SaveListProps {
  /** What answers the list: who may not call it sees nothing. */
  operation: OperationId;
  fileName: string;
  /** Calls it. */
  load: (call: ListCall) => Promise<Blob>;
  /** Default: that it is saved as CSV. */
  label?: string;
}

/** Saves a whole list as CSV. The API writes the file, so that what a spreadsheet would run is made harmless in one place. */
export function SaveList({ operation, fileName, load, label = saveText.asCsv }: SaveListProps) {
  return useCan()(operation) ? (
    <SaveButton
      label={label}
      fileName={fileName}
      // The first line has the names of the columns.
      load={({ signal, onCount }) =>
        load({ signal, timeoutMs, onProgress: ({ lines }) => onCount(Math.max(0, lines - 1)) })
      }
    />
  ) : null;
}
