import { execFile } from 'node:child_process';
import { applicationDefault } from 'firebase-admin/app';
import { minuteMs } from '../../lib/duration.ts';
import { CannotTell } from './check.ts';

/** The credentials of calls to Google's APIs. */
export interface GoogleCredentials {
  accessToken: string;
  /** Where it comes from. */
  source: 'gcloud' | 'application default credentials';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The person's own login: what GOOGLE_APPLICATION_CREDENTIALS names (CI), else gcloud's, else application default
 * credentials.
 * @throws {CannotTell} without any, with the command that logs in.
 */
export async function findCredentials(environment: Environment): Promise<GoogleCredentials> {
  if (environment['GOOGLE_APPLICATION_CREDENTIALS']) {
    return readDefaultCredentials();
  }
  const gcloud = await askGcloud(environment);
  if (gcloud.accessToken) {
    return { accessToken: gcloud.accessToken, source: 'gcloud' };
  }
  return readDefaultCredentials().catch((cause: unknown) => {
    throw gcloud.isInstalled
      ? new CannotTell('no account is logged in', 'gcloud auth login', { cause })
      : new CannotTell(
          'there is neither gcloud nor GOOGLE_APPLICATION_CREDENTIALS',
          'install gcloud (https://cloud.google.com/sdk/docs/install), then: gcloud auth login',
          { cause },
        );
  });
}

async function readDefaultCredentials(): Promise<GoogleCredentials> {
  try {
    const { access_token: accessToken } = await applicationDefault().getAccessToken();
    return { accessToken, source: 'application default credentials' };
  } catch (cause) {
    throw new CannotTell(
      'the application default credentials give no access token',
      'gcloud auth application-default login',
      { cause },
    );
  }
}

/** Asks gcloud without letting it ask anything back. */
function askGcloud(env: Environment): Promise<{ isInstalled: boolean; accessToken: string | null }> {
  const args = ['auth', 'print-access-token', '--quiet'];
  return new Promise((resolve) => {
    const child = execFile('gcloud', args, { env, timeout: minuteMs }, (error, stdout) => {
      const isInstalled = !(error && error.code === 'ENOENT');
      resolve({ isInstalled, accessToken: error ? null : stdout.trim() || null });
    });
    child.stdin?.end();
  });
}
