import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Where one process of a service is. */
export interface Place {
  url: string;
  /** Of its name's addresses this one. */
  ip?: string;
}

/** IP addresses of a name. */
export type LookUp = (hostname: string) => Promise<string[]>;

/** Those of the fourth version if there are some: a process that has one of each is one process. */
export const lookUpByDns: LookUp = async (hostname) => {
  const found = await lookup(hostname, { all: true });
  const fourth = found.filter(({ family }) => family === 4);
  return (fourth.length > 0 ? fourth : found).map(({ address }) => address);
};

/** Whether behind this address there could be several processes, and others later. */
export function isName(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname !== 'localhost' && isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
}

/** Every process behind these addresses. Undefined for a name that cannot be looked up just now. */
export const placesOf = (urls: readonly string[], lookUp: LookUp): Promise<{ url: string; places?: Place[] }[]> =>
  Promise.all(
    urls.map(async (url) => {
      if (!isName(url)) return { url, places: [{ url }] };
      try {
        const ips = await lookUp(new URL(url).hostname);
        return ips.length > 0 ? { url, places: ips.map((ip) => ({ url, ip })) } : { url };
      } catch {
        return { url };
      }
    }),
  );
