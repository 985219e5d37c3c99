import * as z from 'zod';
import type { Check, CheckResult } from './check.ts';
import type { CloudContext } from './context.ts';
import type { GoogleApi } from './google-api.ts';

/** What the functions and their deployment call. */
const neededApis = [
  'cloudfunctions',
  'run',
  'cloudbuild',
  'artifactregistry',
  'eventarc',
  'cloudscheduler',
  'cloudtasks',
  'secretmanager',
  'firestore',
  'identitytoolkit',
].map((name) => `${name}.googleapis.com`);

const projectSchema = z.object({ projectId: z.string(), state: z.string().default('ACTIVE') });
const servicesSchema = z.object({
  services: z.array(z.object({ name: z.string(), state: z.string().default('') })).default([]),
});

/**
 * Whether the project is there and the caller may see it.
 * @see https://firebase.google.com/docs/reference/firebase-management/rest/v1beta1/projects/get
 */
export async function findProject(google: GoogleApi, projectId: string): Promise<CheckResult> {
  const name = `project ${projectId}`;
  const project = await google.get(projectSchema, 'firebase', `v1beta1/projects/${projectId}`);
  if (project?.state === 'ACTIVE') {
    return { name, status: 'ok', message: 'a Firebase project' };
  }
  return {
    name,
    status: 'missing',
    message: project
      ? `its state is ${project.state}`
      : 'there is no Firebase project of that id that you may see',
    fix: `npx -y firebase-tools@15.34.2 projects:addfirebase ${projectId}`,
  };
}

/** @see https://cloud.google.com/service-usage/docs/reference/rest/v1/services/batchGet */
export function apiCheck({ google, projectId }: CloudContext): Check {
  const name = 'APIs';
  const query = neededApis.map((api) => `names=projects/${projectId}/services/${api}`).join('&');
  return {
    name,
    run: async () => {
      const path = `v1/projects/${projectId}/services:batchGet?${query}`;
      const { services = [] } = (await google.get(servicesSchema, 'serviceusage', path)) ?? {};
      const enabled = services
        .filter(({ state }) => state === 'ENABLED')
        .map((service) => service.name.split('/').at(-1));
      const missing = neededApis.filter((api) => !enabled.includes(api));
      if (missing.length === 0) {
        return [{ name, status: 'ok', message: `all ${neededApis.length} are enabled` }];
      }
      const fix = `gcloud services enable ${missing.join(' ')} --project=${projectId}`;
      return [{ name, status: 'missing', message: `not enabled: ${missing.join(', ')}`, fix }];
    },
  };
}
