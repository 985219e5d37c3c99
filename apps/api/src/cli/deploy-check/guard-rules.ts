import { CannotTell } from './check.ts';
import type { GoogleApi } from './google-api.ts';
import type { ProjectFiles } from './project-files.ts';
import { lookAtRules, replaceRulesVariable } from './rules-check.ts';

export interface GuardedDeployment {
  projectId: string;
  files: Pick<ProjectFiles, 'rules' | 'rulesDatabase'>;
  /** The project whose rules may be replaced, whatever they are, as a person says. */
  replaceRulesOf: string | undefined;
  /** @throws {CannotTell} */
  connect: () => Promise<GoogleApi>;
}

/** Whether a deployment of the Firestore rules may go on, and what a person is told. It never throws for an answer that fails. */
export async function guardRules(
  deployment: GuardedDeployment,
): Promise<{ isAllowed: boolean; lines: string[] }> {
  const { projectId, files, replaceRulesOf, connect } = deployment;
  const replaceBy = `${replaceRulesVariable}=${projectId}`;
  if (replaceRulesOf === projectId) {
    const line = `The Firestore rules of ${projectId} become ours, whatever they are, as ${replaceBy} says.`;
    return { isAllowed: true, lines: [line] };
  }
  try {
    // The database that firebase-tools deploys to is that of firebase.json, whatever the functions use.
    const context = { google: await connect(), projectId, databaseId: files.rulesDatabase, files };
    const found = await lookAtRules({ ...context, replaceRules: false }, `deploy with ${replaceBy}`);
    if (found.status === 'ok' || found.status === 'pending') {
      return { isAllowed: true, lines: [`Firestore rules: ${found.message}`] };
    }
    return { isAllowed: false, lines: [`${found.message}.`, `Nothing was deployed: ${found.fix}`] };
  } catch (error) {
    if (!(error instanceof CannotTell)) {
      throw error;
    }
    const lines = [
      `Cannot tell whether this would replace rules of ${projectId} that are not ours: ${error.message}.`,
      ...(error.fix ? [`  ${error.fix}`] : []),
      `Nothing was deployed. If the project has no rules of its own, deploy with ${replaceBy}`,
    ];
    return { isAllowed: false, lines };
  }
}
