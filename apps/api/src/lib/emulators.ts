/** Variables that send the Admin SDK to an emulator. The Authentication emulator's tokens are believed unsigned. */
const emulatorVariables = [
  'FIREBASE_AUTH_EMULATOR_HOST',
  'FIRESTORE_EMULATOR_HOST',
  'CLOUD_TASKS_EMULATOR_HOST',
  'FIREBASE_STORAGE_EMULATOR_HOST',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether emulators may stand in for the cloud: under the Functions emulator, in a project named `demo-…`, which has no
 * cloud behind it, or in a process that has no project and is not on the platform, such as a test.
 */
export function areEmulatorsExpected(environment: Environment): boolean {
  const project = projectOf(environment);
  const isDeployed = Boolean(environment['K_SERVICE']) || environment['NODE_ENV'] === 'production';
  return (
    environment['FUNCTIONS_EMULATOR'] === 'true' ||
    (project === undefined ? !isDeployed : project.startsWith('demo-'))
  );
}

/** The emulator variables that are set where no emulators are expected. */
export function misplacedEmulators(environment: Environment): string[] {
  return areEmulatorsExpected(environment) ? [] : emulatorVariables.filter((name) => environment[name]);
}

function projectOf(environment: Environment): string | undefined {
  const named = environment['GCLOUD_PROJECT'] || environment['GOOGLE_CLOUD_PROJECT'];
  if (named) {
    return named;
  }
  return /"projectId"\s*:\s*"([^"]+)"/.exec(environment['FIREBASE_CONFIG'] ?? '')?.[1];
}
