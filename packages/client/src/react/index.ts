export { ShopProvider, type ShopProviderProps, useShop } from './provider.ts';
export {
  type MutationOptions,
  type Pages,
  type QueryOptions,
  shopQuery,
  shopQueryKey,
  useShopMutation,
  useShopPages,
  useShopQuery,
  useShopSuspenseQuery,
} from './hooks.ts';
