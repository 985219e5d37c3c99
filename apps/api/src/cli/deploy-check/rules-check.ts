import * as z from 'zod';
import type { Check, CheckResult } from './check.ts';
import type { CloudContext } from './context.ts';

const releaseSchema = z.object({ rulesetName: z.string() });
const rulesetSchema = z.object({ source: z.object({ files: z.array(z.object({ content: z.string() })) }) });

/** Stands in every version of our rules, and hardly in anybody else's. */
const ownMark = 'match /employeeFacets/{facetsId}';

/**
 * Whether a deployment would replace rules that somebody relies on.
 * @see https://firebase.google.com/docs/reference/rules/rest/v1/projects.releases/get
 */
export function rulesCheck(context: CloudContext): Check {
  const name = 'Firestore rules';
  const replaceBy = `add --replace-rules, and deploy with ${replaceRulesVariable}=${context.projectId}`;
  return { name, run: async () => [{ name, ...(await lookAtRules(context, replaceBy)) }] };
}

/** The variable by which a person says that the rules of a project, which it names, may be replaced by a deployment. */
export const replaceRulesVariable = 'KLAYIM_REPLACE_RULES';

/**
 * What a deployment would do to the rules that are there.
 * @param replaceBy how a person confirms that they may be replaced.
 * @throws {CannotTell}
 */
export async function lookAtRules(
  {
    google,
    projectId,
    databaseId,
    files,
    replaceRules,
  }: Pick<CloudContext, 'google' | 'projectId' | 'databaseId' | 'replaceRules'> & {
    files: Pick<CloudContext['files'], 'rules'>;
  },
  replaceBy: string,
): Promise<Omit<CheckResult, 'name'>> {
  const isDefault = databaseId === '(default)';
  const release = `v1/projects/${projectId}/releases/cloud.firestore${isDefault ? '' : `/${databaseId}`}`;
  const released = await google.get(releaseSchema, 'firebaserules', release);
  if (!released) {
    return { status: 'pending', message: `the database ${databaseId} has none, and gets ours` };
  }
  const ruleset = await google.get(rulesetSchema, 'firebaserules', `v1/${released.rulesetName}`);
  const present = ruleset?.source.files.map(({ content }) => content).join('\n') ?? '';
  if (present.trim() === files.rules.trim()) {
    return { status: 'ok', message: 'ours' };
  }
  if (present.includes(ownMark)) {
    return { status: 'pending', message: 'another version of ours, which is replaced' };
  }
  if (!opensAnything(present)) {
    return { status: 'pending', message: 'they let nobody in; ours replace them' };
  }
  if (replaceRules) {
    return { status: 'ok', message: 'they are replaced by ours, as --replace-rules says' };
  }
  return {
    status: 'missing',
    message: `WARNING: a deployment REPLACES the rules of the database ${databaseId}, which are not ours; ours close everything that they open`,
    fix: keepRules(isDefault, replaceBy),
  };
}

/** Whether any of the rules lets anybody do anything: those that Firebase begins with do not. */
function opensAnything(rules: string): boolean {
  const code = rules.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const allowed = [...code.matchAll(/\ballow\b[^:;]*(?::\s*if\s+([^;]*))?;/g)];
  return allowed.some(([, condition]) => condition?.trim() !== 'false');
}

function keepRules(isDefault: boolean, replaceBy: string): string {
  const database = isDefault ? 'a database of its own' : 'another database of its own';
  return `keep them by ${database} (docs/deploy.md, "Beside an existing project") or by the function kit (docs/kit.md); to replace them all the same, ${replaceBy}`;
}
