import * as z from 'zod';
import type { Check, CheckResult } from './check.ts';
import { type CloudContext, firebase } from './context.ts';
import type { WantedIndexes } from './project-files.ts';
import { rulesCheck } from './rules-check.ts';

const databaseSchema = z.object({ type: z.string(), locationId: z.string().default('') });
const fieldSchema = z.object({ fieldPath: z.string().default(''), order: z.string().optional() });
const indexSchema = z.object({
  name: z.string(),
  queryScope: z.string(),
  fields: z.array(fieldSchema),
  state: z.string().default('READY'),
});
const ttlSchema = z.object({ name: z.string(), ttlConfig: z.object({ state: z.string() }).optional() });

/** The database, what it lacks, and what a deployment would replace. */
export function firestoreChecks(context: CloudContext): Check[] {
  return [
    { name: 'Firestore database', run: () => database(context) },
    rulesCheck(context),
    { name: 'Firestore indexes', run: () => indexes(context) },
    { name: 'Firestore TTL policies', run: () => ttlPolicies(context) },
  ];
}

const pathOf = ({ projectId, databaseId }: CloudContext) =>
  `v1/projects/${projectId}/databases/${encodeURIComponent(databaseId)}`;

/** @see https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases/get */
async function database(context: CloudContext): Promise<CheckResult[]> {
  const { google, projectId, databaseId, region } = context;
  const name = `Firestore database ${databaseId}`;
  const found = await google.get(databaseSchema, 'firestore', pathOf(context));
  if (!found) {
    const fix = `gcloud firestore databases create --database='${databaseId}' --location=${region} --type=firestore-native --delete-protection --enable-pitr --project=${projectId}`;
    return [{ name, status: 'missing', message: 'there is none', fix }];
  }
  if (found.type !== 'FIRESTORE_NATIVE') {
    const fix = 'a database of its own in native mode: docs/deploy.md, "Beside an existing project"';
    return [{ name, status: 'missing', message: `it is of type ${found.type}`, fix }];
  }
  return [{ name, status: 'ok', message: `native mode, in ${found.locationId}` }];
}

/** @see https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.indexes/list */
async function indexes(context: CloudContext): Promise<CheckResult[]> {
  const { google, files } = context;
  const path = `${pathOf(context)}/collectionGroups/-/indexes`;
  const there = await google.list(indexSchema, 'firestore', path, 'indexes');
  const ready = new Set(there.filter(({ state }) => state === 'READY').map(keyOfIndex));
  const wanted = files.indexes.indexes.map(keyOfWanted);
  const building = there.filter(({ state }) => state === 'CREATING').map(keyOfIndex);
  const absent = wanted.filter((key) => !ready.has(key));
  const stillBuilding = absent.filter((key) => building.includes(key)).length;
  const note = stillBuilding > 0 ? `, ${stillBuilding} being built` : '';
  return [madeByDeployment(context, 'Firestore indexes', wanted.length, absent.length, note)];
}

/** @see https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.fields/list */
async function ttlPolicies(context: CloudContext): Promise<CheckResult[]> {
  const filter = encodeURIComponent('indexConfig.usesAncestorConfig=false OR ttlConfig:*');
  const path = `${pathOf(context)}/collectionGroups/-/fields?filter=${filter}`;
  const there = await context.google.list(ttlSchema, 'firestore', path, 'fields');
  const active = there
    .filter(({ ttlConfig }) => ttlConfig && ttlConfig.state !== 'NEEDS_REPAIR')
    .map(({ name }) => name.split('/collectionGroups/')[1]);
  const wanted = context.files.indexes.fieldOverrides
    .filter(({ ttl }) => ttl)
    .map(({ collectionGroup, fieldPath }) => `${collectionGroup}/fields/${fieldPath}`);
  const absent = wanted.filter((field) => !active.includes(field));
  return [madeByDeployment(context, 'Firestore TTL policies', wanted.length, absent.length)];
}

function madeByDeployment(
  { isDeployed, projectId }: CloudContext,
  name: string,
  wanted: number,
  absent: number,
  note = '',
): CheckResult {
  if (absent === 0) {
    return { name, status: 'ok', message: `all ${wanted} are there` };
  }
  const message = `${absent} of ${wanted} are not there yet${note}`;
  const fix = `${firebase} deploy --only firestore:indexes --project ${projectId}`;
  return isDeployed ? { name, status: 'missing', message, fix } : { name, status: 'pending', message };
}

function keyOfIndex({ name, queryScope, fields }: z.infer<typeof indexSchema>): string {
  const collectionGroup = name.split('/collectionGroups/')[1]?.split('/')[0] ?? '';
  // Firestore ends each index with the document's name, which files leave out.
  const own = fields.filter(({ fieldPath }) => fieldPath !== '__name__');
  return JSON.stringify([collectionGroup, queryScope, own.map(({ fieldPath, order }) => [fieldPath, order])]);
}

function keyOfWanted({ collectionGroup, queryScope, fields }: WantedIndexes['indexes'][number]): string {
  const own = fields.filter(({ fieldPath }) => fieldPath !== '__name__');
  return JSON.stringify([collectionGroup, queryScope, own.map(({ fieldPath, order }) => [fieldPath, order])]);
}
