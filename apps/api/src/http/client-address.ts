import { isIP } from 'node:net';
import type { Request } from 'express';

const mappedPrefix = '::ffff:';

/**
 * Where a request came from: the address that the trusted proxies (`TRUSTED_PROXY_HOPS`) wrote behind whatever the caller
 * claimed in `X-Forwarded-For`. Null when it is not known, as in the functions emulator, or no address at all.
 */
export function clientAddressOf({ ip }: Request): string | null {
  if (ip === undefined) {
    return null;
  }
  const address = ip.toLowerCase().startsWith(mappedPrefix) ? ip.slice(mappedPrefix.length) : ip;
  return isIP(address) === 0 ? null : address;
}
