interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** Cookies by origin and path, as far as an authorization walk needs them. Domains and dates are not looked at. */
export interface CookieJar {
  /** Keeps what an answer from `url` set; an empty value or `Max-Age`/`Expires` in the past removes. */
  readonly store: (url: URL, response: Response) => void;
  /** The `Cookie` header for a request, or an empty string. */
  readonly header: (url: URL) => string;
}

/** Makes an empty jar. */
export function createCookieJar(): CookieJar {
  const byOrigin = new Map<string, Map<string, Cookie>>();
  return {
    store(url, response) {
      const cookies = byOrigin.get(url.origin) ?? new Map<string, Cookie>();
      byOrigin.set(url.origin, cookies);
      for (const line of response.headers.getSetCookie()) {
        const { cookie, removed } = parse(line);
        const key = `${cookie.name} ${cookie.path}`;
        if (removed) {
          cookies.delete(key);
        } else {
          cookies.set(key, cookie);
        }
      }
    },
    header(url) {
      const cookies = [...(byOrigin.get(url.origin)?.values() ?? [])];
      return cookies
        .filter(({ path }) => matches(url.pathname, path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    },
  };
}

function parse(line: string): { cookie: Cookie; removed: boolean } {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  const attributes = new Map(
    rest.map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.toLowerCase(), value] as const;
    }),
  );
  const value = pair.slice(equals + 1);
  const expires = attributes.get('expires');
  const past = expires !== undefined && Date.parse(expires) <= Date.now();
  return {
    cookie: { name: pair.slice(0, equals), value, path: attributes.get('path') ?? '/' },
    removed: value === '' || past || attributes.get('max-age') === '0',
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
function matches(requestPath: string, cookiePath: string): boolean {
  if (requestPath === cookiePath) {
    return true;
  }
  return requestPath.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
