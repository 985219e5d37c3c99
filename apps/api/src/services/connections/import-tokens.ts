import type { ConnectionReason, Integration } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { adviceOn } from '../../providers/reasons/reason-texts.ts';
import type { ConnectAccount, ConnectAccountDependencies, ConnectInput } from './connect-account.ts';
import { toProviderAnswer } from './provider-answer.ts';

/** Tokens that were obtained elsewhere, and what is said of them. */
export type ImportInput = Omit<
  ConnectInput,
  'authorizationId' | 'integrationId' | 'missingScopes' | 'expiresAt'
>;

export type ImportDependencies = ConnectAccountDependencies & ConnectAccount;

/** Imports tokens that were obtained elsewhere: the provider confirms them before anything is stored. */
export function createTokenImport(dependencies: ImportDependencies) {
  const { integrationRepository, providers, clock, connectAccount, bringsMore, refuseConnected } =
    dependencies;

  /** Using a refresh token can end it: an import that cannot be stored is refused while the token is untouched. */
  async function assertWanted(input: ImportInput): Promise<void> {
    const id = integrationRepository.idOf(input.organizationId, input.provider, input.accountId);
    const existing = await integrationRepository.findById(input.organizationId, id);
    if (existing?.status === 'connected' && !bringsMore(input, existing)) {
      refuseConnected({ ...input, id }, existing);
    }
  }

  async function importTokens(input: ImportInput): Promise<Integration> {
    const provider = providers().get(input.provider);
    if (!provider) {
      throw new AppError('provider_not_configured');
    }
    await integrationRepository.requireLivingOrganization(input.organizationId);
    await assertWanted(input);
    const { grant, account } = await prove(provider, input);
    if (account.accountId !== input.accountId) {
      const detail = 'The tokens are those of another account than "accountId".';
      throw new AppError('tokens_not_proven', { detail });
    }
    const scopes = grant.scopes ?? input.scopes;
    const told = account.accountEmail.includes('@') ? account.accountEmail : input.accountEmail;
    const proven: ConnectInput = {
      ...input,
      accountEmail: told,
      scopes,
      missingScopes: provider.missingScopes(input.scopes, scopes),
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken,
      lifetime: grant.lifetime,
      expiresAt: new Date(clock() + grant.expiresInMs).toISOString(),
      // The proof may have rotated the token: what it gave is the only one that still works.
      replace: true,
    };
    return connectAccount(proven);
  }

  return { importTokens };
}

async function prove(provider: OAuthProvider, { accessToken, refreshToken, scopes }: ImportInput) {
  try {
    return await provider.prove({ accessToken, refreshToken, scopes });
  } catch (error) {
    throw error instanceof ProviderError ? refusalOf(error) : error;
  }
}

/**
 * Who has to act. Only a fault that is surely our registration's is ours: whatever else the provider refuses can come from
 * the tokens or scopes that were brought, and nothing but them is new here.
 */
function refusalOf(error: ProviderError): AppError {
  const { failure, owner, code, retryAfterMs } = error;
  const details = { cause: error, providerError: toProviderAnswer(error) };
  if (owner === 'application') {
    return new AppError('provider_misconfigured', details);
  }
  if (failure === 'unavailable' && owner === 'unknown') {
    return new AppError('provider_unavailable', { ...details, retryAfterMs });
  }
  return new AppError('tokens_not_proven', { ...details, detail: adviceOnTokens(code, error.reason) });
}

/** What the caller can do about it. The same for whatever other organizations hold: nothing of theirs is looked at. */
function adviceOnTokens(code: string, reason: ConnectionReason): string {
  if (code === 'refresh_token_needed') {
    return 'This provider confirms access tokens of no application: a refresh token is needed.';
  }
  if (reason === 'identity_missing') {
    return 'The tokens do not tell their account: they need the scope "openid".';
  }
  if (reason === 'revoked' || reason === 'unknown') {
    return 'The provider does not accept the tokens for this application: they are expired, revoked, or of another client.';
  }
  return adviceOn(reason);
}
