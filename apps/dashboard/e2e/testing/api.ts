import type { StackAddresses } from './stack.setup.ts';

/** Calls the API as one of the demo people, beside the page. @returns the answer's body. @throws {Error} when it is refused. */
export async function callApi(
  { apiUrl, authUrl }: StackAddresses,
  email: string,
  { method, path, body, headers = {} }: ApiCall,
): Promise<unknown> {
  const signIn = await fetch(
    new URL('/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=local', authUrl),
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'development-only', returnSecureToken: true }),
    },
  );
  const { idToken } = (await signIn.json()) as { idToken: string };
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${idToken}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path} was refused: ${text}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}

interface ApiCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's own address: `/employees`. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}
