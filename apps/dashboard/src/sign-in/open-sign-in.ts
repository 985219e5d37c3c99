import { initializeApp } from 'firebase/app';
import {
  browserPopupRedirectResolver,
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  GoogleAuthProvider,
  indexedDBLocalPersistence,
  initializeAuth,
  OAuthProvider,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signInWithPopup,
} from 'firebase/auth';
import type { PageConfig } from '../session/page-config.ts';

/** The ways to sign in. Each rejects with Firebase Auth's own error, whose `code` says why. */
export interface SignIn {
  /** Somebody is signed in already. */
  isSignedIn: boolean;
  withPassword: (email: string, password: string) => Promise<void>;
  withProvider: (provider: 'google' | 'microsoft') => Promise<void>;
  createAccount: (email: string, password: string) => Promise<void>;
  /** Ends the same way whether there is an account with this address or not. */
  sendPasswordReset: (email: string) => Promise<void>;
}

/**
 * Opens Firebase Auth with all that signing in needs.
 * @param host of this site, which serves the pop-up's page at `/__/auth/handler` too: nothing of another site is framed.
 */
export async function openSignIn(
  { apiKey, projectId, development }: PageConfig,
  host: string,
): Promise<SignIn> {
  const app = initializeApp({ apiKey, projectId, authDomain: host });
  const auth = initializeAuth(app, {
    persistence: indexedDBLocalPersistence,
    popupRedirectResolver: browserPopupRedirectResolver,
  });
  if (development) {
    connectAuthEmulator(auth, development.authEmulatorUrl, { disableWarnings: true });
  }
  await auth.authStateReady();
  return {
    isSignedIn: auth.currentUser !== null,
    async withPassword(email, password) {
      await signInWithEmailAndPassword(auth, email, password);
    },
    async withProvider(provider) {
      const chosen = provider === 'google' ? new GoogleAuthProvider() : new OAuthProvider('microsoft.com');
      chosen.setCustomParameters({ prompt: 'select_account' });
      await signInWithPopup(auth, chosen);
    },
    async createAccount(email, password) {
      await createUserWithEmailAndPassword(auth, email, password);
    },
    async sendPasswordReset(email) {
      try {
        await sendPasswordResetEmail(auth, email);
      } catch (error) {
        // Some projects tell whether an address has an account. This page does not.
        if (!(error instanceof Error && 'code' in error && error.code === 'auth/user-not-found')) {
          throw error;
        }
      }
    },
  };
}
