import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What is no address: all of it is counted together. */
const UNKNOWN = 'unknown';

/** Who is counted together: an IPv4 address, or the /64 of an IPv6 address, which is what one customer of a provider has at least. */
export function addressGroup(address: string | undefined): string {
  if (!address) return UNKNOWN;
  if (!address.includes(':')) return isIPv4(address) ? address : UNKNOWN;
  if (!ipaddr.isValid(address)) return UNKNOWN;
  const parsed = ipaddr.process(address); // ::ffff:192.0.2.1 is 192.0.2.1
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const network = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
