import { createKlayimClient } from '@klayim/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAvailability } from './api/availability.ts';
import { createQueryClient } from './api/query-client.ts';
import { servicesContext } from './api/services.ts';
import { App } from './app/app.tsx';
import { CannotStart } from './app/cannot-start.tsx';
import { createChosenOrganization } from './session/chosen-organization.ts';
import { readPageConfig } from './session/page-config.ts';
import { openSession, type Session } from './session/session.ts';
import { signInAddress } from './session/sign-in-address.ts';
import { markWhatIsTyped } from './session/unsaved.ts';
import './styles/tokens.css';
import './styles/base.css';

/** The only place that makes things: everything else is given them. */
async function start(element: HTMLElement): Promise<void> {
  const root = createRoot(element);
  let session: Session | null;
  try {
    session = await openSession(await readPageConfig(fetch));
  } catch {
    root.render(<CannotStart />);
    return;
  }
  if (session === null) {
    location.replace(signInAddress(location, 'needed'));
    return;
  }
  markWhatIsTyped(document);
  const availability = createAvailability({
    fetch: (...request) => fetch(...request),
    healthUrl: '/api/healthz',
    timeout: (ms) => AbortSignal.timeout(ms),
    setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
    clearTimeout: (timer) => window.clearTimeout(timer),
  });
  const organization = createChosenOrganization({
    userId: session.userId,
    tab: sessionStorage,
    browser: localStorage,
    here: location,
    replaceAddress: (address) => history.replaceState(history.state, '', address),
    load: (address) => location.assign(address),
  });
  const klayim = createKlayimClient({
    baseUrl: '/api',
    token: session.idToken,
    organizationId: organization.id,
    fetch: availability.fetch,
    // The page looks for a lost API by itself and says so meanwhile: a call need not wait long.
    retries: 1,
  });
  const queryClient = createQueryClient(session);
  root.render(
    <StrictMode>
      <servicesContext.Provider value={{ klayim, session, organization, availability }}>
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </servicesContext.Provider>
    </StrictMode>,
  );
}

const element = document.getElementById('app');
if (element) {
  void start(element);
}
