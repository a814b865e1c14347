import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('catalogue/home.route.tsx'),
  route('c/:slug', 'catalogue/category.route.tsx'),
  route('p/:slug', 'catalogue/product.route.tsx'),
  route('search', 'catalogue/search.route.tsx'),
  route('cart', 'cart/cart.route.tsx'),
  route('checkout', 'checkout/checkout.route.tsx'),
  route('pay/:orderId', 'payment/pay.route.tsx'),
  route('*', 'notFound.route.tsx'),
] satisfies RouteConfig;
