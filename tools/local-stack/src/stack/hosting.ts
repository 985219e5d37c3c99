import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';
import { developmentPassword, stackOperator, stackUsers } from './auth-users.ts';
import { builtDashboard } from './build-dashboard.ts';
import { repositoryRoot } from './repository.ts';

interface HeaderRule {
  source: string;
  headers: { key: string; value: string }[];
}

interface HostingConfig {
  headers: HeaderRule[];
  [other: string]: unknown;
}

const contentSecurityPolicy = 'Content-Security-Policy';

/**
 * What the project's own `firebase.json` says of Hosting, with the Auth emulator added to what pages may call and frame.
 *
 * @param publicFolder what is served, from the folder of `firebase.json`.
 */
export async function localHostingConfig(publicFolder: string, authUrl: string): Promise<HostingConfig> {
  const project = JSON.parse(await readFile(join(repositoryRoot, 'firebase.json'), 'utf8')) as {
    hosting?: HostingConfig;
  };
  if (!project.hosting) {
    throw new StackError('firebase.json does not say what Hosting serves.');
  }
  return {
    ...project.hosting,
    public: publicFolder,
    headers: project.hosting.headers.map((rule) => ({
      ...rule,
      headers: rule.headers
        // A browser would keep it for every other server of this machine.
        .filter(({ key }) => key !== 'Strict-Transport-Security')
        .map(({ key, value }) =>
          key === contentSecurityPolicy ? { key, value: allowAuthEmulator(value, authUrl) } : { key, value },
        ),
    })),
  };
}

function allowAuthEmulator(policy: string, authUrl: string): string {
  return policy.replace(/(?<=\b(?:connect-src|frame-src)\b[^;]*)(?=;)/g, ` ${authUrl}`);
}

/** Puts the built dashboard where the emulator serves it, with what a local page is told beside it. */
export async function placeDashboard(folder: string, authUrl: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(builtDashboard, folder, { recursive: true });
  const draft = join(folder, '.development.json');
  await writeFile(draft, JSON.stringify(developmentConfig(authUrl)));
  await rename(draft, join(folder, 'development.json'));
}

/** What the sign-in page of a local stack is told: the Auth emulator, and whom it can sign in. */
function developmentConfig(authUrl: string) {
  return {
    authEmulatorUrl: authUrl,
    password: developmentPassword,
    users: [
      ...stackUsers
        .filter(({ role }) => role !== 'service')
        .map(({ email, role, organizationId }) => ({ email, role, organizationId })),
      { email: stackOperator.email, role: 'platform operator', organizationId: null },
    ],
  };
}
