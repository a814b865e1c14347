/** The steps of a purchase, each a tab: a file of `operations/`, and its variables beside it. */
export const steps = [
  'home',
  'categoryPage',
  'productPage',
  'search',
  'register',
  'signIn',
  'me',
  'addToCart',
  'cart',
  'setCartEmail',
  'setCartShippingAddress',
  'setCartShippingMethod',
  'placeOrder',
  'payOrder',
  'trackOrder',
];

/** Which tab an operation's answer is needed from, for each placeholder of later ones. */
export const filledBy = {
  total: 'SetCartShippingMethod',
  currencyCode: 'SetCartShippingMethod',
  shippingOptionId: 'Cart',
  orderId: 'PlaceOrder',
  orderNumber: 'PlaceOrder',
};
