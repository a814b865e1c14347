import {
  type QueryKey,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useMutation,
  type UseMutationOptions,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
  type UseQueryResult,
  useSuspenseQuery,
  type UseSuspenseQueryResult,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { PageVariables, StorefrontClient } from '../client.ts';
import type { Typed } from '../document.ts';
import { nextCursor, type Page } from '../pages.ts';
import { EVERYTHING, operationKey } from './keys.ts';
import { useShop } from './provider.ts';

/** TanStack Query's own, such as `enabled` and `staleTime`. */
export type QueryOptions<Data> = Omit<UseQueryOptions<Data, Error>, 'queryKey' | 'queryFn'>;

export interface MutationOptions<Data, V> extends Omit<UseMutationOptions<Data, Error, V>, 'mutationFn'> {
  /** What the mutation changes: these are read again, with whatever variables they are shown. */
  refreshes?: readonly Typed<unknown, never>[];
}

/** All pages that were read, and their rows in one list. */
export interface Pages<P extends Page<unknown>> {
  pages: P[];
  nodes: P['nodes'][number][];
}

/** The key of an operation in the cache; without variables that of all its answers. */
export const shopQueryKey = (document: Typed<unknown, never>, ...variables: [variables?: unknown]): QueryKey =>
  variables.length === 0
    ? [...EVERYTHING, operationKey(document)]
    : [...EVERYTHING, operationKey(document), variables[0] ?? {}];

/** A query for `prefetchQuery`, `ensureQueryData` and `useQueries`, as the hooks here make it. */
export function shopQuery<Data, V>(
  shop: StorefrontClient,
  document: Typed<Data, V>,
  ...args: Record<string, never> extends V ? [variables?: V] : [variables: V]
) {
  const [variables] = args;
  return {
    queryKey: shopQueryKey(document, variables),
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Data> => ask(shop, document, variables, signal),
    // the client has tried again already
    retry: false,
  };
}

/** Without the check of `Arguments`, which the caller has been through. */
const ask = <Data>(shop: StorefrontClient, document: Typed<Data, any>, variables: unknown, signal: AbortSignal) =>
  shop.query<Data, any>(document, variables, { signal });

type QueryArguments<Data, V> =
  Record<string, never> extends V
    ? [variables?: V, options?: QueryOptions<Data>]
    : [variables: V, options?: QueryOptions<Data>];

export function useShopQuery<Data, V>(
  document: Typed<Data, V>,
  ...[variables, options]: QueryArguments<Data, V>
): UseQueryResult<Data, Error> {
  const shop = useShop();
  return useQuery<Data, Error>({ ...shopQuery<Data, any>(shop, document, variables), ...options });
}

/** As useShopQuery; the nearest `Suspense` waits for the data, and the nearest error boundary gets what fails. */
export function useShopSuspenseQuery<Data, V>(
  document: Typed<Data, V>,
  ...[variables]: Record<string, never> extends V ? [variables?: V] : [variables: V]
): UseSuspenseQueryResult<Data, Error> {
  return useSuspenseQuery<Data, Error>(shopQuery<Data, any>(useShop(), document, variables));
}

/** A list that grows by `fetchNextPage`, as long as there is more: `hasNextPage`. */
export function useShopPages<Data, V extends PageVariables, P extends Page<unknown>>(
  document: Typed<Data, V>,
  variables: V,
  select: (data: Data) => P | null | undefined,
): UseInfiniteQueryResult<Pages<P>, Error> {
  const shop = useShop();
  return useInfiniteQuery({
    queryKey: [...shopQueryKey(document, variables), 'pages'],
    queryFn: ({ pageParam, signal }) => ask(shop, document, { ...variables, after: pageParam }, signal),
    initialPageParam: variables.after ?? null,
    getNextPageParam: (last: Data) => nextCursor(select(last)),
    select: ({ pages: answers }) => {
      const pages = answers.map(select).filter((page) => page != null);
      return { pages, nodes: pages.flatMap(({ nodes }) => nodes as P['nodes'][number][]) };
    },
    retry: false,
  });
}

/** A mutation. What the shopper can act on is in the data's `userErrors`, not in `error`. */
export function useShopMutation<Data, V>(
  document: Typed<Data, V>,
  { refreshes = [], ...options }: MutationOptions<Data, V> = {},
): UseMutationResult<Data, Error, V> {
  const shop = useShop();
  const cache = useQueryClient();
  const underWay = useRef(0);
  const mutation = useMutation<Data, Error, V>({
    mutationKey: EVERYTHING,
    ...options,
    async mutationFn(variables) {
      underWay.current++;
      try {
        return await shop.mutate<Data, any>(document, variables);
      } finally {
        underWay.current--;
      }
    },
    async onSuccess(...args) {
      await Promise.all(refreshes.map((query) => cache.invalidateQueries({ queryKey: shopQueryKey(query) })));
      await options.onSuccess?.(...args);
    },
  });
  const { reset } = mutation;
  // what it has told one viewer is not shown to the next one, unless it is what brought them in
  useEffect(() => shop.onViewerChange(() => void (underWay.current || reset())), [shop, reset]);
  return mutation;
}
