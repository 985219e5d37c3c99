import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { LocalAccount } from './accounts.ts';
import { renderConsentPage, renderErrorPage } from './consent-page.ts';
import { BadRequest, readBody, sendHtml } from './http.ts';
import { type ProviderProfile, splitScope } from './provider-profile.ts';

/** What the interaction pages work on. */
export interface InteractionInput {
  readonly provider: Provider;
  readonly profile: ProviderProfile;
  readonly accounts: readonly LocalAccount[];
}

/**
 * Serves `/interaction/:uid`: GET shows the sign-in and consent page, POST takes the decision and sends the
 * browser back to the authorization endpoint, which answers the client.
 */
export async function handleInteraction(
  input: InteractionInput,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'POST') {
      await decide(input, request, response);
    } else {
      await showPage(input, request, response);
    }
  } catch (error) {
    if (error instanceof errors.SessionNotFound) {
      return sendHtml(
        response,
        400,
        renderErrorPage('invalid_request', 'This sign-in has ended. Start again.'),
      );
    }
    if (error instanceof BadRequest) {
      return sendHtml(response, error.status, renderErrorPage('invalid_request', error.message));
    }
    throw error;
  }
}

async function showPage(
  { provider, profile, accounts }: InteractionInput,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid, params } = await provider.interactionDetails(request, response);
  const hint = params['login_hint'];
  const selected = accounts.find((account) => account.email === hint || account.id === hint) ?? accounts[0];
  const html = renderConsentPage({
    title: profile.title,
    clientId: String(params['client_id']),
    accounts,
    selectedId: selected?.id ?? '',
    scopes: knownScopes(profile, params['scope']).filter((scope) => !profile.silentScopes.includes(scope)),
    action: `/interaction/${uid}`,
  });
  sendHtml(response, 200, html);
}

async function decide(
  { provider, profile, accounts }: InteractionInput,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const form = new URLSearchParams(await readBody(request));
  const finish = (result: Parameters<Provider['interactionFinished']>[2]): Promise<void> =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });

  if (form.get('decision') !== 'allow') {
    return finish({ error: 'access_denied', error_description: 'The person denied access.' });
  }
  const account = accounts.find((candidate) => candidate.email === form.get('account'));
  if (account === undefined) {
    throw new BadRequest('Choose one of the accounts.');
  }

  const requested = knownScopes(profile, params['scope']);
  const ticked = new Set([...form.getAll('scope'), ...profile.silentScopes]);
  const grant = new provider.Grant({ accountId: account.id, clientId: String(params['client_id']) });
  grant.addOIDCScope(requested.filter((scope) => ticked.has(scope)));
  grant.rejectOIDCScope(requested.filter((scope) => !ticked.has(scope)));
  return finish({ login: { accountId: account.id }, consent: { grantId: await grant.save() } });
}

function knownScopes(profile: ProviderProfile, scope: unknown): string[] {
  const known = new Set(['openid', 'offline_access', ...Object.keys(profile.scopeClaims)]);
  return splitScope(scope).filter((value) => known.has(value));
}
