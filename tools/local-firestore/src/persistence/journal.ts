import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentChange, StoredDocument } from '../engine/database.ts';
import { LocalFirestoreError } from '../errors.ts';
import type { DatabaseName } from '../model/resource-names.ts';
import { decodeLine, encodeLine } from './journal-line.ts';
import { readLines } from './read-lines.ts';

const journalFile = 'journal.jsonl';

/** All documents of one database. */
export interface StoredDatabase {
  readonly name: DatabaseName;
  readonly documents: ReadonlyMap<string, StoredDocument>;
}

/** The file that holds every commit. */
export interface Journal {
  /** What the file held when it was opened. */
  readonly databases: readonly StoredDatabase[];
  /** Writes a commit. It is with the operating system when this returns, so killing the process loses nothing. */
  append(name: DatabaseName, changes: readonly DocumentChange[]): void;
  close(): void;
}

/**
 * Reads the journal in a folder, rewrites it without what has been overwritten or deleted since,
 * and keeps it open for appending. A last line that was cut off is dropped.
 *
 * @param folder made if it does not exist
 * @throws {LocalFirestoreError} journal_corrupt when any other line is damaged,
 *   data_folder_unusable when the folder cannot be made, read or written
 */
export async function openJournal(folder: string): Promise<Journal> {
  const path = join(folder, journalFile);
  try {
    await mkdir(folder, { recursive: true });
    const databases = await readJournal(path);
    compact(path, databases.values());
    const file = openSync(path, 'a');
    return {
      databases: [...databases.values()],
      append: (database, changes) => writeAll(file, encodeLine({ database, changes })),
      close: () => closeSync(file),
    };
  } catch (error) {
    if (error instanceof LocalFirestoreError) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalFirestoreError(
      'data_folder_unusable',
      `Cannot use the data folder ${folder} (${reason}).`,
      error,
    );
  }
}

/** Deletes a journal, so that the next start is an empty one. */
export async function deleteJournal(folder: string): Promise<void> {
  await rm(join(folder, journalFile), { force: true });
}

interface Loading {
  name: DatabaseName;
  documents: Map<string, StoredDocument>;
}

async function readJournal(path: string): Promise<Map<string, Loading>> {
  const databases = new Map<string, Loading>();
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (!exists) {
    return databases;
  }
  let lineNumber = 0;
  let damagedLine: number | undefined;
  for await (const line of readLines(path)) {
    lineNumber += 1;
    // Only a line that nothing follows can be one that a killed process did not finish.
    if (damagedLine !== undefined) {
      throw new LocalFirestoreError(
        'journal_corrupt',
        `Line ${damagedLine} of ${path} is damaged; repair or delete the file, or start with --fresh.`,
      );
    }
    const entry = decodeLine(line);
    if (entry === undefined) {
      damagedLine = lineNumber;
      continue;
    }
    apply(databases, entry.database, entry.changes);
  }
  return databases;
}

function apply(
  databases: Map<string, Loading>,
  name: DatabaseName,
  changes: readonly DocumentChange[],
): void {
  const key = `${name.projectId}/${name.databaseId}`;
  const { documents } =
    databases.get(key) ?? databases.set(key, { name, documents: new Map() }).get(key) ?? {};
  for (const change of changes) {
    if ('deleted' in change) {
      documents?.delete(change.path);
    } else {
      documents?.set(change.path, change);
    }
  }
}

function compact(path: string, databases: Iterable<StoredDatabase>): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w');
  for (const { name, documents } of databases) {
    for (const document of documents.values()) {
      writeAll(file, encodeLine({ database: name, changes: [document] }));
    }
  }
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(file, bytes, written);
  }
}
