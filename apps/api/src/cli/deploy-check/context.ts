import type { Artifact } from './artifact.ts';
import type { GoogleApi } from './google-api.ts';
import type { ProjectFiles } from './project-files.ts';

/** What the checks look at. */
export interface CheckContext {
  projectId: string;
  files: ProjectFiles;
  /** Those of the deployment; empty before there is a file of them. */
  variables: Readonly<Record<string, string>>;
  region: string;
  databaseId: string;
  artifact: Artifact;
  /** Node that runs firebase-tools here, such as `24.1.0`. */
  nodeVersion: string;
  /** Whether the person knows that the rules there will be replaced. */
  replaceRules: boolean;
}

/** With access to the project. */
export interface CloudContext extends CheckContext {
  google: GoogleApi;
  /** Whether a deployment has been made: what it makes is then missing when it is not there. */
  isDeployed: boolean;
}

/** Runs firebase-tools as docs/deploy.md does. */
export const firebase = 'npx -y firebase-tools@15.34.2';

/** Builds what is deployed. */
export const buildCommand = 'npx -y pnpm@10.34.8 build';
