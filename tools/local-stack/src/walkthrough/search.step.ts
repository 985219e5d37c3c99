import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from './check.ts';
import { dumpFirestore } from './firestore-dump.ts';
import type { JobContext } from './job-context.ts';
import { type Place, type Secret, searchSecrets } from './secret-search.ts';
import { connectionOf } from './step-helpers.ts';

/**
 * Looks for every secret of this run in everything that was written: the database (while consent was asked for and
 * now), its journal on disk, all log files, all answers of the API and what this command has printed. Left out are the
 * files that exist to hold them: the development keys, the functions' own settings, and the authorization servers'
 * state, which profile the providers' side.
 */
export async function searchEverythingWritten(context: JobContext): Promise<void> {
  const { facts, say, challenges } = context;
  const secrets = collectSecrets(context);
  const places = await collectPlaces(context);
  const characters = places.reduce((sum, { text }) => sum + text.length, 0);
  say(
    `${secrets.length} secrets: ${countKinds(secrets)}, and ${challenges.size} PKCE verifiers by their challenges`,
  );
  say(`${places.length} places with ${characters} characters: ${describePlaces(places)}`);
  assertSearchSees(context, places);

  const findings = searchSecrets(secrets, challenges, places);
  facts.search = { secrets: secrets.length, places: places.length, characters, found: findings.length };
  for (const { kind, place } of findings) {
    say(`FOUND: ${kind} in ${place}`);
  }
  check(findings.length === 0, `${findings.length} secrets were found in clear.`);
  say('found: none');
}

function collectSecrets({ stack, secrets }: JobContext): Secret[] {
  const { encryptionKey, google, microsoft } = stack.state.keys;
  const all: Secret[] = [
    ...stack.google.control.issuedSecrets(),
    ...stack.microsoft.control.issuedSecrets(),
    ...secrets,
    { kind: 'encryption_key', value: encryptionKey },
    { kind: 'client_secret', value: google.clientSecret },
    { kind: 'client_secret', value: microsoft.clientSecret },
    { kind: 'smtp_password', value: stack.mail.password },
  ];
  return [...new Map(all.map((secret) => [secret.value, secret])).values()];
}

async function collectPlaces(context: JobContext): Promise<Place[]> {
  const { stack, dumps, transcript, said } = context;
  dumps.push(await dumpFirestore(stack.firestore, 'at the end'));
  const { firestore, logs } = stack.state;
  const folders = stack.firestoreIsOurs ? [logs, firestore] : [logs];
  const files = (await Promise.all(folders.map(filesBelow))).flat();
  return [
    ...dumps.map(({ moment, documents, text }) => ({
      name: `database ${moment} (${documents} documents)`,
      text,
    })),
    ...(await Promise.all(files.map(async (name) => ({ name, text: await readFile(name, 'latin1') })))),
    ...transcript.answers().map(({ call, text }) => ({ name: `answer to ${call}`, text })),
    ...stack.mail.server.mails().map(({ number, source }) => ({ name: `mail ${number}`, text: source })),
    { name: 'what this command printed', text: said.join('\n') },
  ];
}

/** A search that looks in the wrong places finds nothing, too: what is known to be there must be found. */
function assertSearchSees(context: JobContext, places: readonly Place[]): void {
  const { id } = connectionOf(context, 'microsoft_calendar');
  const holding = places.filter(({ text }) => text.includes(id)).map(({ name }) => name);
  const expected = ['database at the end', 'answer to GET /integrations', 'what this command printed'];
  if (context.stack.firestoreIsOurs) {
    expected.push(context.stack.state.firestore);
  }
  for (const place of expected) {
    check(
      holding.some((name) => name.startsWith(place)),
      `The search does not see ${place}: an id that is there was not found.`,
    );
  }
  const log = places.find(({ name }) => name === context.stack.logFile);
  check(log?.text.includes('us-central1-api') === true, `The search does not see ${context.stack.logFile}.`);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function countKinds(secrets: readonly Secret[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of secrets) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function describePlaces(places: readonly Place[]): string {
  const answers = places.filter(({ name }) => name.startsWith('answer to')).length;
  const dumps = places.filter(({ name }) => name.startsWith('database')).length;
  const mails = places.filter(({ name }) => /^mail \d+$/.test(name)).length;
  const files = places.length - answers - dumps - mails - 1;
  return `${dumps} dumps of the database, ${files} files, ${answers} answers of the API, ${mails} mails, and these lines`;
}
