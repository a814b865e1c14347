import type { MetaDescriptor } from 'react-router';
import type { ShopSettings } from '../server/shopSettings.ts';

/** What a page is told of those around it. */
export interface Around {
  matches: readonly ({ id: string; loaderData?: unknown } | undefined)[];
}

/** Until somebody has said what the shop is called, it is the shop. */
export const nameOf = (settings: ShopSettings | null | undefined): string => settings?.name ?? 'The shop';

export function shopNameFrom({ matches }: Around): string {
  const root = matches.find((match) => match?.id === 'root')?.loaderData;
  return nameOf((root as { settings?: ShopSettings | null } | undefined)?.settings);
}

/** "Cart · Storegraph" */
export const titled = (title: string, around: Around): MetaDescriptor => ({
  title: `${title} · ${shopNameFrom(around)}`,
});

/** `meta` of a page that is one shopper's: no search engine shows it. */
export const personalPage =
  (title: string) =>
  (around: Around): MetaDescriptor[] => [titled(title, around), { name: 'robots', content: 'noindex' }];
