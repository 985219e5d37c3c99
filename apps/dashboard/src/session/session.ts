import { initializeApp } from 'firebase/app';
// The build of Firebase Auth without pop-ups and remote scripts: those are on the sign-in page alone.
import {
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
  onAuthStateChanged,
  sendEmailVerification,
  signOut,
  type User,
} from 'firebase/auth/web-extension';
import type { PageConfig } from './page-config.ts';
import { type SignInReason, signInAddress } from './sign-in-address.ts';

/** The signed-in person, and the way out. */
export interface Session {
  userId: string;
  /** @throws what Firebase Auth says when the session has ended. */
  idToken: (options: { forceRefresh: boolean }) => Promise<string>;
  /** Has a link mailed by which the person proves that their address is theirs. */
  proveAddress: () => Promise<void>;
  /** Signs out and goes to the sign-in page, which brings the person back here unless they signed out themselves. */
  leave: (reason: SignInReason) => Promise<void>;
}

/**
 * Finds out who is signed in.
 * @returns null when nobody is.
 */
export async function openSession({ apiKey, projectId, development }: PageConfig): Promise<Session | null> {
  const app = initializeApp({ apiKey, projectId });
  const auth = initializeAuth(app, { persistence: indexedDBLocalPersistence });
  if (development) {
    connectAuthEmulator(auth, development.authEmulatorUrl, { disableWarnings: true });
  }
  await auth.authStateReady();
  const user = auth.currentUser;
  if (!user) {
    return null;
  }
  let leaving = false;
  const leave = async (reason: SignInReason): Promise<void> => {
    if (!leaving) {
      leaving = true;
      await signOut(auth);
      location.replace(signInAddress(location, reason));
    }
  };
  // Signed out in another tab, or somebody else signed in there: what this page shows is no longer theirs.
  onAuthStateChanged(auth, (current: User | null) => {
    if (!leaving && current?.uid !== user.uid) {
      leaving = true;
      location.reload();
    }
  });
  return {
    userId: user.uid,
    idToken: ({ forceRefresh }) => user.getIdToken(forceRefresh),
    proveAddress: () => sendEmailVerification(user),
    leave,
  };
}
