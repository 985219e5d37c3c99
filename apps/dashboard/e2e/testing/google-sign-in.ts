import type { BrowserContext } from 'playwright-core';
import { productionUrl } from './production.ts';
import type { StackAddresses } from './stack.setup.ts';

const readableThere = { 'access-control-allow-origin': productionUrl };

/**
 * Plays what a pop-up of Firebase Auth needs of others: Google's script that opens frames, the two pages that Hosting serves for it,
 * and Firebase Auth's servers, in whose place the stack's Auth emulator answers.
 * @param person who chooses their account in the pop-up.
 * @returns every host that was asked, with what was asked of it.
 */
export async function playGoogleSignIn(
  context: BrowserContext,
  { authUrl }: StackAddresses,
  person: { email: string },
): Promise<Set<string>> {
  const asked = new Set<string>();
  await context.route('https://apis.google.com/**', async (route) => {
    asked.add(route.request().url().split('?')[0] ?? '');
    await route.fulfill({ contentType: 'text/javascript', body: frameScript });
  });
  await context.route(`${productionUrl}/__/auth/*`, async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    asked.add(origin + pathname);
    const page = pathname.endsWith('/iframe') ? iframePage : handlerPage(person.email);
    await route.fulfill({ contentType: 'text/html', body: page });
  });
  for (const server of ['identitytoolkit.googleapis.com', 'securetoken.googleapis.com']) {
    await context.route(`https://${server}/**`, async (route) => {
      const { origin, pathname, search } = new URL(route.request().url());
      asked.add(origin + pathname);
      if (pathname === '/v1/projects') {
        await route.fulfill({
          headers: readableThere,
          json: { authorizedDomains: [new URL(productionUrl).hostname] },
        });
        return;
      }
      const query = search.replace('production-key', 'local');
      const response = await route.fetch({ url: `${authUrl}/${server}${pathname}${query}` });
      await route.fulfill({ response, headers: { ...response.headers(), ...readableThere } });
    });
  }
  return asked;
}

/** Google's loader of frames, as far as Firebase Auth uses it. */
const frameScript = `
const frameOf = (url) => Object.assign(document.createElement('iframe'), { src: url, hidden: true });
function wrap(frame) {
  const handlers = {};
  addEventListener('message', ({ source, data }) => {
    if (source === frame.contentWindow && data.type in handlers) {
      handlers[data.type](data.message);
    }
  });
  return {
    restyle: async () => {},
    ping: (done) => new Promise((resolve) => frame.addEventListener('load', () => { done(); resolve(); })),
    register: (type, handler) => { handlers[type] = handler; },
    // Its answer comes later, and nobody hears what the one who asked throws.
    send: (type, message, answer) => Promise.resolve([{ [type]: true }]).then(answer).catch(() => {}),
  };
}
window.gapi = {
  load: (name, { callback }) => callback(),
  iframes: {
    CROSS_ORIGIN_IFRAMES_FILTER: () => true,
    getContext: () => ({
      open: ({ where, url }, opened) => {
        const frame = frameOf(url);
        where.append(frame);
        return opened(wrap(frame));
      },
    }),
  },
};
const onload = new URL(document.currentScript.src).searchParams.get('onload');
window[onload]();
`;

/** Stands in the sign-in page, and tells it what the pop-up came to. */
const iframePage = `<!doctype html><title>Frame</title><script>
new BroadcastChannel('sign-in').onmessage = ({ data }) => {
  parent.postMessage({ type: 'authEvent', message: { authEvent: data } }, location.origin);
};
</script>`;

/** What the pop-up shows once Google has sent the person back. */
const handlerPage = (email: string) => `<!doctype html><title>Choose an account</title>
<button type="button">${email}</button><script>
const given = new URLSearchParams(location.search);
const idToken = JSON.stringify({ sub: '${email}', email: '${email}', email_verified: true });
document.querySelector('button').onclick = () => {
  new BroadcastChannel('sign-in').postMessage({
    type: given.get('authType'),
    eventId: given.get('eventId'),
    urlResponse: 'http://localhost',
    sessionId: 'session',
    postBody: new URLSearchParams({ id_token: idToken, providerId: given.get('providerId') }).toString(),
    tenantId: null,
    error: null,
  });
};
</script>`;
