import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { signInText } from '#text/sign-in';
import { type PageConfig, readPageConfig } from '../session/page-config.ts';
import { destinationAfterSignIn } from '../session/sign-in-address.ts';
import { openSignIn, type SignIn } from './open-sign-in.ts';
import { SignInPage } from './sign-in-page.tsx';
import '../styles/tokens.css';
import '../styles/base.css';

/** The sign-in page is a document of its own: the scripts that pop-ups need are allowed here and nowhere else. */
async function start(element: HTMLElement): Promise<void> {
  const root = createRoot(element);
  let config: PageConfig;
  let signIn: SignIn;
  try {
    config = await readPageConfig(fetch);
    signIn = await openSignIn(config, location.host);
  } catch {
    root.render(<p role="alert">{signInText.cannotStart}</p>);
    return;
  }
  const destination = destinationAfterSignIn(location);
  const reason = new URLSearchParams(location.search).get('reason');
  const goOn = (): void => {
    if (reason === 'again') {
      // The tab that waits for this goes on by itself. Where the browser does not let this one close, it says so.
      root.render(<IsBack />);
      window.close();
    } else {
      location.replace(destination);
    }
  };
  if (signIn.isSignedIn) {
    goOn();
    return;
  }
  root.render(
    <StrictMode>
      <SignInPage
        signIn={signIn}
        development={config.development}
        reason={reason}
        isInvited={/^\/invitation\b/.test(destination)}
        onSignedIn={goOn}
      />
    </StrictMode>,
  );
}

function IsBack() {
  return (
    <main className="sign-in">
      <div className="sign-in__card">
        <h1>{signInText.isBack.title}</h1>
        <p role="status">{signInText.isBack.explanation}</p>
      </div>
    </main>
  );
}

const element = document.getElementById('app');
if (element) {
  void start(element);
}
