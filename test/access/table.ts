import {
  account,
  accountOrStaff,
  everybody,
  forSaleOrStaff,
  holder,
  holderOrStaff,
  part,
  payload,
  type Rule,
  staff,
} from './rules.ts';

/**
 * Who may see what. A type's rule is that of its fields, unless a field has its own. A field of supergraph.graphql that has no
 * rule, and a rule of a field that is not there, fail the test. Rules add up: of a card, that of SavedPaymentMethod and that of
 * User.paymentMethods.
 */
export const table: Readonly<Record<string, Rule>> = {
  'Query.me': { ...everybody, meaning: 'who is signed in, themselves' },
  'Query.user': staff,
  'Query.users': staff,
  'Query.cart': holder,
  'Query.order': holderOrStaff,
  'Query.orderByToken': { ...everybody, meaning: 'who has the token' },
  'Query.orders': staff,
  'Query.reconciliationReport': staff,
  'Query.notificationDeliveries': staff,
  'Query.product': forSaleOrStaff,
  'Query.products': everybody,
  'Query.variant': forSaleOrStaff,
  'Query.category': everybody,
  'Query.categories': everybody,
  'Query.suggest': everybody,
  'Query.storefront': everybody,
  'Query.addressRules': everybody,

  User: accountOrStaff,
  'User.sessions': account,
  'User.cart': account,
  'User.orders': accountOrStaff,
  'User.paymentMethods': account,
  'User.notifications': account,
  'User.unreadNotificationCount': account,
  'User.avatar': { ...accountOrStaff, unseen: true }, // nothing sets one yet
  Address: part,
  StorefrontSettings: everybody,
  LegalLink: everybody,
  Country: everybody,
  AddressRules: everybody,
  AddressField: everybody,
  Region: everybody,
  Session: account,
  SavedPaymentMethod: account,
  Notification: account,
  'Notification.order': account,

  Cart: holder,
  CartItem: part,
  ShippingOption: part,
  CartTotals: part,
  CartProblem: part,
  'Cart.discounts': { ...holder, unseen: true }, // always empty yet
  AppliedDiscount: { ...part, unseen: true },

  Order: holderOrStaff,
  'Order.customer': accountOrStaff,
  'Order.paymentClientSecret': holder,
  OrderItem: part,
  OrderTotals: part,
  OrderEvent: part,
  Shipment: part,
  Payment: holderOrStaff,
  CardSummary: part,
  Refund: part,

  'OrderEventConnection.totalCount': { ...part, unseen: true }, // not counted
  'StockMovementConnection.totalCount': { ...part, unseen: true },

  NotificationDelivery: staff,
  'NotificationDelivery.lastError': { ...staff, unseen: true }, // of a mail server that refuses
  ReconciliationReport: staff,
  'ReconciliationReport.findings': { ...staff, unseen: true },
  ReconciliationFinding: { ...staff, unseen: true }, // there is none while all is well

  Product: forSaleOrStaff,
  Variant: forSaleOrStaff,
  'Variant.inventory': staff,
  Inventory: staff,
  StockMovement: part,
  Category: everybody,
  Suggestions: everybody,
  Availability: part,
  PriceRange: part,
  Seo: part,
  ProductOption: part,
  SelectedOption: part,
  Attribute: part,

  Image: part,
  Money: part,
  PageInfo: part,
  UserConnection: part,
  UserEdge: part,
  OrderConnection: part,
  OrderEdge: part,
  OrderEventConnection: part,
  OrderEventEdge: part,
  NotificationConnection: part,
  NotificationEdge: part,
  NotificationDeliveryConnection: part,
  NotificationDeliveryEdge: part,
  ProductConnection: part,
  ProductEdge: part,
  StockMovementConnection: part,
  StockMovementEdge: part,

  SessionPayload: payload,
  SignOutPayload: payload,
  UserPayload: payload,
  AckPayload: payload,
  AddressPayload: payload,
  CategoryPayload: payload,
  ProductPayload: payload,
  VariantPayload: payload,
  InventoryPayload: payload,
  CartPayload: payload,
  MergeCartPayload: payload,
  PlaceOrderPayload: payload,
  OrderPayload: payload,
  PaymentMethodSetupPayload: payload,
  RemovePaymentMethodPayload: payload,
  PayOrderPayload: payload,
  PaymentSucceeded: payload,
  PaymentActionRequired: payload,
  PaymentProcessing: payload,
  MarkNotificationsReadPayload: payload,
  RedeliverNotificationPayload: payload,
  GeneralUserError: payload,
  InsufficientStock: payload,
  PriceChanged: payload,
  PaymentDeclined: payload,
};

export function ruleOf(coordinate: string): Rule {
  // how a subgraph is entered; what is found there has its rules
  if (coordinate === 'Query._entities') return part;
  const rule = table[coordinate] ?? table[coordinate.split('.')[0]!];
  if (!rule) throw new Error(`${coordinate} has no rule`);
  return rule;
}
