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
import { holdsUnsaved } from './unsaved.ts';

/** The signed-in person, and the way out. */
export interface Session {
  userId: string;
  /** @throws what Firebase Auth says when the session has ended. */
  idToken: (options: { forceRefresh: boolean }) => Promise<string>;
  /** Has a link mailed by which the person proves that their address is theirs. */
  proveAddress: () => Promise<void>;
  /** Signs out and goes to the sign-in page, which brings the person back here unless they are done here. */
  leave: (reason: SignInReason) => Promise<void>;
  /**
   * To be called when the session is accepted no longer. Goes to the sign-in page, unless something would be lost with this one: then
   * it stays, and goes on when the same person has signed in again in another tab.
   */
  end: () => void;
  /** It was ended, and the page waits for the person to sign in again. */
  isEnded: () => boolean;
  /** Calls back whenever {@link Session.isEnded} changes. @returns what ends that. */
  subscribe: (listener: () => void) => () => void;
}

/** What Firebase Auth says when it gives no more tokens. */
const endings = /^auth\/(user-token-expired|invalid-user-token|user-disabled|user-not-found)$/;

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
  const listeners = new Set<() => void>();
  const otherTabs = new BroadcastChannel('session');
  let state: 'open' | 'ended' | 'left' = 'open';
  let waits = false;

  function setEnded(isEnded: boolean): void {
    state = isEnded ? 'ended' : 'open';
    waits = isEnded;
    for (const listener of listeners) {
      listener();
    }
  }

  async function leave(reason: SignInReason): Promise<void> {
    if (state !== 'left') {
      state = 'left';
      // Of somebody who signs out nothing stays in other tabs, whatever they hold.
      if (reason !== 'signedOut') {
        otherTabs.postMessage('ended');
      }
      await signOut(auth);
      location.replace(signInAddress(location, reason));
    }
  }

  function end(): void {
    if (state !== 'open') {
      return;
    }
    if (holdsUnsaved(document)) {
      setEnded(true);
      otherTabs.postMessage('ended');
      void signOut(auth);
    } else {
      void leave('expired');
    }
  }

  otherTabs.onmessage = end;
  onAuthStateChanged(auth, (current: User | null) => {
    if (current?.uid === user.uid) {
      if (state === 'ended') {
        setEnded(false);
      }
    } else if (current || state === 'open') {
      // Firebase Auth signs out by itself when it gives no more tokens, and says why to whoever asked for one: they come first.
      window.setTimeout(() => {
        if (state !== 'left' && (current || state === 'open')) {
          // Signed out in another tab, or somebody else signed in there: what this page shows is no longer theirs.
          state = 'left';
          location.reload();
        }
      });
    }
  });
  return {
    userId: user.uid,
    async idToken({ forceRefresh }) {
      if (!auth.currentUser) {
        throw new Error('The session has ended.');
      }
      try {
        return await auth.currentUser.getIdToken(forceRefresh);
      } catch (error) {
        if (error instanceof Error && 'code' in error && endings.test(String(error.code))) {
          end();
        }
        throw error;
      }
    },
    proveAddress: async () => {
      await sendEmailVerification(auth.currentUser ?? user);
    },
    leave,
    end,
    isEnded: () => waits,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
