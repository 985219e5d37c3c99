import type { Integration } from '@klayim/shared/types';
import { AppError, type ProviderAnswer } from '../../errors/app-error.ts';
import type { ErrorCode } from '../../errors/error-codes.ts';

/** How an authorization ended that really was ours and this browser's; the same when its browser comes again. */
export interface CompletedAuthorization {
  /** Where the browser goes now; null when the caller named no place, or one that is no longer allowed. */
  returnUrl: string | null;
  result: { status: 'connected'; integration: Integration } | { status: 'failed'; error: AppError };
}

/** How an authorization ended, as it is kept for its browser to ask again. */
interface SettledOutcome {
  returnUrl: string | null;
  result:
    | { status: 'connected'; integrationId: string }
    | {
        status: 'failed';
        code: ErrorCode;
        detail?: string | undefined;
        integrationId?: string | undefined;
        providerError?: ProviderAnswer | undefined;
      };
}

/** An outcome as text. It holds no credential. */
export function writeOutcome({ returnUrl, result }: CompletedAuthorization): string {
  const kept = (): SettledOutcome['result'] => {
    if (result.status === 'connected') {
      return { status: 'connected', integrationId: result.integration.id };
    }
    const { code, detail, integrationId, providerError } = result.error;
    return { status: 'failed', code, detail, integrationId, providerError };
  };
  return JSON.stringify({ returnUrl, result: kept() } satisfies SettledOutcome);
}

/** The outcome again, with the connection as it is now. */
export async function readOutcome(
  text: string,
  findIntegration: (integrationId: string) => Promise<Integration | null>,
): Promise<CompletedAuthorization> {
  const { returnUrl, result } = JSON.parse(text) as SettledOutcome;
  if (result.status === 'failed') {
    const { code, status, ...details } = result;
    return { returnUrl, result: { status, error: new AppError(code, details) } };
  }
  const integration = await findIntegration(result.integrationId);
  if (integration) {
    return { returnUrl, result: { status: 'connected', integration } };
  }
  return { returnUrl, result: { status: 'failed', error: new AppError('integration_not_found') } };
}
