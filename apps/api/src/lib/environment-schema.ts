import * as z from 'zod';

/*
 * Kinds of environment variables that configuration is made of.
 */

/** Text that may be absent; spaces around it do not count. */
export const optionalText = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();

/** An address that we call or send browsers to: https, or http on loopback. */
export const endpoint = z
  .url({ protocol: /^https?$/ })
  .refine(isHttpsOrLoopback, 'must be https, or http on loopback');

function isHttpsOrLoopback(text: string): boolean {
  // Zod runs this check beside the one for a URL, not after it.
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
