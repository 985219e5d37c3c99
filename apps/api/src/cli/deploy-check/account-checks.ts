import * as z from 'zod';
import { serviceAccounts } from '../../config/deployment.ts';
import type { Check, CheckResult } from './check.ts';
import type { CloudContext } from './context.ts';

const permissionsSchema = z.object({ permissions: z.array(z.string()).default([]) });
const policySchema = z.object({
  bindings: z.array(z.object({ role: z.string(), members: z.array(z.string()).default([]) })).default([]),
});
const accountSchema = z.object({ email: z.string(), disabled: z.boolean().default(false) });

/** What a deployment does with the caller's rights, and the role that docs/deploy.md gives for it. */
const deployerPermissions: Readonly<Record<string, string>> = {
  'cloudfunctions.functions.create': 'roles/cloudfunctions.admin',
  'run.services.setIamPolicy': 'roles/run.admin',
  'cloudscheduler.jobs.create': 'roles/cloudscheduler.admin',
  'cloudtasks.queues.create': 'roles/cloudtasks.admin',
  'firebaserules.releases.update': 'roles/firebaserules.admin',
  'datastore.indexes.create': 'roles/datastore.indexAdmin',
  'firebasehosting.sites.update': 'roles/firebasehosting.admin',
  'secretmanager.secrets.setIamPolicy': 'roles/secretmanager.admin',
  'artifactregistry.repositories.list': 'roles/artifactregistry.admin',
  'serviceusage.services.enable': 'roles/serviceusage.serviceUsageAdmin',
};

/** Roles that hold another one's rights on data. */
const dataRoles = ['roles/datastore.user', 'roles/datastore.owner', 'roles/owner', 'roles/editor'];
const authRoles = ['roles/firebaseauth.admin', 'roles/firebase.admin', 'roles/owner'];

/** Roles of whoever deploys, and of the accounts that the functions run as. */
export function accountChecks(context: CloudContext): Check[] {
  return [
    { name: 'your roles', run: () => deployer(context) },
    ...Object.values(serviceAccounts).map((name): Check => {
      const email = `${name}${context.projectId}.iam.gserviceaccount.com`;
      return { name: `service account ${email}`, run: () => account(context, email) };
    }),
    { name: 'roles of the functions', run: () => projectRoles(context) },
  ];
}

/** @see https://cloud.google.com/resource-manager/reference/rest/v1/projects/testIamPermissions */
async function deployer({ google, projectId }: CloudContext): Promise<CheckResult[]> {
  const name = 'your roles';
  const permissions = Object.keys(deployerPermissions);
  const path = `v1/projects/${projectId}:testIamPermissions`;
  const granted = await google.query(permissionsSchema, 'cloudresourcemanager', path, { permissions });
  const missing = permissions.filter((permission) => !granted?.permissions.includes(permission));
  if (missing.length === 0) {
    return [{ name, status: 'ok', message: 'enough to deploy' }];
  }
  return missing.map((permission) => ({
    name,
    status: 'missing',
    message: `you lack ${permission}`,
    fix: bind(projectId, 'user:YOU', deployerPermissions[permission] ?? ''),
  }));
}

/** @see https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
async function account({ google, projectId }: CloudContext, email: string): Promise<CheckResult[]> {
  const name = `service account ${email}`;
  const path = `v1/projects/${projectId}/serviceAccounts/${email}`;
  const found = await google.get(accountSchema, 'iam', path);
  if (!found) {
    const fix = `gcloud iam service-accounts create ${email.split('@')[0]} --project=${projectId}`;
    return [{ name, status: 'missing', message: 'there is none', fix }];
  }
  if (found.disabled) {
    const fix = `gcloud iam service-accounts enable ${email} --project=${projectId}`;
    return [{ name, status: 'missing', message: 'it is disabled', fix }];
  }
  const results: CheckResult[] = [];
  const actAs = (member: string) =>
    `gcloud iam service-accounts add-iam-policy-binding ${email} --member=${member} --role=roles/iam.serviceAccountUser --project=${projectId}`;
  const permissions = ['iam.serviceAccounts.actAs'];
  const mine = await google.query(permissionsSchema, 'iam', `${path}:testIamPermissions`, { permissions });
  if (!mine?.permissions.includes('iam.serviceAccounts.actAs')) {
    results.push({
      name,
      status: 'missing',
      message: 'you may not deploy functions that run as it',
      fix: actAs('user:YOU'),
    });
  }
  const policy = await google.query(policySchema, 'iam', `${path}:getIamPolicy`, {});
  const self = `serviceAccount:${email}`;
  // The account that adds a task to a queue also signs it.
  if (!holds(policy, self, ['roles/iam.serviceAccountUser'])) {
    results.push({
      name,
      status: 'missing',
      message: 'it may not act as itself, and so fill no queue',
      fix: actAs(self),
    });
  }
  return results.length > 0 ? results : [{ name, status: 'ok', message: 'there, and may act as itself' }];
}

/** @see https://cloud.google.com/resource-manager/reference/rest/v1/projects/getIamPolicy */
async function projectRoles(context: CloudContext): Promise<CheckResult[]> {
  const { google, projectId, variables } = context;
  const usersProject = variables['AUTH_PROJECT_ID'] || projectId;
  const policyOf = (project: string) =>
    google.query(policySchema, 'cloudresourcemanager', `v1/projects/${project}:getIamPolicy`, {});
  const policy = await policyOf(projectId);
  const usersPolicy = usersProject === projectId ? policy : await policyOf(usersProject);
  const memberOf = (account: string) => `serviceAccount:${account}${projectId}.iam.gserviceaccount.com`;
  const name = 'roles of the functions';
  const results = Object.values(serviceAccounts)
    .filter((one) => !holds(policy, memberOf(one), dataRoles))
    .map((one): CheckResult => {
      const fix = bind(projectId, memberOf(one), 'roles/datastore.user');
      return { name, status: 'missing', message: `${one}… may not use Firestore`, fix };
    });
  if (!holds(usersPolicy, memberOf(serviceAccounts.api), authRoles)) {
    const fix = bind(usersProject, memberOf(serviceAccounts.api), 'roles/firebaseauth.admin');
    results.push({
      name,
      status: 'missing',
      message: `${serviceAccounts.api}… may not see and change the users of ${usersProject}`,
      fix,
    });
  }
  return results.length > 0 ? results : [{ name, status: 'ok', message: 'Firestore, and the users' }];
}

function holds(
  policy: z.infer<typeof policySchema> | null,
  member: string,
  roles: readonly string[],
): boolean {
  return (
    policy?.bindings.some(({ role, members }) => roles.includes(role) && members.includes(member)) ?? false
  );
}

function bind(projectId: string, member: string, role: string): string {
  return `gcloud projects add-iam-policy-binding ${projectId} --condition=None --member=${member} --role=${role}`;
}
