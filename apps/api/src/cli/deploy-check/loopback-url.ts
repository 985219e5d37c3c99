import { UsageError } from '../refusal.ts';

/**
 * In place of Google's servers, for tests: a login is shown to Google alone, and to tests on this machine.
 * @throws {UsageError} when it leads elsewhere.
 */
export function loopbackUrl(url: string | undefined): string | undefined {
  if (!url) {
    return undefined;
  }
  if (new URL(url).hostname === '127.0.0.1') {
    return url;
  }
  throw new UsageError('DEPLOY_CHECK_GOOGLE_URL must be on 127.0.0.1.');
}
