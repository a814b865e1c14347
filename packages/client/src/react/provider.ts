import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, createElement, type ReactNode, useContext, useEffect } from 'react';
import type { StorefrontClient } from '../client.ts';
import { EVERYTHING } from './keys.ts';

const Shop = createContext<StorefrontClient | null>(null);

export interface ShopProviderProps {
  client: StorefrontClient;
  children?: ReactNode;
}

/** Gives the hooks below it their client. Has to be inside TanStack Query's `QueryClientProvider`. */
export function ShopProvider({ client, children }: ShopProviderProps): ReactNode {
  const cache = useQueryClient();
  // what one viewer has read is not shown to the next one
  useEffect(() => client.onViewerChange(() => forget(cache)), [client, cache]);
  return createElement(Shop.Provider, { value: client }, children);
}

function forget(cache: QueryClient): void {
  const mutations = cache.getMutationCache();
  for (const mutation of mutations.findAll({ mutationKey: EVERYTHING }))
    if (mutation.state.status !== 'pending') mutations.remove(mutation);
  void cache.resetQueries({ queryKey: EVERYTHING });
}

/** The client, for what is no hook: signing in and out, pages, tokens. */
export function useShop(): StorefrontClient {
  const client = useContext(Shop);
  if (!client) throw new Error('There is no ShopProvider around this component');
  return client;
}
