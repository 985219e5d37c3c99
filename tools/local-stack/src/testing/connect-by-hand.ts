import { walkConsent } from '@klayim/local-oauth';
import { authorizeResponseSchema, integrationSchema, tokenResponseSchema } from '@klayim/shared/schemas';
import type { Integration } from '@klayim/shared/types';
import type { Stack } from '../stack/stack.ts';
import { cookieOf } from '../walkthrough/job-api.ts';

/** Connects an account of northwind at Google, as a person does after `dev` has started. */
export async function connectByHand(stack: Stack, account: string): Promise<Integration> {
  const authorization = `Bearer ${await stack.signIn('administrator')}`;
  const started = await fetch(`${stack.apiUrl}/integrations/google_calendar/authorize`, {
    method: 'POST',
    headers: { authorization },
  });
  const { authorizationUrl } = authorizeResponseSchema.parse(await started.json());
  const { callbackUrl } = await walkConsent(authorizationUrl, { account });
  const answer = await fetch(callbackUrl, {
    redirect: 'manual',
    headers: { cookie: cookieOf(started.headers) },
  });
  return integrationSchema.parse(await answer.json());
}

/** An access token of a connection of northwind, as its backend asks for one. */
export async function tokenByHand(stack: Stack, { id }: Pick<Integration, 'id'>): Promise<string> {
  const answer = await fetch(`${stack.apiUrl}/integrations/${id}/token`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stack.signIn('service')}`,
      'content-type': 'application/json',
    },
    body: '{}',
  });
  return tokenResponseSchema.parse(await answer.json()).accessToken;
}
