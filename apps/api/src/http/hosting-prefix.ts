import type { RequestListener } from 'node:http';

const prefix = /^\/api(?=[/?]|$)/;

/**
 * Firebase Hosting serves the API below `/api` and passes the whole path on; the function's own address has nothing
 * before the path. The app sees the same path either way.
 * @see https://firebase.google.com/docs/hosting/functions
 */
export function withoutHostingPrefix(handle: RequestListener): RequestListener {
  return (request, response) => {
    request.url = withoutPrefix(request.url ?? '/');
    handle(request, response);
  };
}

function withoutPrefix(url: string): string {
  const rest = url.replace(prefix, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
