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

/**
 * Disconnects all accounts of an organization: another one that has the same account would keep its grant alive, and what a test of
 * that organization says of revocation is another thing then.
 */
export async function disconnectAll(stack: StackAddresses, owner: string): Promise<void> {
  const list = await callApi(stack, owner, { method: 'GET', path: '/integrations?limit=100' });
  for (const { id, status } of (list as { items: { id: string; status: string }[] }).items) {
    if (status !== 'disconnected') {
      await callApi(stack, owner, { method: 'POST', path: `/integrations/${id}/disconnect` });
    }
  }
}

interface ApiCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's own address: `/employees`. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}
