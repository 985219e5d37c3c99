import express from 'express';
import { listen, type RunningServer } from '../http/listen.ts';

/** A user as the service stores it. */
export interface StoredUser {
  localId: string;
  email: string;
  emailVerified: boolean;
  disabled?: boolean;
  /** Custom claims as JSON. */
  customAttributes?: string;
  /** Seconds since the epoch: what was signed in before must sign in again. */
  validSince?: string;
}

/** The part of Identity Toolkit that the Admin SDK needs for custom claims and ID tokens, on loopback. */
export async function startIdentityToolkit(users: StoredUser[]): Promise<RunningServer & { host: string }> {
  const app = express();
  app.use(express.json());
  const accounts = '/identitytoolkit.googleapis.com/v1/projects/:project/accounts';
  app.post(`${accounts}\\:lookup`, ({ body }, response) => {
    const { email, localId } = body as { email?: string[]; localId?: string[] };
    response.json({
      users: users.filter((user) => email?.includes(user.email) || localId?.includes(user.localId)),
    });
  });
  app.post(`${accounts}\\:update`, ({ body }, response) => {
    const change = body as StoredUser;
    const user = users.find(({ localId }) => localId === change.localId);
    if (user) {
      response.json({ localId: Object.assign(user, change).localId });
    } else {
      response.status(400).json({ error: { message: 'USER_NOT_FOUND' } });
    }
  });
  const server = await listen(app);
  return { ...server, host: new URL(server.url).host };
}
