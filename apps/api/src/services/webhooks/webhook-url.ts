import { AppError } from '../../errors/app-error.ts';
import { isAllowedHost } from './guarded-lookup.ts';

/** Spelled out: no other name or form of the machine's own address is taken. */
const loopbackForm = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?]|$)/;

/** Whether this is a URL of the developer's own machine. */
export function isLoopbackUrl(url: string): boolean {
  return loopbackForm.test(url);
}

/**
 * Checks the form of an endpoint's URL. Where its name leads is checked when a request is sent.
 * @param options.allowsLoopback whether `http` on loopback is taken: only where emulators run.
 * @returns the URL as it is stored and called.
 * @throws {AppError} webhook_url_not_allowed
 */
export function checkWebhookUrl(text: string, { allowsLoopback }: { allowsLoopback: boolean }): string {
  const refuse = (detail: string) => new AppError('webhook_url_not_allowed', { detail });
  if (!URL.canParse(text)) {
    throw refuse('This is not a URL.');
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw refuse('The URL must not hold a user name, a password or a fragment.');
  }
  if (allowsLoopback && isLoopbackUrl(text)) {
    return url.href;
  }
  if (url.protocol !== 'https:') {
    throw refuse('The URL must begin with https://.');
  }
  if (!isAllowedHost(url.hostname, false)) {
    throw refuse('The URL must lead to a public address.');
  }
  return url.href;
}
