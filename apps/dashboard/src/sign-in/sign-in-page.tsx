import { type ReactNode, useRef, useState } from 'react';
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

type Provider = 'google' | 'microsoft';

/** Signs in by Google, Microsoft or password; in development as one of the stack's people. */
export function SignInPage({ signIn, development, reason, isInvited, onSignedIn }: SignInPageProps) {
  // A provider that hangs must not take the password away.
  const [busy, setBusy] = useState<'password' | Provider | null>(null);
  const attempts = useRef(0);
  const [failure, setFailure] = useState<string | null>(null);
  const [sent, setSent] = useState(false);

  async function attempt(
    way: 'password' | Provider,
    run: () => Promise<void>,
    then: () => void,
  ): Promise<void> {
    attempts.current += 1;
    const own = attempts.current;
    setBusy(way);
    setFailure(null);
    setSent(false);
    try {
      await run();
      then();
    } catch (error) {
      if (own === attempts.current) {
        setFailure(way === 'password' ? describe(error) : describeOfProvider(error, way));
      }
    } finally {
      if (own === attempts.current) {
        setBusy(null);
      }
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
            busy={busy !== null}
            onClick={() => void attempt('google', () => signIn.withProvider('google'), onSignedIn)}
          >
            <GoogleLogo />
            {signInText.google}
          </Button>
          <Button
            wide
            busy={busy !== null}
            onClick={() => void attempt('microsoft', () => signIn.withProvider('microsoft'), onSignedIn)}
          >
            <MicrosoftLogo />
            {signInText.microsoft}
          </Button>
        </div>
        <p className="sign-in__or">{signInText.or}</p>
        <PasswordForm
          busy={busy === 'password'}
          canCreate={isInvited}
          onSignIn={(email, password) =>
            void attempt('password', () => signIn.withPassword(email, password), onSignedIn)
          }
          onCreate={(email, password) =>
            void attempt('password', () => signIn.createAccount(email, password), onSignedIn)
          }
          onForgot={(email) =>
            email === ''
              ? setFailure(signInText.resetNeedsEmail)
              : void attempt(
                  'password',
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
            void attempt('password', () => signIn.withPassword(email, development.password), onSignedIn)
          }
        />
      ) : null}
    </main>
  );
}

function Reason({ reason }: { reason: string | null }): ReactNode {
  return reason !== null && Object.hasOwn(signInText.reasons, reason) ? (
    <Notice tone="neutral">{signInText.reasons[reason]}</Notice>
  ) : null;
}

/** Firebase Auth calls a script of Google's that could not be loaded an internal error. */
function describeOfProvider(error: unknown, provider: Provider): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'auth/internal-error' || code === 'auth/network-request-failed'
    ? signInText.providerUnreachable(signInText.providers[provider])
    : describe(error);
}

/** Null for a window that the person has given up for another one: that one goes on. */
function describe(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'auth/cancelled-popup-request') {
    return null;
  }
  // A service that does not tell whether an address has an account answers the one; older projects the others.
  const known = /wrong-password|user-not-found|invalid-login/.test(code) ? 'auth/invalid-credential' : code;
  return signInText.errors[known] ?? signInText.unknownError;
}
