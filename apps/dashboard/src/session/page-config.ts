/** One of the people that `dev` creates, offered on the sign-in page of a local stack only. */
export interface DemoUser {
  email: string;
  role: string;
  organizationId: string | null;
}

/** What only a local stack says: `/development.json`. */
export interface DevelopmentConfig {
  /** The Auth emulator, such as `http://127.0.0.1:9099`. */
  authEmulatorUrl: string;
  /** The password of every demo user. It opens nothing but the emulator of that machine. */
  password: string;
  users: readonly DemoUser[];
}

/** Everything that differs from one deployment to another. */
export interface PageConfig {
  apiKey: string;
  projectId: string;
  /** Null in production. */
  development: DevelopmentConfig | null;
}

/** Firebase reserves this beginning for projects that exist in emulators only. */
const localProject = /^demo-/;

/**
 * Reads what Firebase Hosting says of its project at a reserved address, and for a local project what `dev` adds.
 * @throws {TypeError | SyntaxError} when nothing answers, or something else than Hosting.
 * @see https://firebase.google.com/docs/hosting/reserved-urls
 */
export async function readPageConfig(read: typeof fetch): Promise<PageConfig> {
  const { apiKey, projectId } = (await readJson(read, '/__/firebase/init.json')) as PageConfig;
  if (typeof apiKey !== 'string' || typeof projectId !== 'string') {
    throw new SyntaxError('Hosting names no web app of its project.');
  }
  const development = localProject.test(projectId)
    ? ((await readJson(read, '/development.json')) as DevelopmentConfig)
    : null;
  return { apiKey, projectId, development };
}

async function readJson(read: typeof fetch, path: string): Promise<unknown> {
  const response = await read(path, { credentials: 'same-origin' });
  if (!response.ok) {
    throw new TypeError(`${path} answered ${response.status}.`);
  }
  return response.json();
}
