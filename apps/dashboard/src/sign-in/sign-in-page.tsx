import { type ReactNode, useState } from 'react';
import { signInText } from '#text/sign-in';
import type { DevelopmentConfig } from '../session/page-config.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { DemoUsers } from './demo-users.tsx';
import { GoogleLogo, MicrosoftLogo } from './logos.tsx';
import type { SignIn } from './open-sign-in.ts';
import { PasswordForm } from './password-form.tsx';
import './sign-in.css';

interface SignInPageProps {
  signIn: SignIn;
  development: DevelopmentConfig | null;
  /** Why the person is here, as the address has it. */
  reason: string | null;
  /** They follow an invitation, and may have no account yet. */
  isInvited: boolean;
  onSignedIn: () => void;
}

/** Signs in by Google, Microsoft or password; in development as one of the stack's people. */
export function SignInPage({ signIn, development, reason, isInvited, onSignedIn }: SignInPageProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [sent, setSent] = useState(false);

  async function attempt(run: () => Promise<void>, then: () => void): Promise<void> {
    setBusy(true);
    setFailure(null);
    setSent(false);
    try {
      await run();
      then();
    } catch (error) {
      setFailure(describe(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="sign-in">
      <div className="sign-in__brand">
        <img src="/icon.svg" alt="" width={32} height={32} />
        {signInText.product}
      </div>
      <div className="sign-in__card">
        <h1>{signInText.title}</h1>
        <Reason reason={reason} />
        <div role="alert">{failure === null ? null : <Notice tone="bad">{failure}</Notice>}</div>
        <div role="status">{sent ? <Notice tone="neutral">{signInText.resetSent}</Notice> : null}</div>
        <div className="sign-in__providers">
          <Button
            wide
            busy={busy}
            onClick={() => void attempt(() => signIn.withProvider('google'), onSignedIn)}
          >
            <GoogleLogo />
            {signInText.google}
          </Button>
          <Button
            wide
            busy={busy}
            onClick={() => void attempt(() => signIn.withProvider('microsoft'), onSignedIn)}
          >
            <MicrosoftLogo />
            {signInText.microsoft}
          </Button>
        </div>
        <p className="sign-in__or">{signInText.or}</p>
        <PasswordForm
          busy={busy}
          canCreate={isInvited}
          onSignIn={(email, password) => void attempt(() => signIn.withPassword(email, password), onSignedIn)}
          onCreate={(email, password) =>
            void attempt(() => signIn.createAccount(email, password), onSignedIn)
          }
          onForgot={(email) =>
            email === ''
              ? setFailure(signInText.resetNeedsEmail)
              : void attempt(
                  () => signIn.sendPasswordReset(email),
                  () => setSent(true),
                )
          }
        />
      </div>
      {development ? (
        <DemoUsers
          users={development.users}
          onChoose={(email) =>
            void attempt(() => signIn.withPassword(email, development.password), onSignedIn)
          }
        />
      ) : null}
    </main>
  );
}

function Reason({ reason }: { reason: string | null }): ReactNode {
  return reason === 'expired' || reason === 'signedOut' ? (
    <Notice tone="neutral">{signInText.reasons[reason]}</Notice>
  ) : null;
}

/** Null for somebody who closed the provider's window: they know. */
function describe(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'auth/popup-closed-by-user' || code === 'auth/cancelled-popup-request') {
    return null;
  }
  // A service that does not tell whether an address has an account answers the one; older projects the others.
  const known = /wrong-password|user-not-found|invalid-login/.test(code) ? 'auth/invalid-credential' : code;
  return signInText.errors[known] ?? signInText.unknownError;
}
