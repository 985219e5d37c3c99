import type { Integration, ProblemDetails } from '@klayim/shared/types';
import type { BrowserPage, RoutePages } from '../../http/browser-page.ts';

/** What helps, by the remedy of a problem. */
const remedies: Readonly<Record<ProblemDetails['remedy'], string>> = {
  none: 'Go back to the application that sent you here: it shows what is connected.',
  retry: 'Wait a minute, then load this page again.',
  reauthorize: 'Go back to the application that sent you here, and connect the account again.',
  operator:
    'Nothing that you do here can help. Tell the people who run the application, with the reference below.',
};

/** What happened, for problems whose title means nothing to a reader without knowledge of OAuth. */
const explanations: Readonly<Record<string, string>> = {
  oauth_state_unknown:
    'The link that brought you here is unknown, or older than ten minutes. Links of this kind work for a short time only.',
  oauth_state_foreign:
    'This connection was started in another browser, or this browser does not keep cookies. It can be finished only where it was started.',
  consent_denied: 'The access was not granted, so that nothing was connected.',
  authorization_failed: 'The provider did not complete the sign-in, so that nothing was connected.',
  authorization_interrupted:
    'The provider or this service did not answer in time. The answer that you gave cannot be used again.',
  authorization_in_progress: 'The connection is being set up. This page loads again by itself.',
  account_mismatch: 'You chose another account than the one to reconnect, so that nothing was changed.',
  already_connected: 'The account was connected before, and is as it was.',
  insufficient_role: 'You may no longer connect accounts for this organization.',
  invalid_request: 'The address that brought you here is not complete.',
};

/** What a person sees at the end of an authorization that leads back to no page of the application. */
export const oauthPages: RoutePages = {
  ofBody: (body) => connectedPage(body as Integration),
  ofProblem: problemPage,
};

function connectedPage({ accountEmail, requiredAction }: Integration): BrowserPage {
  return {
    title: 'Account connected',
    paragraphs: [
      `Account: ${accountEmail}`,
      ...(requiredAction === 'grant_scopes'
        ? ['Some of the access that was asked for was not granted. Connect the account again to grant it.']
        : []),
      ...(requiredAction === 'reauthorize'
        ? [
            'Access that lasts was not granted: the connection ends within the hour or so. Connect the account again and allow access at any time.',
          ]
        : []),
      'You can close this page and go back to the application.',
    ],
  };
}

function problemPage({ code, title, detail, remedy, requestId }: ProblemDetails): BrowserPage {
  const explanation = explanations[code];
  return {
    title,
    paragraphs: [
      ...(explanation === undefined ? [] : [explanation]),
      ...(detail === undefined ? [] : [detail]),
      ...(code === 'authorization_in_progress' ? [] : [remedies[remedy]]),
      `Reference: ${requestId}`,
    ],
    ...(code === 'authorization_in_progress' && { reloadAfterSeconds: 2 }),
  };
}
