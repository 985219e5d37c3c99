import { parseArgs } from 'node:util';
import { UsageError } from '../refusal.ts';

export interface DeployCheckArguments {
  projectId: string;
  json: boolean;
  replaceRules: boolean;
}

export const deployCheckHelp = `Usage: deploy:check --project ID [--json] [--replace-rules]

Says what a deployment to a Firebase project lacks, and what it would replace there, before anything is changed.
It only reads.

  --project ID      the Firebase project
  --json            one JSON object instead of lines
  --replace-rules   the Firestore rules that are there may be replaced by ours

It asks Google as GOOGLE_APPLICATION_CREDENTIALS says, else as gcloud is logged in (gcloud auth login), else by
application default credentials.

Each line begins with what was found:
  ok            it is there
  to come       the deployment makes it
  by hand       only a person can look; does not count
  missing       the deployment would fail, harm something or not work; the next line says what mends it
  cannot tell   Google did not answer, or you may not see it

Exit status: 0 ready to deploy, 1 something is missing or cannot be told, 2 called wrongly.
`;

/** Reads the command line; null when help is asked for. @throws {UsageError} */
export function readDeployCheckArguments(args: readonly string[]): DeployCheckArguments | null {
  const { help, project, json, 'replace-rules': replaceRules } = parse(args);
  if (help) {
    return null;
  }
  if (!project) {
    throw new UsageError('Which project? Name it with --project ID.');
  }
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project)) {
    throw new UsageError(`"${project}" is no project id.`);
  }
  return { projectId: project, json, replaceRules };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: args.filter((argument) => argument !== '--'),
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        project: { type: 'string' },
        json: { type: 'boolean', default: false },
        'replace-rules': { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
