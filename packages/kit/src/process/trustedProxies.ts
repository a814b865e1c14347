import proxyAddr from '@fastify/proxy-addr';
import { EnvironmentError } from './environment.ts';

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
