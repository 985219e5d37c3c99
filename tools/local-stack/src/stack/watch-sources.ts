import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Editors and version control write many files at once. */
const quietMs = 300;

/** How to react to changed code. */
export interface SourceWatch {
  /** Files and folders. */
  readonly sources: readonly string[];
  /** Called when the code has changed and has been quiet for a moment; never while an earlier call is under way. */
  readonly onChange: () => Promise<void>;
}

/**
 * Watches what something is built from.
 *
 * @returns what ends the watch.
 */
export async function watchSources({ sources, onChange }: SourceWatch): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let changedMeanwhile = false;
  const react = async (): Promise<void> => {
    if (running) {
      changedMeanwhile = true;
      return;
    }
    running = true;
    try {
      do {
        changedMeanwhile = false;
        await onChange();
      } while (changedMeanwhile);
    } finally {
      running = false;
    }
  };
  const note = (): void => {
    clearTimeout(timer);
    timer = setTimeout(react, quietMs);
  };
  const watchers: FSWatcher[] = [];
  for (const source of sources) {
    const recursive = (await stat(source)).isDirectory();
    watchers.push(watch(source, { recursive }, note));
  }
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) {
      watcher.close();
    }
  };
}
