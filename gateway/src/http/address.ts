import { isIPv4 } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import { EnvironmentError } from '@storegraph/kit';
import ipaddr from 'ipaddr.js';

/** Whether an address is that of a proxy of ours, whose `x-forwarded-for` counts. */
export type IsTrustedProxy = (address: string) => boolean;

/** "10.0.0.0/8, 192.0.2.1, loopback"; undefined when there is none. */
export function trustedProxies(list: string): IsTrustedProxy | undefined {
  const ranges = list
    .split(',')
    .map((range) => range.trim())
    .filter(Boolean);
  if (ranges.length === 0) return undefined;
  try {
    const isTrusted = proxyAddr.compile(ranges);
    return (address) => isTrusted(address, 0);
  } catch (error) {
    throw new EnvironmentError(
      `TRUSTED_PROXIES: ${(error as Error).message}; write addresses and ranges, such as 10.0.0.0/8,192.0.2.1`,
    );
  }
}

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
