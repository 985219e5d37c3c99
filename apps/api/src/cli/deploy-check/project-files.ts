import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import { CannotTell } from './check.ts';

/** What the repository says about the deployment to one project. */
export interface ProjectFiles {
  /** Aliases of `.firebaserc`. */
  projects: Readonly<Record<string, string>>;
  /** What `deploy/.env` and then `deploy/.env.PROJECT` say; null without the second. */
  variables: Readonly<Record<string, string>> | null;
  /** Variables that `.env.example` and `deploy/.env` know. */
  knownVariables: ReadonlySet<string>;
  /** The database that `firebase.json` names for rules and indexes. */
  rulesDatabase: string;
  rules: string;
  indexes: WantedIndexes;
}

const indexesSchema = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      queryScope: z.string(),
      fields: z.array(
        z.object({ fieldPath: z.string(), order: z.string().optional(), arrayConfig: z.string().optional() }),
      ),
    }),
  ),
  fieldOverrides: z.array(
    z.object({ collectionGroup: z.string(), fieldPath: z.string(), ttl: z.boolean().optional() }),
  ),
});

/** The parts of `firestore.indexes.json` that are compared. */
export type WantedIndexes = z.infer<typeof indexesSchema>;

const firebaseJsonSchema = z.object({ firestore: z.object({ database: z.string().default('(default)') }) });
const firebasercSchema = z.object({ projects: z.record(z.string(), z.string()).default({}) });

/** @throws {CannotTell} when a file of the repository cannot be read. */
export async function readProjectFiles(repository: string, projectId: string): Promise<ProjectFiles> {
  const read = (path: string) => readText(join(repository, path));
  const needed = async (path: string) => {
    const text = await read(path);
    if (text === null) {
      throw new CannotTell(`${path} is missing`, `git checkout -- ${path}`);
    }
    return text;
  };
  const firebaseJson = firebaseJsonSchema.parse(JSON.parse(await needed('firebase.json')));
  const defaults = parseEnv(await needed('apps/api/deploy/.env')) as Record<string, string>;
  const own = await read(`apps/api/deploy/.env.${projectId}`);
  const example = parseEnv(await needed('.env.example'));
  return {
    projects: firebasercSchema.parse(JSON.parse((await read('.firebaserc')) ?? '{}')).projects,
    variables: own === null ? null : { ...defaults, ...(parseEnv(own) as Record<string, string>) },
    knownVariables: new Set([...Object.keys(defaults), ...Object.keys(example)]),
    rulesDatabase: firebaseJson.firestore.database,
    rules: await needed('firestore.rules'),
    indexes: indexesSchema.parse(JSON.parse(await needed('firestore.indexes.json'))),
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
