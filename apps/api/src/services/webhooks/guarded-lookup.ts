import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from '../../lib/public-address.ts';

/** All addresses of a host name. It may throw when there are none. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A request was to be sent to an address that is not public. */
export class AddressNotAllowedError extends Error {
  override readonly name = 'AddressNotAllowedError';
}

/**
 * Makes the look-up that a socket connects by: the addresses that are checked are the very ones that are connected to, so
 * that a name cannot point elsewhere after the check. One address that is not public refuses them all.
 * @param allowsLoopback for a receiver on the developer's own machine.
 */
export function guardLookup(resolve: ResolveHost, allowsLoopback: boolean): LookupFunction {
  const isAllowed = allowsLoopback ? isLoopbackAddress : isPublicAddress;
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (!first || !found.every(({ address }) => isAllowed(address))) {
          callback(new AddressNotAllowedError(), '', 0);
        } else if (options.all) {
          callback(null, [...found]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

/**
 * Whether a host may be connected to without a look-up, which sockets leave out for an address.
 * @param hostname of a URL, an IPv6 address in brackets.
 */
export function isAllowedHost(hostname: string, allowsLoopback: boolean): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 || (allowsLoopback ? isLoopbackAddress : isPublicAddress)(address);
}
