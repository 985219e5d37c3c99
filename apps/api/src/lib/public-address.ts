import ipaddr from 'ipaddr.js';

/** Public by their range, and still reserved for the machines of a cloud: Azure's platform address. */
const platformAddresses: ReadonlySet<string> = new Set(['168.63.129.16']);

/**
 * Whether an address is one of the public Internet. An allow-list: private, loopback, link-local (metadata services),
 * carrier-grade NAT, multicast, documentation, translation and every other special range are refused, and so is whatever
 * cannot be read. An IPv4 address that is mapped into IPv6 is judged as the IPv4 address.
 * @param address in the form in which a resolver gives it.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) {
    return false;
  }
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || platformAddresses.has(parsed.toString())) {
    return false;
  }
  // Only 2000::/3 is assigned: what embeds an IPv4 address elsewhere, such as ::127.0.0.1, is not public.
  return !('parts' in parsed) || ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
}

/** Whether an address is the machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
