import { type CookieJar, createCookieJar } from './cookie-jar.ts';

/** More hops than any real walk needs. */
const maxHops = 10;

/** What the walking person does. */
export interface WalkConsentOptions {
  /** Email of the account to choose. Default: the one that the page has preselected. */
  readonly account?: string;
  /** Press Deny instead of Allow. */
  readonly deny?: boolean;
  /** Scopes to leave unticked. */
  readonly withholdScopes?: readonly string[];
  /** Cookies to bring and keep. Default: a new browser each time. */
  readonly cookieJar?: CookieJar;
}

/**
 * Walks an authorization as a browser would, with a plain HTTP client: follows the real redirects, fills the
 * sign-in and consent form, keeps cookies, and stops at the redirect to the client without following it.
 *
 * @returns the URL that the client's redirect URI would be called with (`code` and `state`, or `error`).
 * @throws {Error} when the server shows an error page, or the account or a scope is not on the page.
 */
export async function walkConsent(
  authorizationUrl: string,
  options: WalkConsentOptions = {},
): Promise<{ callbackUrl: string }> {
  const jar = options.cookieJar ?? createCookieJar();
  const redirectUri = new URL(authorizationUrl).searchParams.get('redirect_uri');
  if (redirectUri === null) {
    throw new Error('The authorization URL has no redirect_uri.');
  }
  const target = new URL(redirectUri);
  let url = new URL(authorizationUrl);
  let form: URLSearchParams | undefined;

  for (let hop = 0; hop < maxHops; hop += 1) {
    const response = await request(url, form, jar);
    form = undefined;
    const location = response.headers.get('location');
    if (location !== null) {
      await response.body?.cancel();
      url = new URL(location, url);
      if (url.origin === target.origin && url.pathname === target.pathname) {
        return { callbackUrl: url.href };
      }
      continue;
    }
    const page = await response.text();
    if (!response.ok) {
      throw new Error(`The authorization server answered ${response.status}: ${textOf(page)}`);
    }
    const filled = fillForm(page, options);
    url = new URL(filled.action, url);
    form = filled.fields;
  }
  throw new Error(`The authorization did not end after ${maxHops} requests.`);
}

async function request(url: URL, form: URLSearchParams | undefined, jar: CookieJar): Promise<Response> {
  const cookie = jar.header(url);
  const response = await fetch(url, {
    ...(form === undefined ? {} : { method: 'POST', body: form }),
    redirect: 'manual',
    headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) },
  });
  jar.store(url, response);
  return response;
}

function fillForm(page: string, options: WalkConsentOptions): { action: string; fields: URLSearchParams } {
  const action = /<form method="post" action="([^"]*)">/.exec(page)?.[1];
  if (action === undefined) {
    throw new Error(`There is no form on the page: ${textOf(page)}`);
  }
  const inputs = [
    ...page.matchAll(/<input type="(radio|checkbox)" name="(\w+)" value="([^"]*)"( checked)?/g),
  ].map(([, , name = '', value = '', checked]) => ({
    name,
    value: unescapeHtml(value),
    checked: checked !== undefined,
  }));
  const valuesOf = (name: string): string[] =>
    inputs.filter((input) => input.name === name).map((input) => input.value);

  const { account = inputs.find((input) => input.name === 'account' && input.checked)?.value } = options;
  if (account === undefined || !valuesOf('account').includes(account)) {
    throw new Error(
      `The page does not offer the account ${account}, only ${valuesOf('account').join(', ')}.`,
    );
  }
  const withheld = options.withholdScopes ?? [];
  const missing = withheld.filter((scope) => !valuesOf('scope').includes(scope));
  if (missing.length > 0) {
    throw new Error(`The page does not offer the scopes ${missing.join(', ')}.`);
  }

  const fields = new URLSearchParams({ account, decision: options.deny === true ? 'deny' : 'allow' });
  for (const scope of valuesOf('scope')) {
    if (!withheld.includes(scope)) {
      fields.append('scope', scope);
    }
  }
  return { action: unescapeHtml(action), fields };
}

function textOf(html: string): string {
  const body = /<main>([\s\S]*)<\/main>/.exec(html)?.[1] ?? html;
  return unescapeHtml(body.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
