import type { ShopDocument } from './document.ts';

export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A country as two capital letters (ISO 3166-1 alpha-2), such as US or DE. */
  CountryCode: { input: string; output: string; }
  /** A moment as an ISO 8601 string in UTC, with milliseconds: "2026-11-21T09:30:00.000Z". As input with any offset, within the years 1 to 9999 in UTC. */
  DateTime: { input: string; output: string; }
  /** A decimal number as a string, such as "19.90", so that no client computes in floats: up to 15 digits, and 6 after the point. */
  Decimal: { input: string; output: string; }
  /** A UUID in its usual form, 36 characters: "0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5f". */
  UUID: { input: string; output: string; }
};

/** What to put into the cart. */
export type AddCartItemsInput = {
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 50. A variant that is named twice counts together. A cart has at most 50 different ones. */
  readonly items: ReadonlyArray<CartItemInput>;
};

/** Which entry of the address book. */
export type AddressIdInput = {
  /** `Address.id`; someone else's is NOT_FOUND. */
  readonly addressId: Scalars['ID']['input'];
};

/** A postal address to send things to, by the rules of its country (`addressRules`): another one is BAD_USER_INPUT, with its field and the rule, which is `required`, `region` or `postalCode`. Blanks, hyphens and small letters of a postal code are mended. */
export type AddressInput = {
  /** City, town or village. 1 to 100 characters. */
  readonly city: Scalars['String']['input'];
  /** The company at this address; null for a private one. 1 to 120 characters. */
  readonly company?: InputMaybe<Scalars['String']['input']>;
  /** Where it is. With the region it decides the tax. */
  readonly countryCode: Scalars['CountryCode']['input'];
  /** Who receives it, as it is written on the parcel. 1 to 120 characters. */
  readonly fullName: Scalars['String']['input'];
  /** Street and number. 1 to 160 characters. */
  readonly line1: Scalars['String']['input'];
  /** What else the carrier needs, such as a flat or a floor; null for nothing. 1 to 160 characters. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** For the carrier to call; null when none was given. 1 to 40 characters. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  /** In the form of its country, such as 94607. Countries without postal codes take any text, also an empty one. At most 20 characters. */
  readonly postalCode: Scalars['String']['input'];
  /** State, province or county, such as CA; null where addresses have none. Some have a tax rate of their own. Where a country lists them: the code of one or its name, in any case; the code is kept. 1 to 100 characters. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
};

/** A change of the stock on hand: either `delta` or `setTo`. */
export type AdjustInventoryInput = {
  /** How many more, or less when it is negative: -1,000,000 to 1,000,000. */
  readonly delta?: InputMaybe<Scalars['Int']['input']>;
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
  /** Why, for the list of movements; 1 to 200 characters. */
  readonly reason: Scalars['String']['input'];
  /** How many there are after a count: 0 to 1,000,000. */
  readonly setTo?: InputMaybe<Scalars['Int']['input']>;
  /** The variant that was counted. */
  readonly variantId: Scalars['ID']['input'];
};

/** What an attribute has to be. */
export type AttributeFilter = {
  /** `Attribute.name`, in exactly these letters; 1 to 60 characters. */
  readonly name: Scalars['String']['input'];
  /** 1 to 50 of `Attribute.value`: any of them, in exactly these letters. */
  readonly values: ReadonlyArray<Scalars['String']['input']>;
};

/** A name and its value: a fact about a product, or what a variant is of an option. */
export type AttributeInput = {
  /** Such as Material or Size; 1 to 60 characters. */
  readonly name: Scalars['String']['input'];
  /** Such as Oak or M; 1 to 200 characters. */
  readonly value: Scalars['String']['input'];
};

/** How much can be bought, without exact counts: what is on hand and not reserved for orders. */
export type AvailabilityState =
  /** More than 5 are available. */
  | 'IN_STOCK'
  /** 1 to 5 are available. */
  | 'LOW_STOCK'
  /** Sold out: it cannot be added to a cart. */
  | 'OUT_OF_STOCK';

/** Which order to cancel, and why. */
export type CancelOrderInput = {
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
  /** The order to cancel. Someone else's is NOT_FOUND. */
  readonly orderId: Scalars['ID']['input'];
  /** For guests: the `orderToken` of `placeOrder`, 1 to 200 characters. The header x-order-token does as well. */
  readonly orderToken?: InputMaybe<Scalars['String']['input']>;
  /** Why, for the timeline; 1 to 500 characters. Default: that the shopper cancelled it. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** A variant to add, and how many of it. */
export type CartItemInput = {
  /** From 1 to 99, together with what is in the cart already. */
  readonly quantity?: Scalars['Int']['input'];
  /** What is bought: the id of a variant, not of its product. */
  readonly variantId: Scalars['ID']['input'];
};

/** An item of the cart, and how many of it there shall be. */
export type CartItemQuantityInput = {
  /** `CartItem.id`; one that is not in this cart is NOT_FOUND. */
  readonly itemId: Scalars['ID']['input'];
  /** From 1 to 99; to take an item out, use `removeCartItems`. */
  readonly quantity: Scalars['Int']['input'];
};

/** What stands between a cart and its order. While there is one of the codes of an item other than PRICE_CHANGED, `placeOrder` refuses with the same code. */
export type CartProblemCode =
  /** Nobody knows where to write to: `setCartEmail`. */
  | 'EMAIL_MISSING'
  /** Fewer of the variant are left than the item has: `available` says how many. */
  | 'INSUFFICIENT_STOCK'
  /** No way of shipping takes it: the shop has none in the currency of the cart. `available` is null. */
  | 'NOT_DELIVERABLE'
  /** The variant was taken out of the catalogue: take the item out. */
  | 'NOT_FOR_SALE'
  /** None of the variant is left: take the item out, or wait. */
  | 'OUT_OF_STOCK'
  /** An item costs something else than when it was added. Information only: the order is placed at the price of now. */
  | 'PRICE_CHANGED'
  /** The item has more of the variant than the shop sells in one order: `available` says how many that are. */
  | 'QUANTITY_LIMIT'
  /** Nobody knows where to send it to: `setCartShippingAddress`. */
  | 'SHIPPING_ADDRESS_MISSING'
  /** One of `shippingOptions` has to be chosen: `setCartShippingMethod`. */
  | 'SHIPPING_METHOD_MISSING';

/** How far a cart has come. A shopper has one that is OPEN or LOCKED. */
export type CartStatus =
  /** Nobody changed it for 30 days. */
  | 'ABANDONED'
  /** Its order was paid. */
  | 'CONVERTED'
  /** Its order waits for its payment: nothing can be changed. Open again when the order ends unpaid. */
  | 'LOCKED'
  /** A guest's cart whose items went into the cart of an account. */
  | 'MERGED'
  /** Can be changed and ordered. */
  | 'OPEN';

/** The new address, and the proof that it is the owner who asks. */
export type ChangeEmailInput = {
  /** The password of now; any other is UNAUTHENTICATED in `userErrors`. An account that has none sets one first: INVALID_STATE. */
  readonly currentPassword: Scalars['String']['input'];
  /** The new e-mail address, at most 254 characters; small and capital letters are alike. The one of now: INVALID_STATE. */
  readonly email: Scalars['String']['input'];
};

/** The old password and the new one. */
export type ChangePasswordInput = {
  /** The one of now; any other is UNAUTHENTICATED in `userErrors`. */
  readonly currentPassword: Scalars['String']['input'];
  /** 15 to 256 characters, nothing that is guessed first, such as the e-mail address or what is in lists of stolen passwords; spaces and capital letters make none of it better. Otherwise BAD_USER_INPUT. */
  readonly newPassword: Scalars['String']['input'];
};

/** Which cart to empty. */
export type ClearCartInput = {
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** The link of a registration, and that it was they who registered. */
export type CompleteRegistrationInput = {
  /** The one that `register` was given when this link was asked for, at most 1024 characters; any other is UNAUTHENTICATED in `userErrors`. */
  readonly password: Scalars['String']['input'];
  /** From the link of the mail, 1 to 200 characters. Used already or too old: BAD_USER_INPUT. */
  readonly token: Scalars['String']['input'];
};

/** Which picture, after its bytes were sent. */
export type ConfirmAvatarInput = {
  /** The `uploadId` that `createAvatarUpload` gave to the same account within a day; counts once. */
  readonly uploadId: Scalars['ID']['input'];
};

/** That the account is theirs which has the address of their Google account. */
export type ConfirmGoogleLinkInput = {
  /** The `cartToken` of a guest's cart, 1 to 200 characters: its items go into the account's cart, as with `mergeCart` and SUM. When carts cannot be reached the sign-in works all the same. */
  readonly cartToken?: InputMaybe<Scalars['String']['input']>;
  /** Of the account at the shop; at most 1024 characters are looked at. */
  readonly password: Scalars['String']['input'];
  /** That of the challenge, 1 to 200 characters. Works in the same browser until it was right, for ten minutes; otherwise BAD_USER_INPUT. */
  readonly token: Scalars['String']['input'];
};

/** A key that a device has just made. */
export type ConfirmPasskeyInput = {
  /** What they call it, such as the name of the device: 1 to 60 characters. */
  readonly name: Scalars['String']['input'];
  /** What `navigator.credentials.create` has answered, by its `toJSON`, as JSON text of at most 10000 characters. */
  readonly response: Scalars['String']['input'];
};

/** A new entry of the address book. */
export type CreateAddressInput = {
  /** What to keep. */
  readonly address: AddressInput;
};

/** What a new cart begins with. */
export type CreateCartInput = {
  /** Where the confirmation shall go to: an e-mail address of at most 254 characters. Can come later. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
};

/** A new category. */
export type CreateCategoryInput = {
  /** Plain text, at most 2,000 characters. Default: none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** For people; 1 to 120 characters. */
  readonly name: Scalars['String']['input'];
  /** The category to put it into. Default: at the top. */
  readonly parentId?: InputMaybe<Scalars['ID']['input']>;
  /** Its name in addresses, for good: small letters, digits and single hyphens, 1 to 120 characters. Taken already: CONFLICT. */
  readonly slug: Scalars['String']['input'];
};

/** A new group of customers. */
export type CreateCustomerGroupInput = {
  /** What it is for; 1 to 500 characters. Default: null. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 80 characters. Taken already, in small or capital letters: CONFLICT. */
  readonly name: Scalars['String']['input'];
};

/** What tells one wish to save a card from another. */
export type CreatePaymentMethodSetupInput = {
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
};

/** A new product. It can be bought when it is ACTIVE and has a variant with stock. */
export type CreateProductInput = {
  /** At most 50 facts about it. Default: none. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** Where it is filed. Default: nowhere. */
  readonly categoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Plain text, at most 20,000 characters. Default: none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Its name in addresses, for good: small letters, digits and single hyphens, 1 to 120 characters. Taken already: CONFLICT. Default: made from the title. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** Whether it is for sale. Default: DRAFT. */
  readonly status?: InputMaybe<ProductStatus>;
  /** Its name for people; 1 to 200 characters. */
  readonly title: Scalars['String']['input'];
  /** Who makes it; 1 to 120 characters. Default: null. */
  readonly vendor?: InputMaybe<Scalars['String']['input']>;
};

/** A new variant of a product. Its stock begins at zero: `adjustInventory`. */
export type CreateVariantInput = {
  /** What it cost before: in the same currency and higher than the price. Default: null, it is not reduced. */
  readonly compareAtPrice?: InputMaybe<MoneyInput>;
  /** What one costs, before tax; in USD. */
  readonly price: MoneyInput;
  /** What it is a variant of: also a product that is not for sale yet. */
  readonly productId: Scalars['ID']['input'];
  /** At most 5, such as Size: M. Options that the product does not have yet are added to it. Another variant of the product has the same ones, in whatever order or case: CONFLICT. Any number may have none. */
  readonly selectedOptions?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** The stock code of the merchant; 1 to 60 characters. Taken already: CONFLICT. */
  readonly sku: Scalars['String']['input'];
  /** What tells it from the other variants; 1 to 120 characters. */
  readonly title: Scalars['String']['input'];
};

/** A currency (ISO 4217). The shop sells in USD for now. */
export type CurrencyCode =
  /** Australian dollar: amounts have 2 decimals. */
  | 'AUD'
  /** Canadian dollar: amounts have 2 decimals. */
  | 'CAD'
  /** Swiss franc: amounts have 2 decimals. */
  | 'CHF'
  /** Danish krone: amounts have 2 decimals. */
  | 'DKK'
  /** Euro: amounts have 2 decimals. */
  | 'EUR'
  /** Pound sterling: amounts have 2 decimals. */
  | 'GBP'
  /** Japanese yen: amounts have no decimals. */
  | 'JPY'
  /** Kuwaiti dinar: amounts have 3 decimals. */
  | 'KWD'
  /** Norwegian krone: amounts have 2 decimals. */
  | 'NOK'
  /** Polish złoty: amounts have 2 decimals. */
  | 'PLN'
  /** Swedish krona: amounts have 2 decimals. */
  | 'SEK'
  /** US dollar: amounts have 2 decimals. */
  | 'USD';

/** Which group of customers. */
export type CustomerGroupIdInput = {
  /** Which one; one that does not exist is NOT_FOUND. */
  readonly id: Scalars['ID']['input'];
};

/** That it is really they who want their account deleted: one of the two, not both. */
export type DeleteMyAccountInput = {
  /** The password of now; any other is UNAUTHENTICATED in `userErrors`. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** Why, for the shop; 1 to 500 characters. Default: not said. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** True: this session was opened within the last ten minutes; of an older one it is UNAUTHENTICATED. Accounts without a password have no other proof. */
  readonly recentSignIn?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How far a mail has come. */
export type DeliveryStatus =
  /** Refused for good, or given up. */
  | 'DEAD'
  /** Waits to be sent, or to be tried again. */
  | 'QUEUED'
  /** The mail server has taken it. */
  | 'SENT';

/** Which account, by its address. */
export type EmailInput = {
  /** Its e-mail address, at most 254 characters; small and capital letters are alike. */
  readonly email: Scalars['String']['input'];
};

/** Every code a client may meet, in `userErrors` and in `extensions.code` of an error. */
export type ErrorCode =
  /** A value breaks a rule: `extensions` name the field and the rule. */
  | 'BAD_USER_INPUT'
  /** An order is being made of this cart, or waits for its payment. */
  | 'CHECKOUT_IN_PROGRESS'
  /** It contradicts something that exists already. */
  | 'CONFLICT'
  /** There is nothing in the cart. */
  | 'EMPTY_CART'
  /** Not allowed for who asks. */
  | 'FORBIDDEN'
  /** This is not a GraphQL document. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit the schema. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** This idempotency key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Fewer are left than were asked for. */
  | 'INSUFFICIENT_STOCK'
  /** A fault of ours; it is in the log under the request id. */
  | 'INTERNAL'
  /** Not possible in the state that it is in. */
  | 'INVALID_STATE'
  /** There is no way of shipping that gets it there. */
  | 'NOT_DELIVERABLE'
  /** It is not in the catalogue any more. */
  | 'NOT_FOR_SALE'
  /** It does not exist, or is not for who asks. */
  | 'NOT_FOUND'
  /** Nothing of this order can be given back. */
  | 'NOT_REFUNDABLE'
  /** The operation asks for too much, or is not one of those that this gateway answers. */
  | 'OPERATION_NOT_ALLOWED'
  /** None is left. */
  | 'OUT_OF_STOCK'
  /** The request has too many bytes. */
  | 'PAYLOAD_TOO_LARGE'
  /** The bank or the card says no. */
  | 'PAYMENT_DECLINED'
  /** It costs something else than was expected. */
  | 'PRICE_CHANGED'
  /** More of one variant than the shop sells in one order. */
  | 'QUANTITY_LIMIT'
  /** Too often: `retryAfterInSeconds`, or the header `Retry-After`, says when to ask again. */
  | 'RATE_LIMITED'
  /** More than was paid and is not given back yet. */
  | 'REFUND_TOO_LARGE'
  /** Something that this needs does not answer at the moment. Try again. */
  | 'SERVICE_UNAVAILABLE'
  /** Sign in first. */
  | 'UNAUTHENTICATED'
  /** It was changed meanwhile: read it again. */
  | 'VERSION_CONFLICT';

/** An item to ship, and how many of it. */
export type FulfillItemInput = {
  /** `OrderItem.id`; one of another order is NOT_FOUND. */
  readonly orderItemId: Scalars['ID']['input'];
  /** From 1 to as many as were not shipped yet; more is INVALID_STATE. */
  readonly quantity: Scalars['Int']['input'];
};

/** A parcel, and what is in it. */
export type FulfillOrderInput = {
  /** Who carries it; 1 to 60 characters. The buyer reads it in a mail. */
  readonly carrier: Scalars['String']['input'];
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
  /** 1 to 100, each item once. Default: everything that was not shipped yet. */
  readonly items?: InputMaybe<ReadonlyArray<FulfillItemInput>>;
  /** The order to ship. */
  readonly orderId: Scalars['ID']['input'];
  /** What the carrier calls it; 1 to 100 characters. */
  readonly trackingNumber: Scalars['String']['input'];
};

/** Where the goods of an order stand. */
export type FulfillmentStatus =
  /** Everything has arrived. */
  | 'DELIVERED'
  /** Everything was shipped. */
  | 'FULFILLED'
  /** Some items were shipped. */
  | 'PARTIALLY_FULFILLED'
  /** Nothing was shipped. */
  | 'UNFULFILLED';

/** What Google has sent along with the browser. */
export type GoogleAnswerInput = {
  /** From the address that Google has sent the browser to, 1 to 2000 characters; works once. */
  readonly code: Scalars['String']['input'];
  /** From the same address, 1 to 200 characters. Works once, within ten minutes, in the browser that has asked for `googleSignInUrl`; otherwise BAD_USER_INPUT. */
  readonly state: Scalars['String']['input'];
};

/** What somebody goes to Google for. */
export type GooglePurpose =
  /** To sign in that way to the account of the viewer from now on: `linkGoogle` is next. */
  | 'LINK'
  /** To sign in, or to make an account: `signInWithGoogle` is next. */
  | 'SIGN_IN';

/** Who says who somebody is. */
export type IdentityProvider =
  /** An account at Google, of people or of a company. */
  | 'GOOGLE';

/** What a page of the law is about. */
export type LegalLinkKind =
  /** Who runs the shop. */
  | 'IMPRINT'
  /** What is done with data of people. */
  | 'PRIVACY'
  /** The terms of sale. */
  | 'TERMS';

/** Which order has arrived. */
export type MarkDeliveredInput = {
  /** An order that was shipped completely. */
  readonly orderId: Scalars['ID']['input'];
};

/** What was read. */
export type MarkNotificationsReadInput = {
  /** 1 to 100 of `Notification.id`; those that are not of the viewer are passed over. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

/** Which guest's cart, and what happens to what is in both. */
export type MergeCartInput = {
  /** How many of what is in both carts. */
  readonly strategy?: MergeStrategy;
  /** The `cartToken` of the guest's cart; 1 to 200 characters. */
  readonly token: Scalars['String']['input'];
};

/** How many of a variant that is in both carts, the account's and the guest's. */
export type MergeStrategy =
  /** As many as in the guest's cart. */
  | 'KEEP_GUEST'
  /** As many as in the account's cart. */
  | 'KEEP_MINE'
  /** The higher of the two. */
  | 'MAX'
  /** Both together, at most 99. */
  | 'SUM';

/** An amount of money in one currency. */
export type MoneyInput = {
  /** Zero or more, with at most as many decimals as the currency has: "19.9" and "19.90" are the same. At most 999999999.99 USD. */
  readonly amount: Scalars['Decimal']['input'];
  /** What the amount is in; what it is compared with has to be in the same. */
  readonly currencyCode: CurrencyCode;
};

/** Which deliveries to list. Every condition has to hold. */
export type NotificationDeliveryFilter = {
  /** Those about this. Default: all. */
  readonly kind?: InputMaybe<NotificationKind>;
  /** Those that have come so far. Default: all. */
  readonly status?: InputMaybe<DeliveryStatus>;
};

/** What a notification is about. Mailed once each, unless it says otherwise. */
export type NotificationKind =
  /** An account is going to be deleted, and on which day. Mailed three times a day at most, each time in the feed. */
  | 'ACCOUNT_DELETION'
  /** An account is not going to be deleted after all. Mailed three times a day at most, and only to an address that is proved, each time in the feed. */
  | 'ACCOUNT_KEPT'
  /** What the shop keeps about somebody is ready for them; not in the feed. */
  | 'DATA_EXPORT'
  /** Another address was asked for: to the address of now, with a link that undoes it; not in the feed. */
  | 'EMAIL_CHANGE'
  /** A change of the address was undone: with a link to set a new password; not in the feed. */
  | 'EMAIL_CHANGE_UNDONE'
  /** Another address was asked for: to that address, with the link that confirms it; not in the feed, and kept for 30 days. */
  | 'EMAIL_CONFIRMATION'
  /** Somebody wants an address that has an account: to its owner; not in the feed, and kept for 30 days. */
  | 'EMAIL_TAKEN'
  /** Another link to verify an address was asked for; not in the feed. */
  | 'EMAIL_VERIFICATION'
  /** An order was cancelled before it was paid. */
  | 'ORDER_CANCELLED'
  /** Nobody paid an order in time. */
  | 'ORDER_EXPIRED'
  /** A parcel of an order is on its way; once for each parcel. */
  | 'ORDER_FULFILLED'
  /** An order was paid. */
  | 'ORDER_PAID'
  /** An order waits for its payment. In the feed only, never mailed. */
  | 'ORDER_PLACED'
  /** Money of an order was given back; once for each refund. */
  | 'ORDER_REFUNDED'
  /** An account has another password, or its first one. */
  | 'PASSWORD_CHANGED'
  /** A link to set a new password was asked for; not in the feed. */
  | 'PASSWORD_RESET'
  /** Somebody wants an account: the mail has the link that makes it, together with the password; not in the feed, and kept for 30 days. */
  | 'REGISTRATION'
  /** A passkey or a Google account signs in to the account from now on. */
  | 'SIGN_IN_METHOD_ADDED'
  /** Passkeys or a Google account sign in to the account no more: somebody removed them, or they were there before its address was verified. */
  | 'SIGN_IN_METHOD_REMOVED'
  /** An account was made. The mail has a link to verify its address. */
  | 'WELCOME';

/** What can happen to an order. More may come: keep a default branch. */
export type OrderEventType =
  /** `cancelOrder` was called. `note` has the reason. */
  | 'CANCEL_REQUESTED'
  /** The cart was taken over, with its prices of then. */
  | 'CART_LOCKED'
  /** Everything has arrived. */
  | 'DELIVERED'
  /** A parcel was handed over. `note` has its carrier and number. */
  | 'FULFILLED'
  /** The money has arrived. */
  | 'PAID'
  /** It can no longer be paid, after it was cancelled or its time was up. */
  | 'PAYMENT_CLOSED'
  /** A card was declined, which changes nothing: another one may be tried. `note` has the reason. */
  | 'PAYMENT_FAILED'
  /** `placeOrder` was called. */
  | 'PLACE_REQUESTED'
  /** The stock was reserved: it waits for its payment. */
  | 'READY_TO_PAY'
  /** Money has gone back to the buyer. */
  | 'REFUNDED'
  /** `refundOrder` was called. `note` has the reason. */
  | 'REFUND_REQUESTED'
  /** Nobody had paid in time. */
  | 'TIME_IS_UP';

/** Which orders to list. Every condition has to hold. */
export type OrderFilter = {
  /** An order number, or the start of one; 1 to 40 characters. Default: all. */
  readonly number?: InputMaybe<Scalars['String']['input']>;
  /** Those that stand there; none is PENDING or REJECTED. Default: all. */
  readonly status?: InputMaybe<OrderStatus>;
};

/** Where an order stands. What is on its way to another status keeps the old one until it arrives. */
export type OrderStatus =
  /** The stock is reserved and `payOrder` is possible, until `expiresAt`. */
  | 'AWAITING_PAYMENT'
  /** It was given up before anything was shipped; what was paid is given back. */
  | 'CANCELLED'
  /** It was paid and everything has arrived. */
  | 'COMPLETED'
  /** It was paid, and is shipped or waits for it. */
  | 'CONFIRMED'
  /** Nobody paid in time; the stock is free again. */
  | 'EXPIRED'
  /** It is being placed: cart and stock are asked. Goes on by itself, and is in no list until then. */
  | 'PENDING'
  /** Never: what could not be placed is no order. `placeOrder` says why. */
  | 'REJECTED';

/** That it is really the owner of the account who asks: one of the two, not both. */
export type OwnerProofInput = {
  /** The password of now; any other is UNAUTHENTICATED in `userErrors`. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** True: this session was opened within the last ten minutes; of an older one it is UNAUTHENTICATED. Accounts without a password have no other proof. */
  readonly recentSignIn?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which order to pay, and by what. */
export type PayOrderInput = {
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
  /** An order that waits for its payment. Someone else's is NOT_FOUND. */
  readonly orderId: Scalars['ID']['input'];
  /** For guests: the `orderToken` of `placeOrder`, 1 to 200 characters. The header x-order-token does as well. */
  readonly orderToken?: InputMaybe<Scalars['String']['input']>;
  /** The id of a payment method at Stripe, 1 to 255 characters: one that its library made in the client, a `SavedPaymentMethod.id`, or in tests pm_card_visa. */
  readonly paymentMethod: Scalars['String']['input'];
  /** Keep it for the next time, as one of `User.paymentMethods`. Only when the order is of the account that is signed in; otherwise BAD_USER_INPUT. Default: no. */
  readonly savePaymentMethod?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where one attempt to collect the money of an order stands. */
export type PaymentIntentStatus =
  /** Given up with its order; nothing was charged and nothing can be. */
  | 'CANCELED'
  /** The bank has not decided yet. Nothing to do but wait. */
  | 'PROCESSING'
  /** The bank wants to hear from the buyer first: `Order.paymentClientSecret`. */
  | 'REQUIRES_ACTION'
  /** Nobody has paid yet, or the last card was declined: `payOrder`. */
  | 'REQUIRES_PAYMENT_METHOD'
  /** The money has arrived. */
  | 'SUCCEEDED';

/** Where the money of an order stands. */
export type PaymentStatus =
  /** The whole total was charged. */
  | 'PAID'
  /** A part of it has gone back to the buyer. */
  | 'PARTIALLY_REFUNDED'
  /** All of it has gone back to the buyer. */
  | 'REFUNDED'
  /** Nothing was charged, or it has not arrived yet. */
  | 'UNPAID';

/** Which cart to order, and what the shopper saw. */
export type PlaceOrderInput = {
  /** Default: the viewer's open cart, or the one of the token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** For guests: the `cartToken`, 1 to 200 characters. The header x-cart-token does as well. */
  readonly cartToken?: InputMaybe<Scalars['String']['input']>;
  /** `Cart.totals.total` as the shopper saw it. When the order would cost anything else it is PriceChanged, and nothing is charged. */
  readonly expectedTotal: MoneyInput;
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
};

/** Between two prices, either of which may be left out. */
export type PriceRangeInput = {
  /** This much or less. In USD, any other currency is BAD_USER_INPUT. Default: no limit. */
  readonly max?: InputMaybe<MoneyInput>;
  /** This much or more. In USD, any other currency is BAD_USER_INPUT. Default: no limit. */
  readonly min?: InputMaybe<MoneyInput>;
};

/** Which products to list. Every condition has to hold. */
export type ProductFilter = {
  /** At most 10: all of them. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeFilter>>;
  /** `Category.slug`: of this category and everything below it. 1 to 120 characters; a slug of no category finds nothing. */
  readonly categorySlug?: InputMaybe<Scalars['String']['input']>;
  /** At most 100 of `Product.id`: only these, in the order of the sort. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** True: what can be bought now. False: what is sold out. Default: both. */
  readonly inStock?: InputMaybe<Scalars['Boolean']['input']>;
  /** By the price of the cheapest variant. */
  readonly price?: InputMaybe<PriceRangeInput>;
};

/** Which product. */
export type ProductIdInput = {
  /** The product to take out of the shop. */
  readonly id: Scalars['ID']['input'];
};

/** What comes first in a list of products. Cursors of one sort do not fit another. */
export type ProductSort =
  /** What was sold most, over all time. */
  | 'BEST_SELLING'
  /** What was made last. */
  | 'NEWEST'
  /** The lowest price, by the cheapest variant. */
  | 'PRICE_ASC'
  /** The highest price, by the cheapest variant. */
  | 'PRICE_DESC'
  /** What fits the query best: title before vendor before description. Without a query as BEST_SELLING. */
  | 'RELEVANCE'
  /** By the alphabet. */
  | 'TITLE';

/** Whether a product is for sale. */
export type ProductStatus =
  /** For sale, as far as there is stock. */
  | 'ACTIVE'
  /** Not for sale any more. For shoppers it does not exist; orders keep their copy of it. */
  | 'ARCHIVED'
  /** In the making. For shoppers it does not exist. */
  | 'DRAFT';

/** What is not as Stripe has it. */
export type ReconciliationKind =
  /** Stripe collects money for an order, and no payment here knows of it. */
  | 'ORPHANED_INTENT'
  /** Stripe has it in another state or over something else. */
  | 'PAYMENT_DIFFERS'
  /** The order was given up and its payment is still open at Stripe. */
  | 'PAYMENT_OF_DEAD_ORDER'
  /** A payment that was announced and never opened at Stripe. */
  | 'PAYMENT_UNFINISHED'
  /** Stripe has not confirmed a refund. */
  | 'REFUND_UNFINISHED';

/** Which mail to send once more. */
export type RedeliverNotificationInput = {
  /** `NotificationDelivery.id`. */
  readonly id: Scalars['ID']['input'];
};

/** Which session goes on. */
export type RefreshSessionInput = {
  /** For clients without cookies: the last one they got, 1 to 200 characters. Default: the cookie. */
  readonly refreshToken?: InputMaybe<Scalars['String']['input']>;
};

/** How much to give back, and why. */
export type RefundOrderInput = {
  /** More than zero, in the currency of the order, at most what was paid and is not given back. Default: all of that. */
  readonly amount?: InputMaybe<MoneyInput>;
  /** A UUID that the client makes for every intention, and sends again with each repetition of it: done once, and answered the same. With another input it is IDEMPOTENCY_KEY_REUSED. Keys count per caller and mutation. */
  readonly idempotencyKey: Scalars['UUID']['input'];
  /** A paid order, shipped or not. */
  readonly orderId: Scalars['ID']['input'];
  /** Why; 1 to 500 characters. The buyer reads it as `Refund.reason`. */
  readonly reason: Scalars['String']['input'];
};

/** How far a refund has come. */
export type RefundStatus =
  /** It could not be given back this way. Staff have to look. */
  | 'FAILED'
  /** On its way to the buyer; banks may take days. */
  | 'PENDING'
  /** The bank of the buyer has it. */
  | 'SUCCEEDED';

/** A new account. */
export type RegisterInput = {
  /** How they want to be called; 1 to 80 characters in one line, without a link or the number of a card. Default: null. */
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  /** An e-mail address of at most 254 characters. Taken already: CONFLICT. */
  readonly email: Scalars['String']['input'];
  /** Whether mails that advertise may be sent to them, as `User.marketingConsent`. Default: not said. */
  readonly marketingConsent?: InputMaybe<Scalars['Boolean']['input']>;
  /** 15 to 256 characters, nothing that is guessed first, such as the e-mail address or what is in lists of stolen passwords; spaces and capital letters make none of it better. Otherwise BAD_USER_INPUT. */
  readonly password: Scalars['String']['input'];
};

/** What to take out of the cart. */
export type RemoveCartItemsInput = {
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 50 of `CartItem.id`; those that are not in this cart are passed over. */
  readonly itemIds: ReadonlyArray<Scalars['ID']['input']>;
};

/** Which passkey goes. */
export type RemovePasskeyInput = {
  /** `Passkey.id`; someone else's is NOT_FOUND. */
  readonly id: Scalars['ID']['input'];
};

/** Which card to forget. */
export type RemovePaymentMethodInput = {
  /** `SavedPaymentMethod.id`, at most 255 characters; someone else's is NOT_FOUND. */
  readonly paymentMethodId: Scalars['ID']['input'];
};

/** Another name for a passkey. */
export type RenamePasskeyInput = {
  /** `Passkey.id`; someone else's is NOT_FOUND. */
  readonly id: Scalars['ID']['input'];
  /** What they call it, such as the name of the device: 1 to 60 characters. */
  readonly name: Scalars['String']['input'];
};

/** A new password, and the right to set it. */
export type ResetPasswordInput = {
  /** 15 to 256 characters, nothing that is guessed first, such as the e-mail address or what is in lists of stolen passwords; spaces and capital letters make none of it better. Otherwise BAD_USER_INPUT. */
  readonly password: Scalars['String']['input'];
  /** From the link of the mail, 1 to 200 characters. Used already or too old: BAD_USER_INPUT. */
  readonly token: Scalars['String']['input'];
};

/** Which session ends. */
export type RevokeSessionInput = {
  /** By its `Session.id`; one of their own. */
  readonly sessionId: Scalars['ID']['input'];
};

/** What somebody may do. Roles add up. */
export type Role =
  /** May do what STAFF may, and gives and takes roles and accounts. */
  | 'ADMIN'
  /** Buys. Every account begins with it. */
  | 'CUSTOMER'
  /** Runs the shop: catalogue, stock, orders, refunds; sees all accounts. */
  | 'STAFF';

/** What is on the bill: one of `address`, `addressId` and `sameAsShipping`. */
export type SetCartBillingAddressInput = {
  /** Replaces the one before, with every field. */
  readonly address?: InputMaybe<AddressInput>;
  /** The `id` of an address of the viewer's own address book: it is copied as it is now. One that was kept before there were rules and breaks them is refused with what to change. Any other is NOT_FOUND; who is not signed in is UNAUTHENTICATED. */
  readonly addressId?: InputMaybe<Scalars['ID']['input']>;
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** True: the shipping address, also when that changes. False is as if it was left out. */
  readonly sameAsShipping?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where the confirmation of the order goes to. */
export type SetCartEmailInput = {
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** An e-mail address of at most 254 characters. */
  readonly email: Scalars['String']['input'];
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** Where the order goes to: either `address` or `addressId`. */
export type SetCartShippingAddressInput = {
  /** Replaces the one before, with every field. */
  readonly address?: InputMaybe<AddressInput>;
  /** The `id` of an address of the viewer's own address book: it is copied as it is now. One that was kept before there were rules and breaks them is refused with what to change. Any other is NOT_FOUND; who is not signed in is UNAUTHENTICATED. */
  readonly addressId?: InputMaybe<Scalars['ID']['input']>;
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** How the order is shipped. */
export type SetCartShippingMethodInput = {
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The id of one of `Cart.shippingOptions`; 1 to 40 characters. Any other is NOT_FOUND. */
  readonly shippingOptionId: Scalars['ID']['input'];
};

/** Who, and which groups they are in. */
export type SetCustomerGroupsInput = {
  /** All groups that they are in from now on, by `CustomerGroup.id`: 0 to 20, each once. One that does not exist: NOT_FOUND. */
  readonly groupIds: ReadonlyArray<Scalars['ID']['input']>;
  /** Whose account, by its `User.id`. */
  readonly userId: Scalars['ID']['input'];
};

/** What the viewer says about mails that advertise. */
export type SetMarketingConsentInput = {
  /** Whether they may be sent from now on. */
  readonly given: Scalars['Boolean']['input'];
};

/** Who, and what they may do. */
export type SetUserRolesInput = {
  /** All that they have from now on, 1 to 3. Admins cannot take ADMIN from themselves. */
  readonly roles: ReadonlyArray<Role>;
  /** Whose account, by its `User.id`; an admin's own as well. */
  readonly userId: Scalars['ID']['input'];
};

/** Whose account, and whether it can be used. */
export type SetUserStatusInput = {
  /** What it is from now on: ACTIVE or DISABLED. */
  readonly status: UserStatus;
  /** Whose account, by its `User.id`; not the own one. */
  readonly userId: Scalars['ID']['input'];
};

/** What a sign-in asks for before it opens a session. */
export type SignInChallengeKind =
  /** The password of the account that has the address of a Google account, once: `confirmGoogleLink` is next. */
  | 'PASSWORD_TO_LINK';

/** Who signs in. */
export type SignInInput = {
  /** The `cartToken` of a guest's cart, 1 to 200 characters: its items go into the account's cart, as with `mergeCart` and SUM. When carts cannot be reached the sign-in works all the same. */
  readonly cartToken?: InputMaybe<Scalars['String']['input']>;
  /** Its e-mail address, at most 254 characters; small and capital letters are alike. */
  readonly email: Scalars['String']['input'];
  /** As it was set; at most 1024 characters are looked at. */
  readonly password: Scalars['String']['input'];
};

/** A way to sign in. */
export type SignInMethod =
  /** With an account at Google: `googleSignInUrl`, then `signInWithGoogle`. */
  | 'GOOGLE'
  /** With a key of a device: `passkeySignInOptions`, then `signInWithPasskey`. */
  | 'PASSKEY'
  /** With e-mail address and password: `signIn`. */
  | 'PASSWORD';

/** Who comes back from Google. */
export type SignInWithGoogleInput = {
  /** The `cartToken` of a guest's cart, 1 to 200 characters: its items go into the account's cart, as with `mergeCart` and SUM. When carts cannot be reached the sign-in works all the same. */
  readonly cartToken?: InputMaybe<Scalars['String']['input']>;
  /** From the address that Google has sent the browser to, 1 to 2000 characters; works once. */
  readonly code: Scalars['String']['input'];
  /** From the same address, 1 to 200 characters. Works once, within ten minutes, in the browser that has asked for `googleSignInUrl`; otherwise BAD_USER_INPUT. */
  readonly state: Scalars['String']['input'];
};

/** Who signs in with a key of their device. */
export type SignInWithPasskeyInput = {
  /** The `cartToken` of a guest's cart, 1 to 200 characters: its items go into the account's cart, as with `mergeCart` and SUM. When carts cannot be reached the sign-in works all the same. */
  readonly cartToken?: InputMaybe<Scalars['String']['input']>;
  /** What `navigator.credentials.get` has answered, by its `toJSON`, as JSON text of at most 10000 characters. */
  readonly response: Scalars['String']['input'];
};

/** What the link of a mail carries. */
export type TokenInput = {
  /** From the link of the mail, 1 to 200 characters. Used already or too old: BAD_USER_INPUT. */
  readonly token: Scalars['String']['input'];
};

/** An entry of the address book, and what it becomes. */
export type UpdateAddressInput = {
  /** Replaces what was there, with every field. */
  readonly address: AddressInput;
  /** `Address.id`; someone else's is NOT_FOUND. */
  readonly addressId: Scalars['ID']['input'];
};

/** What to change of a cart beside its items: one at least. What is left out or null stays as it is. */
export type UpdateCartInput = {
  /** What is on the bill; `billingAddressId` and `billingSameAsShipping` are the other ways to say it. Replaces the one before, with every field. */
  readonly billingAddress?: InputMaybe<AddressInput>;
  /** The `id` of an address of the viewer's own address book: it is copied as it is now. One that was kept before there were rules and breaks them is refused with what to change. Any other is NOT_FOUND; who is not signed in is UNAUTHENTICATED. */
  readonly billingAddressId?: InputMaybe<Scalars['ID']['input']>;
  /** True: the shipping address, also when that changes. False is as if it was left out. */
  readonly billingSameAsShipping?: InputMaybe<Scalars['Boolean']['input']>;
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** Where the confirmation of the order goes to. An e-mail address of at most 254 characters. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Where the order goes to; `shippingAddressId` is the other way to say it. Replaces the one before, with every field. */
  readonly shippingAddress?: InputMaybe<AddressInput>;
  /** The `id` of an address of the viewer's own address book: it is copied as it is now. One that was kept before there were rules and breaks them is refused with what to change. Any other is NOT_FOUND; who is not signed in is UNAUTHENTICATED. */
  readonly shippingAddressId?: InputMaybe<Scalars['ID']['input']>;
  /** How the order is shipped. The id of one of `Cart.shippingOptions`; 1 to 40 characters. Any other is NOT_FOUND. */
  readonly shippingOptionId?: InputMaybe<Scalars['ID']['input']>;
};

/** How many of each item there shall be. */
export type UpdateCartItemsInput = {
  /** Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND. */
  readonly cartId?: InputMaybe<Scalars['ID']['input']>;
  /** The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 50, each item once; those that are not named stay as they are. */
  readonly items: ReadonlyArray<CartItemQuantityInput>;
};

/** What to change about a category; what is left out stays as it is. */
export type UpdateCategoryInput = {
  /** Plain text, at most 2,000 characters; empty for none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The category to change. */
  readonly id: Scalars['ID']['input'];
  /** A new name for people; 1 to 120 characters. The slug stays. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** What to change about a group; what is left out stays as it is. */
export type UpdateCustomerGroupInput = {
  /** What it is for; 1 to 500 characters. Null: not said. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Which one; one that does not exist is NOT_FOUND. */
  readonly id: Scalars['ID']['input'];
  /** 1 to 80 characters. Taken already, in small or capital letters: CONFLICT. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** Whose account, and what staff write down about it. */
export type UpdateCustomerNoteInput = {
  /** In place of what is there; 1 to 2000 characters, maybe in several lines. Null: nothing. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** Whose account, by its `User.id`. */
  readonly userId: Scalars['ID']['input'];
};

/** What to change about a product; what is left out stays as it is. */
export type UpdateProductInput = {
  /** At most 50, in place of all that it had. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** Where it is filed. Null: nowhere. */
  readonly categoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Plain text, at most 20,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The `version` that the change was made for: when somebody else changed it meanwhile, VERSION_CONFLICT. Default: whatever it is. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The product to change. */
  readonly id: Scalars['ID']['input'];
  /** Whether it is for sale. */
  readonly status?: InputMaybe<ProductStatus>;
  /** A new name; 1 to 200 characters. The slug stays. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Who makes it; 1 to 120 characters. Null: nobody in particular. */
  readonly vendor?: InputMaybe<Scalars['String']['input']>;
};

/** What to change about oneself; what is left out stays as it is. */
export type UpdateProfileInput = {
  /** How they want to be called; 1 to 80 characters in one line, without a link or the number of a card. Null: not said. */
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  /** Their language as a BCP 47 tag of at most 35 characters, such as de or pt-BR. Null: not said. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
};

/** What to change about a variant; what is left out stays as it is. */
export type UpdateVariantInput = {
  /** What it cost before: in the same currency and higher than the price. Null: it is not reduced any more. */
  readonly compareAtPrice?: InputMaybe<MoneyInput>;
  /** The variant to change. */
  readonly id: Scalars['ID']['input'];
  /** What one costs from now on, before tax; in USD. Open carts follow, orders do not. */
  readonly price?: InputMaybe<MoneyInput>;
  /** The stock code of the merchant; 1 to 60 characters. Taken already: CONFLICT. */
  readonly sku?: InputMaybe<Scalars['String']['input']>;
  /** What tells it from the other variants; 1 to 120 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** A file that somebody is about to send. Only bytes that are as promised here are taken. */
export type UploadInput = {
  /** How many bytes it has, from 1 on; how many it may have the mutation says. */
  readonly bytes: Scalars['Int']['input'];
  /** Its media type, such as `image/jpeg`; which ones are taken the mutation says. */
  readonly contentType: Scalars['String']['input'];
  /** The SHA-256 of its bytes: 64 hexadecimal digits, letters small. */
  readonly sha256: Scalars['String']['input'];
};

/** Which accounts: those that meet everything that is given. */
export type UserFilter = {
  /** Registered at this moment or later. */
  readonly createdFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Registered before this moment. */
  readonly createdTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** Those in this group, by `CustomerGroup.id`; of one that does not exist, none. */
  readonly groupId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether they have ever placed an order, whatever became of it. An order counts within seconds; one that a guest placed is no account's. */
  readonly hasOrders?: InputMaybe<Scalars['Boolean']['input']>;
  /** A part of the e-mail address or of the display name; 1 to 100 characters. */
  readonly query?: InputMaybe<Scalars['String']['input']>;
  /** Those that have it, maybe among others. */
  readonly role?: InputMaybe<Role>;
  /** Whether the account can be used. */
  readonly status?: InputMaybe<UserStatus>;
};

/** In which order accounts are listed. */
export type UserSort =
  /** By e-mail address in small letters, from a to z. */
  | 'EMAIL'
  /** Who registered last comes first. */
  | 'NEWEST'
  /** Who registered first comes first. */
  | 'OLDEST';

/** Whether an account can be used. */
export type UserStatus =
  /** Can sign in. */
  | 'ACTIVE'
  /** Nothing about the person is left; its orders stay without a name. It cannot be opened again. */
  | 'DELETED'
  /** Cannot sign in, and is answered as if the password were wrong. Its orders stay. */
  | 'DISABLED';

export type AccountFragment = { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> };

export type SessionTokensFragment = { readonly __typename?: 'SessionPayload', readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
    | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
  > };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { readonly __typename?: 'Mutation', readonly register: { readonly __typename?: 'SessionPayload', readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { readonly __typename?: 'Mutation', readonly signIn: { readonly __typename?: 'SessionPayload', readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RefreshSessionMutationVariables = Exact<{
  input?: InputMaybe<RefreshSessionInput>;
}>;


export type RefreshSessionMutation = { readonly __typename?: 'Mutation', readonly refreshSession: { readonly __typename?: 'SessionPayload', readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { readonly __typename?: 'Mutation', readonly signOut: { readonly __typename?: 'SignOutPayload', readonly signedOut: boolean, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role>, readonly addresses: ReadonlyArray<{ readonly __typename?: 'Address', readonly id: string | null, readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null }> } | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly totalQuantity: number } | null };

export type OrderSummaryFragment = { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly placedAt: string, readonly totals: { readonly __typename?: 'OrderTotals', readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly title: string, readonly quantity: number, readonly imageUrl: string | null }> };

export type AccountPageQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountPageQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly createdAt: string, readonly pendingEmail: string | null, readonly unreadNotificationCount: number | null, readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role>, readonly avatar: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly deletion: { readonly __typename?: 'AccountDeletion', readonly dueAt: string } | null, readonly defaultAddress: { readonly __typename?: 'Address', readonly id: string | null, readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly orders: { readonly __typename?: 'OrderConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly placedAt: string, readonly totals: { readonly __typename?: 'OrderTotals', readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly title: string, readonly quantity: number, readonly imageUrl: string | null }> }> } | null } | null };

export type MyOrdersQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type MyOrdersQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly orders: { readonly __typename?: 'OrderConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly placedAt: string, readonly totals: { readonly __typename?: 'OrderTotals', readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly title: string, readonly quantity: number, readonly imageUrl: string | null }> }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null } | null };

export type MyAddressesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyAddressesQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly addresses: ReadonlyArray<{ readonly __typename?: 'Address', readonly id: string | null, readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null }>, readonly defaultAddress: { readonly __typename?: 'Address', readonly id: string | null } | null } | null };

export type AddressPageQueryVariables = Exact<{
  countryCode?: Scalars['CountryCode']['input'];
}>;


export type AddressPageQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly addresses: ReadonlyArray<{ readonly __typename?: 'Address', readonly id: string | null, readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null }> } | null, readonly storefront: { readonly __typename?: 'StorefrontSettings', readonly countries: ReadonlyArray<{ readonly __typename?: 'Country', readonly code: string, readonly name: string }> } | null, readonly addressRules: { readonly __typename?: 'AddressRules', readonly countryCode: string, readonly postalCodePattern: string | null, readonly postalCodeExample: string | null, readonly fields: ReadonlyArray<{ readonly __typename?: 'AddressField', readonly name: string, readonly required: boolean }>, readonly regions: ReadonlyArray<{ readonly __typename?: 'Region', readonly code: string, readonly name: string }> } | null };

export type AvatarFragment = { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null };

export type MyPictureQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPictureQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly avatar: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } | null };

export type CreateAvatarUploadMutationVariables = Exact<{
  input: UploadInput;
}>;


export type CreateAvatarUploadMutation = { readonly __typename?: 'Mutation', readonly createAvatarUpload: { readonly __typename?: 'UploadPayload', readonly uploadId: string | null, readonly url: string | null, readonly method: string | null, readonly expiresAt: string | null, readonly headers: ReadonlyArray<{ readonly __typename?: 'UploadHeader', readonly name: string, readonly value: string }> | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ConfirmAvatarMutationVariables = Exact<{
  input: ConfirmAvatarInput;
}>;


export type ConfirmAvatarMutation = { readonly __typename?: 'Mutation', readonly confirmAvatar: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly avatar: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RemoveAvatarMutationVariables = Exact<{ [key: string]: never; }>;


export type RemoveAvatarMutation = { readonly __typename?: 'Mutation', readonly removeAvatar: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type MySessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type MySessionsQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly sessions: ReadonlyArray<{ readonly __typename?: 'Session', readonly id: string, readonly device: string, readonly current: boolean, readonly createdAt: string, readonly lastUsedAt: string, readonly expiresAt: string }> | null } | null };

export type MyEmailQueryVariables = Exact<{ [key: string]: never; }>;


export type MyEmailQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly pendingEmail: string | null, readonly signInWith: ReadonlyArray<SignInMethod> } | null };

export type MyPasswordQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPasswordQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod> } | null };

export type MyCardsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyCardsQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly paymentMethods: ReadonlyArray<{ readonly __typename?: 'SavedPaymentMethod', readonly id: string, readonly brand: string, readonly last4: string, readonly expMonth: number, readonly expYear: number }> | null } | null };

export type MyNotificationsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type MyNotificationsQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly notifications: { readonly __typename?: 'NotificationConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Notification', readonly id: string, readonly kind: NotificationKind, readonly title: string, readonly body: string, readonly createdAt: string, readonly readAt: string | null, readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null } | null }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null } | null };

export type VerifyEmailMutationVariables = Exact<{
  input: TokenInput;
}>;


export type VerifyEmailMutation = { readonly __typename?: 'Mutation', readonly verifyEmail: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CompleteRegistrationMutationVariables = Exact<{
  input: CompleteRegistrationInput;
}>;


export type CompleteRegistrationMutation = { readonly __typename?: 'Mutation', readonly completeRegistration: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ResendVerificationMutationVariables = Exact<{ [key: string]: never; }>;


export type ResendVerificationMutation = { readonly __typename?: 'Mutation', readonly resendVerification: { readonly __typename?: 'AckPayload', readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RequestPasswordResetMutationVariables = Exact<{
  input: EmailInput;
}>;


export type RequestPasswordResetMutation = { readonly __typename?: 'Mutation', readonly requestPasswordReset: { readonly __typename?: 'AckPayload', readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { readonly __typename?: 'Mutation', readonly resetPassword: { readonly __typename?: 'SessionPayload', readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { readonly __typename?: 'Mutation', readonly changePassword: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type UpdateProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type UpdateProfileMutation = { readonly __typename?: 'Mutation', readonly updateProfile: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CreateAddressMutationVariables = Exact<{
  input: CreateAddressInput;
}>;


export type CreateAddressMutation = { readonly __typename?: 'Mutation', readonly createAddress: { readonly __typename?: 'AddressPayload', readonly address: { readonly __typename?: 'Address', readonly id: string | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type UpdateAddressMutationVariables = Exact<{
  input: UpdateAddressInput;
}>;


export type UpdateAddressMutation = { readonly __typename?: 'Mutation', readonly updateAddress: { readonly __typename?: 'AddressPayload', readonly address: { readonly __typename?: 'Address', readonly id: string | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type DeleteAddressMutationVariables = Exact<{
  input: AddressIdInput;
}>;


export type DeleteAddressMutation = { readonly __typename?: 'Mutation', readonly deleteAddress: { readonly __typename?: 'AddressPayload', readonly address: { readonly __typename?: 'Address', readonly id: string | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SetDefaultAddressMutationVariables = Exact<{
  input: AddressIdInput;
}>;


export type SetDefaultAddressMutation = { readonly __typename?: 'Mutation', readonly setDefaultAddress: { readonly __typename?: 'AddressPayload', readonly address: { readonly __typename?: 'Address', readonly id: string | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ChangeEmailMutationVariables = Exact<{
  input: ChangeEmailInput;
}>;


export type ChangeEmailMutation = { readonly __typename?: 'Mutation', readonly changeEmail: { readonly __typename?: 'AckPayload', readonly accepted: boolean, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ConfirmEmailChangeMutationVariables = Exact<{
  input: TokenInput;
}>;


export type ConfirmEmailChangeMutation = { readonly __typename?: 'Mutation', readonly confirmEmailChange: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type UndoEmailChangeMutationVariables = Exact<{
  input: TokenInput;
}>;


export type UndoEmailChangeMutation = { readonly __typename?: 'Mutation', readonly undoEmailChange: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { readonly __typename?: 'Mutation', readonly revokeSession: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SignOutEverywhereMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutEverywhereMutation = { readonly __typename?: 'Mutation', readonly signOutEverywhere: { readonly __typename?: 'SignOutPayload', readonly signedOut: boolean, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RemovePaymentMethodMutationVariables = Exact<{
  input: RemovePaymentMethodInput;
}>;


export type RemovePaymentMethodMutation = { readonly __typename?: 'Mutation', readonly removePaymentMethod: { readonly __typename?: 'RemovePaymentMethodPayload', readonly removedPaymentMethodId: string | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type MarkNotificationsReadMutationVariables = Exact<{
  input: MarkNotificationsReadInput;
}>;


export type MarkNotificationsReadMutation = { readonly __typename?: 'Mutation', readonly markNotificationsRead: { readonly __typename?: 'MarkNotificationsReadPayload', readonly notifications: ReadonlyArray<{ readonly __typename?: 'Notification', readonly id: string, readonly readAt: string | null }>, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type MyPrivacyQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPrivacyQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly marketingConsent: { readonly __typename?: 'Consent', readonly given: boolean, readonly at: string | null }, readonly deletion: { readonly __typename?: 'AccountDeletion', readonly requestedAt: string, readonly dueAt: string } | null } | null };

export type SetMarketingConsentMutationVariables = Exact<{
  input: SetMarketingConsentInput;
}>;


export type SetMarketingConsentMutation = { readonly __typename?: 'Mutation', readonly setMarketingConsent: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly marketingConsent: { readonly __typename?: 'Consent', readonly given: boolean, readonly at: string | null } } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type GoogleSignInUrlQueryVariables = Exact<{
  returnTo?: InputMaybe<Scalars['String']['input']>;
  purpose?: InputMaybe<GooglePurpose>;
}>;


export type GoogleSignInUrlQuery = { readonly __typename?: 'Query', readonly googleSignInUrl: string | null };

export type SignInWithGoogleMutationVariables = Exact<{
  input: SignInWithGoogleInput;
}>;


export type SignInWithGoogleMutation = { readonly __typename?: 'Mutation', readonly signInWithGoogle: { readonly __typename?: 'SessionPayload', readonly returnTo: string | null, readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly challenge: { readonly __typename?: 'SignInChallenge', readonly kind: SignInChallengeKind, readonly token: string, readonly email: string | null, readonly expiresAt: string } | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ConfirmGoogleLinkMutationVariables = Exact<{
  input: ConfirmGoogleLinkInput;
}>;


export type ConfirmGoogleLinkMutation = { readonly __typename?: 'Mutation', readonly confirmGoogleLink: { readonly __typename?: 'SessionPayload', readonly returnTo: string | null, readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type WaysInFragment = { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> };

export type MyWaysInQueryVariables = Exact<{ [key: string]: never; }>;


export type MyWaysInQuery = { readonly __typename?: 'Query', readonly me: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> } | null };

export type LinkGoogleMutationVariables = Exact<{
  input: GoogleAnswerInput;
}>;


export type LinkGoogleMutation = { readonly __typename?: 'Mutation', readonly linkGoogle: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ExportMyDataMutationVariables = Exact<{ [key: string]: never; }>;


export type ExportMyDataMutation = { readonly __typename?: 'Mutation', readonly exportMyData: { readonly __typename?: 'UploadPayload', readonly uploadId: string | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type DeleteMyAccountMutationVariables = Exact<{
  input: DeleteMyAccountInput;
}>;


export type DeleteMyAccountMutation = { readonly __typename?: 'Mutation', readonly deleteMyAccount: { readonly __typename?: 'AckPayload', readonly accepted: boolean, readonly notice: string | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CancelDeletionMutationVariables = Exact<{ [key: string]: never; }>;


export type CancelDeletionMutation = { readonly __typename?: 'Mutation', readonly cancelDeletion: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly deletion: { readonly __typename?: 'AccountDeletion', readonly dueAt: string } | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type UnlinkGoogleMutationVariables = Exact<{ [key: string]: never; }>;


export type UnlinkGoogleMutation = { readonly __typename?: 'Mutation', readonly unlinkGoogle: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CreatePasskeyRegistrationMutationVariables = Exact<{
  input: OwnerProofInput;
}>;


export type CreatePasskeyRegistrationMutation = { readonly __typename?: 'Mutation', readonly createPasskeyRegistration: { readonly __typename?: 'PasskeyOptionsPayload', readonly options: string | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type ConfirmPasskeyMutationVariables = Exact<{
  input: ConfirmPasskeyInput;
}>;


export type ConfirmPasskeyMutation = { readonly __typename?: 'Mutation', readonly confirmPasskey: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type PasskeySignInOptionsMutationVariables = Exact<{ [key: string]: never; }>;


export type PasskeySignInOptionsMutation = { readonly __typename?: 'Mutation', readonly passkeySignInOptions: { readonly __typename?: 'PasskeyOptionsPayload', readonly options: string | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SignInWithPasskeyMutationVariables = Exact<{
  input: SignInWithPasskeyInput;
}>;


export type SignInWithPasskeyMutation = { readonly __typename?: 'Mutation', readonly signInWithPasskey: { readonly __typename?: 'SessionPayload', readonly accessToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string | null, readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly emailVerified: boolean, readonly displayName: string | null, readonly roles: ReadonlyArray<Role> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RenamePasskeyMutationVariables = Exact<{
  input: RenamePasskeyInput;
}>;


export type RenamePasskeyMutation = { readonly __typename?: 'Mutation', readonly renamePasskey: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RemovePasskeyMutationVariables = Exact<{
  input: RemovePasskeyInput;
}>;


export type RemovePasskeyMutation = { readonly __typename?: 'Mutation', readonly removePasskey: { readonly __typename?: 'UserPayload', readonly user: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly signInWith: ReadonlyArray<SignInMethod>, readonly passkeys: ReadonlyArray<{ readonly __typename?: 'Passkey', readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }> | null, readonly linkedAccounts: ReadonlyArray<{ readonly __typename?: 'LinkedAccount', readonly provider: IdentityProvider, readonly email: string, readonly linkedAt: string }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CartDetailsFragment = { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null };

export type CartAnswerFragment = { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
    | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
    | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
  > };

export type CartPageQueryVariables = Exact<{ [key: string]: never; }>;


export type CartPageQuery = { readonly __typename?: 'Query', readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null };

export type CreateCartMutationVariables = Exact<{
  input?: InputMaybe<CreateCartInput>;
}>;


export type CreateCartMutation = { readonly __typename?: 'Mutation', readonly createCart: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type AddCartItemsMutationVariables = Exact<{
  input: AddCartItemsInput;
}>;


export type AddCartItemsMutation = { readonly __typename?: 'Mutation', readonly addCartItems: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type UpdateCartItemsMutationVariables = Exact<{
  input: UpdateCartItemsInput;
}>;


export type UpdateCartItemsMutation = { readonly __typename?: 'Mutation', readonly updateCartItems: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RemoveCartItemsMutationVariables = Exact<{
  input: RemoveCartItemsInput;
}>;


export type RemoveCartItemsMutation = { readonly __typename?: 'Mutation', readonly removeCartItems: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SetCartEmailMutationVariables = Exact<{
  input: SetCartEmailInput;
}>;


export type SetCartEmailMutation = { readonly __typename?: 'Mutation', readonly setCartEmail: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SetCartShippingAddressMutationVariables = Exact<{
  input: SetCartShippingAddressInput;
}>;


export type SetCartShippingAddressMutation = { readonly __typename?: 'Mutation', readonly setCartShippingAddress: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SetCartBillingAddressMutationVariables = Exact<{
  input: SetCartBillingAddressInput;
}>;


export type SetCartBillingAddressMutation = { readonly __typename?: 'Mutation', readonly setCartBillingAddress: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type SetCartShippingMethodMutationVariables = Exact<{
  input: SetCartShippingMethodInput;
}>;


export type SetCartShippingMethodMutation = { readonly __typename?: 'Mutation', readonly setCartShippingMethod: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type UpdateCartMutationVariables = Exact<{
  input: UpdateCartInput;
}>;


export type UpdateCartMutation = { readonly __typename?: 'Mutation', readonly updateCart: { readonly __typename?: 'CartPayload', readonly cartToken: string | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CheckoutPageQueryVariables = Exact<{
  countryCode?: Scalars['CountryCode']['input'];
}>;


export type CheckoutPageQuery = { readonly __typename?: 'Query', readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly me: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly addresses: ReadonlyArray<{ readonly __typename?: 'Address', readonly id: string | null, readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null }> } | null, readonly storefront: { readonly __typename?: 'StorefrontSettings', readonly countries: ReadonlyArray<{ readonly __typename?: 'Country', readonly code: string, readonly name: string }> } | null, readonly addressRules: { readonly __typename?: 'AddressRules', readonly countryCode: string, readonly postalCodePattern: string | null, readonly postalCodeExample: string | null, readonly fields: ReadonlyArray<{ readonly __typename?: 'AddressField', readonly name: string, readonly required: boolean }>, readonly regions: ReadonlyArray<{ readonly __typename?: 'Region', readonly code: string, readonly name: string }> } | null };

export type MergeCartMutationVariables = Exact<{
  input: MergeCartInput;
}>;


export type MergeCartMutation = { readonly __typename?: 'Mutation', readonly mergeCart: { readonly __typename?: 'MergeCartPayload', readonly mergedLines: number | null, readonly droppedVariantIds: ReadonlyArray<string> | null, readonly droppedVariants: ReadonlyArray<{ readonly __typename?: 'Variant', readonly id: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly title: string } } | null> | null, readonly cart: { readonly __typename?: 'Cart', readonly id: string, readonly version: number, readonly status: CartStatus, readonly currencyCode: CurrencyCode, readonly totalQuantity: number, readonly email: string | null, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly billingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'CartItem', readonly id: string, readonly quantity: number, readonly priceChanged: boolean, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null } } | null }>, readonly shippingOptions: ReadonlyArray<{ readonly __typename?: 'ShippingOption', readonly id: string, readonly name: string, readonly description: string, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'CartTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly problems: ReadonlyArray<{ readonly __typename?: 'CartProblem', readonly code: CartProblemCode, readonly message: string, readonly itemId: string | null, readonly variantId: string | null, readonly available: number | null }> | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { readonly __typename?: 'Query', readonly categories: ReadonlyArray<{ readonly __typename?: 'Category', readonly id: string, readonly slug: string, readonly name: string, readonly productCount: number | null }> | null, readonly products: { readonly __typename?: 'ProductConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } }> } | null };

export type CategoryPageQueryVariables = Exact<{
  slug: Scalars['String']['input'];
  filter?: InputMaybe<ProductFilter>;
  sort?: InputMaybe<ProductSort>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type CategoryPageQuery = { readonly __typename?: 'Query', readonly category: { readonly __typename?: 'Category', readonly id: string, readonly slug: string, readonly name: string, readonly description: string, readonly path: ReadonlyArray<{ readonly __typename?: 'Category', readonly id: string, readonly slug: string, readonly name: string }>, readonly children: ReadonlyArray<{ readonly __typename?: 'Category', readonly id: string, readonly slug: string, readonly name: string }>, readonly products: { readonly __typename?: 'ProductConnection', readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } | null };

export type ProductPageQueryVariables = Exact<{
  slug: Scalars['String']['input'];
}>;


export type ProductPageQuery = { readonly __typename?: 'Query', readonly product: { readonly __typename?: 'Product', readonly description: string, readonly vendor: string | null, readonly id: string, readonly slug: string, readonly title: string, readonly category: { readonly __typename?: 'Category', readonly id: string, readonly slug: string, readonly name: string } | null, readonly media: ReadonlyArray<{ readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null }>, readonly options: ReadonlyArray<{ readonly __typename?: 'ProductOption', readonly name: string, readonly values: ReadonlyArray<string> }>, readonly attributes: ReadonlyArray<{ readonly __typename?: 'Attribute', readonly name: string, readonly value: string }>, readonly variants: ReadonlyArray<{ readonly __typename?: 'Variant', readonly id: string, readonly sku: string, readonly title: string, readonly selectedOptions: ReadonlyArray<{ readonly __typename?: 'SelectedOption', readonly name: string, readonly value: string }>, readonly price: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly compareAtPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } }>, readonly related: ReadonlyArray<{ readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } }>, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } } | null };

export type SitemapQueryVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
  withCategories: Scalars['Boolean']['input'];
}>;


export type SitemapQuery = { readonly __typename?: 'Query', readonly categories?: ReadonlyArray<{ readonly __typename?: 'Category', readonly slug: string, readonly children: ReadonlyArray<{ readonly __typename?: 'Category', readonly slug: string, readonly children: ReadonlyArray<{ readonly __typename?: 'Category', readonly slug: string }> }> }> | null, readonly products: { readonly __typename?: 'ProductConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Product', readonly slug: string, readonly updatedAt: string }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type SearchProductsQueryVariables = Exact<{
  query: Scalars['String']['input'];
  filter?: InputMaybe<ProductFilter>;
  sort?: InputMaybe<ProductSort>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SearchProductsQuery = { readonly __typename?: 'Query', readonly products: { readonly __typename?: 'ProductConnection', readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type SuggestQueryVariables = Exact<{
  query: Scalars['String']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
}>;


export type SuggestQuery = { readonly __typename?: 'Query', readonly suggest: { readonly __typename?: 'Suggestions', readonly queries: ReadonlyArray<string>, readonly products: ReadonlyArray<{ readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } }>, readonly categories: ReadonlyArray<{ readonly __typename?: 'Category', readonly slug: string, readonly name: string }> } | null };

export type ShopSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type ShopSettingsQuery = { readonly __typename?: 'Query', readonly storefront: { readonly __typename?: 'StorefrontSettings', readonly name: string, readonly currencyCode: CurrencyCode, readonly supportEmail: string | null, readonly signInWith: ReadonlyArray<SignInMethod>, readonly legalLinks: ReadonlyArray<{ readonly __typename?: 'LegalLink', readonly kind: LegalLinkKind, readonly url: string }> } | null };

export type PriceFragment = { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode };

type Refusal_GeneralUserError_Fragment = { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Refusal_InsufficientStock_Fragment = { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Refusal_PaymentDeclined_Fragment = { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Refusal_PriceChanged_Fragment = { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

export type RefusalFragment =
  | Refusal_GeneralUserError_Fragment
  | Refusal_InsufficientStock_Fragment
  | Refusal_PaymentDeclined_Fragment
  | Refusal_PriceChanged_Fragment
;

export type ProductCardFragment = { readonly __typename?: 'Product', readonly id: string, readonly slug: string, readonly title: string, readonly thumbnail: { readonly __typename?: 'Image', readonly url: string, readonly alt: string | null, readonly width: number | null, readonly height: number | null } | null, readonly priceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly max: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly compareAtPriceRange: { readonly __typename?: 'PriceRange', readonly min: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState, readonly quantity: number | null } };

export type PostalAddressFragment = { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null };

export type SavedCardFragment = { readonly __typename?: 'SavedPaymentMethod', readonly id: string, readonly brand: string, readonly last4: string, readonly expMonth: number, readonly expYear: number };

export type AddressFormFragment = { readonly __typename?: 'Query', readonly storefront: { readonly __typename?: 'StorefrontSettings', readonly countries: ReadonlyArray<{ readonly __typename?: 'Country', readonly code: string, readonly name: string }> } | null, readonly addressRules: { readonly __typename?: 'AddressRules', readonly countryCode: string, readonly postalCodePattern: string | null, readonly postalCodeExample: string | null, readonly fields: ReadonlyArray<{ readonly __typename?: 'AddressField', readonly name: string, readonly required: boolean }>, readonly regions: ReadonlyArray<{ readonly __typename?: 'Region', readonly code: string, readonly name: string }> } | null };

export type PageMarksFragment = { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

export type OrderDetailsFragment = { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> };

export type OrderTrackingFragment = { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState }, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string } } | null, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly payments: ReadonlyArray<{ readonly __typename?: 'Payment', readonly id: string, readonly status: PaymentIntentStatus, readonly failureReason: string | null, readonly method: { readonly __typename?: 'CardSummary', readonly brand: string, readonly last4: string } | null }> | null, readonly refunds: ReadonlyArray<{ readonly __typename?: 'Refund', readonly id: string, readonly status: RefundStatus, readonly amount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }> | null, readonly timeline: { readonly __typename?: 'OrderEventConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'OrderEvent', readonly id: string, readonly kind: OrderEventType, readonly note: string | null, readonly occurredAt: string }> }, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> };

export type OrderPageQueryVariables = Exact<{
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
}>;


export type OrderPageQuery = { readonly __typename?: 'Query', readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState }, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string } } | null, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly payments: ReadonlyArray<{ readonly __typename?: 'Payment', readonly id: string, readonly status: PaymentIntentStatus, readonly failureReason: string | null, readonly method: { readonly __typename?: 'CardSummary', readonly brand: string, readonly last4: string } | null }> | null, readonly refunds: ReadonlyArray<{ readonly __typename?: 'Refund', readonly id: string, readonly status: RefundStatus, readonly amount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }> | null, readonly timeline: { readonly __typename?: 'OrderEventConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'OrderEvent', readonly id: string, readonly kind: OrderEventType, readonly note: string | null, readonly occurredAt: string }> }, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null };

export type OrderByTokenQueryVariables = Exact<{
  token: Scalars['String']['input'];
}>;


export type OrderByTokenQuery = { readonly __typename?: 'Query', readonly orderByToken: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly variant: { readonly __typename?: 'Variant', readonly id: string, readonly availability: { readonly __typename?: 'Availability', readonly state: AvailabilityState }, readonly product: { readonly __typename?: 'Product', readonly id: string, readonly slug: string } } | null, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly payments: ReadonlyArray<{ readonly __typename?: 'Payment', readonly id: string, readonly status: PaymentIntentStatus, readonly failureReason: string | null, readonly method: { readonly __typename?: 'CardSummary', readonly brand: string, readonly last4: string } | null }> | null, readonly refunds: ReadonlyArray<{ readonly __typename?: 'Refund', readonly id: string, readonly status: RefundStatus, readonly amount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }> | null, readonly timeline: { readonly __typename?: 'OrderEventConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'OrderEvent', readonly id: string, readonly kind: OrderEventType, readonly note: string | null, readonly occurredAt: string }> }, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null };

export type OrderOfTokenQueryVariables = Exact<{
  token: Scalars['String']['input'];
}>;


export type OrderOfTokenQuery = { readonly __typename?: 'Query', readonly orderByToken: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null } | null };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { readonly __typename?: 'Mutation', readonly placeOrder: { readonly __typename?: 'PlaceOrderPayload', readonly orderToken: string | null, readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly available: number, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly variant: { readonly __typename?: 'Variant', readonly id: string } | null }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly expected: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly actual: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }
    > } };

export type PayOrderMutationVariables = Exact<{
  input: PayOrderInput;
}>;


export type PayOrderMutation = { readonly __typename?: 'Mutation', readonly payOrder: { readonly __typename?: 'PayOrderPayload', readonly payment: { readonly __typename?: 'Payment', readonly id: string, readonly status: PaymentIntentStatus, readonly failureReason: string | null, readonly amount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly outcome:
      | { readonly __typename: 'PaymentActionRequired', readonly clientSecret: string, readonly redirectUrl: string | null }
      | { readonly __typename: 'PaymentProcessing' }
      | { readonly __typename: 'PaymentSucceeded' }
     | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly declineCode: string, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type CancelOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type CancelOrderMutation = { readonly __typename?: 'Mutation', readonly cancelOrder: { readonly __typename?: 'OrderPayload', readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type PayPageQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type PayPageQuery = { readonly __typename?: 'Query', readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly email: string | null, readonly expiresAt: string | null, readonly paymentClientSecret: string | null, readonly paymentReturnUrl: string, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly customer: { readonly __typename?: 'User', readonly id: string, readonly paymentMethods: ReadonlyArray<{ readonly __typename?: 'SavedPaymentMethod', readonly id: string, readonly brand: string, readonly last4: string, readonly expMonth: number, readonly expYear: number }> | null } | null, readonly payments: ReadonlyArray<{ readonly __typename?: 'Payment', readonly id: string, readonly status: PaymentIntentStatus, readonly failureReason: string | null }> | null } | null };

export type StaffOrdersQueryVariables = Exact<{
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type StaffOrdersQuery = { readonly __typename?: 'Query', readonly orders: { readonly __typename?: 'OrderConnection', readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly __typename?: 'Order', readonly nextStatuses: ReadonlyArray<OrderStatus>, readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly customer: { readonly __typename?: 'User', readonly id: string, readonly email: string, readonly displayName: string | null } | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type FulfillOrderMutationVariables = Exact<{
  input: FulfillOrderInput;
}>;


export type FulfillOrderMutation = { readonly __typename?: 'Mutation', readonly fulfillOrder: { readonly __typename?: 'OrderPayload', readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type MarkDeliveredMutationVariables = Exact<{
  input: MarkDeliveredInput;
}>;


export type MarkDeliveredMutation = { readonly __typename?: 'Mutation', readonly markDelivered: { readonly __typename?: 'OrderPayload', readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type RefundOrderMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type RefundOrderMutation = { readonly __typename?: 'Mutation', readonly refundOrder: { readonly __typename?: 'OrderPayload', readonly order: { readonly __typename?: 'Order', readonly id: string, readonly number: string | null, readonly status: OrderStatus, readonly paymentStatus: PaymentStatus, readonly fulfillmentStatus: FulfillmentStatus, readonly email: string | null, readonly placedAt: string, readonly expiresAt: string | null, readonly cancellable: boolean, readonly shippingMethod: string | null, readonly shippingAddress: { readonly __typename?: 'Address', readonly fullName: string, readonly company: string | null, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly countryCode: string, readonly phone: string | null } | null, readonly items: ReadonlyArray<{ readonly __typename?: 'OrderItem', readonly id: string, readonly sku: string, readonly title: string, readonly imageUrl: string | null, readonly quantity: number, readonly unitPrice: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }>, readonly totals: { readonly __typename?: 'OrderTotals', readonly subtotal: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly discount: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shipping: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly tax: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode }, readonly total: { readonly __typename?: 'Money', readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipments: ReadonlyArray<{ readonly __typename?: 'Shipment', readonly id: string, readonly carrier: string, readonly trackingNumber: string, readonly shippedAt: string, readonly deliveredAt: string | null }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

export type AdjustInventoryMutationVariables = Exact<{
  input: AdjustInventoryInput;
}>;


export type AdjustInventoryMutation = { readonly __typename?: 'Mutation', readonly adjustInventory: { readonly __typename?: 'InventoryPayload', readonly inventory: { readonly __typename?: 'Inventory', readonly onHand: number, readonly reserved: number, readonly available: number } | null, readonly userErrors: ReadonlyArray<
      | { readonly __typename: 'GeneralUserError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'InsufficientStock', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PaymentDeclined', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      | { readonly __typename: 'PriceChanged', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    > } };

/** The types that an interface or a union stands for, as caches of other clients want to have them. */
export const possibleTypes: Record<'PaymentOutcome' | 'UserError', string[]> = {
  "PaymentOutcome": [
    "PaymentActionRequired",
    "PaymentProcessing",
    "PaymentSucceeded"
  ],
  "UserError": [
    "GeneralUserError",
    "InsufficientStock",
    "PaymentDeclined",
    "PriceChanged"
  ]
};

/** The types that caches of other clients keep inside of what they belong to: no id tells one from another. */
export const embeddedTypes: string[] = [
  "AccountDeletion",
  "AckPayload",
  "Address",
  "AddressField",
  "AddressPayload",
  "AddressRules",
  "AppliedDiscount",
  "Attribute",
  "Availability",
  "CardSummary",
  "CartPayload",
  "CartProblem",
  "CartTotals",
  "CategoryPayload",
  "Consent",
  "Country",
  "CustomerGroupPayload",
  "GeneralUserError",
  "Image",
  "InsufficientStock",
  "Inventory",
  "InventoryPayload",
  "LegalLink",
  "LinkedAccount",
  "MarkNotificationsReadPayload",
  "MergeCartPayload",
  "Money",
  "NotificationConnection",
  "NotificationDeliveryConnection",
  "NotificationDeliveryEdge",
  "NotificationEdge",
  "OrderConnection",
  "OrderEdge",
  "OrderEventConnection",
  "OrderEventEdge",
  "OrderPayload",
  "OrderTotals",
  "PageInfo",
  "PasskeyOptionsPayload",
  "PayOrderPayload",
  "PaymentActionRequired",
  "PaymentDeclined",
  "PaymentMethodSetupPayload",
  "PaymentProcessing",
  "PaymentSucceeded",
  "PlaceOrderPayload",
  "PriceChanged",
  "PriceRange",
  "ProductConnection",
  "ProductEdge",
  "ProductOption",
  "ProductPayload",
  "ReconciliationFinding",
  "ReconciliationReport",
  "RedeliverNotificationPayload",
  "Region",
  "RemovePaymentMethodPayload",
  "SelectedOption",
  "Seo",
  "SessionPayload",
  "ShippingOption",
  "SignInChallenge",
  "SignOutPayload",
  "StockMovementConnection",
  "StockMovementEdge",
  "StorefrontSettings",
  "Suggestions",
  "UploadHeader",
  "UploadPayload",
  "UserConnection",
  "UserEdge",
  "UserPayload",
  "VariantPayload"
];

export const RegisterDocument: ShopDocument<RegisterMutation, RegisterMutationVariables> = {
  "name": "Register",
  "kind": "mutation",
  "hash": "a32998dc07832a39da84cea1c551aadbeb4c9d3c214ddb1a0c49ede7bf872b6f",
  "source": "mutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    ...SessionTokens\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const SignInDocument: ShopDocument<SignInMutation, SignInMutationVariables> = {
  "name": "SignIn",
  "kind": "mutation",
  "hash": "b067bff54a57015e349c703d400cc4949a736c6fb87c5c2efbc36fc8e082e3ef",
  "source": "mutation SignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    ...SessionTokens\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RefreshSessionDocument: ShopDocument<RefreshSessionMutation, RefreshSessionMutationVariables> = {
  "name": "RefreshSession",
  "kind": "mutation",
  "hash": "3c80a9f7fc692d9907caae4208aeb7283ab977119b5e7c66bd4b13abcad4b693",
  "source": "mutation RefreshSession($input: RefreshSessionInput) {\n  refreshSession(input: $input) {\n    ...SessionTokens\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const SignOutDocument: ShopDocument<SignOutMutation, SignOutMutationVariables> = {
  "name": "SignOut",
  "kind": "mutation",
  "hash": "f8de9981936456609c3a197c4afdde336e34ad633afadd3dd1d4d4f43bcd8daa",
  "source": "mutation SignOut {\n  signOut {\n    signedOut\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const MeDocument: ShopDocument<MeQuery, MeQueryVariables> = {
  "name": "Me",
  "kind": "query",
  "hash": "5b4d14ae1c1035949f1accdbb73cad6940f2157a2d2ee5d5f4ff340de45889db",
  "source": "query Me {\n  me {\n    ...Account\n    addresses {\n      id\n      ...PostalAddress\n    }\n  }\n  cart {\n    id\n    totalQuantity\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const AccountPageDocument: ShopDocument<AccountPageQuery, AccountPageQueryVariables> = {
  "name": "AccountPage",
  "kind": "query",
  "hash": "73b6214b446351ecaacd4d0aedad2ffb405af01d74135c599e6452bf2dfe4e52",
  "source": "query AccountPage {\n  me {\n    ...Account\n    createdAt\n    avatar(size: 128) {\n      ...Avatar\n    }\n    pendingEmail\n    deletion {\n      dueAt\n    }\n    unreadNotificationCount\n    defaultAddress {\n      id\n      ...PostalAddress\n    }\n    orders(first: 3) {\n      nodes {\n        ...OrderSummary\n      }\n    }\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment OrderSummary on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  placedAt\n  totals {\n    total {\n      ...Price\n    }\n  }\n  items {\n    id\n    title\n    quantity\n    imageUrl\n  }\n}\n\nfragment Avatar on Image {\n  url\n  alt\n  width\n  height\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const MyOrdersDocument: ShopDocument<MyOrdersQuery, MyOrdersQueryVariables> = {
  "name": "MyOrders",
  "kind": "query",
  "hash": "f8b7e36a38a4389457e4dfdf115bd10272cd9ae543566f9d61fadf1eb82a07e1",
  "source": "query MyOrders($first: Int = 20, $after: String) {\n  me {\n    id\n    orders(first: $first, after: $after) {\n      nodes {\n        ...OrderSummary\n      }\n      pageInfo {\n        ...PageMarks\n      }\n    }\n  }\n}\n\nfragment OrderSummary on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  placedAt\n  totals {\n    total {\n      ...Price\n    }\n  }\n  items {\n    id\n    title\n    quantity\n    imageUrl\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PageMarks on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"
};

export const MyAddressesDocument: ShopDocument<MyAddressesQuery, MyAddressesQueryVariables> = {
  "name": "MyAddresses",
  "kind": "query",
  "hash": "54b5bc0128be6bc2816a5fcb77a7a70938d972f36b5d97ab834353be63300d02",
  "source": "query MyAddresses {\n  me {\n    id\n    addresses {\n      id\n      ...PostalAddress\n    }\n    defaultAddress {\n      id\n    }\n  }\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const AddressPageDocument: ShopDocument<AddressPageQuery, AddressPageQueryVariables> = {
  "name": "AddressPage",
  "kind": "query",
  "hash": "050cbdedb827adb7c05c1f7c196782b6c90063fdad7e2f3bdf84bde43ee7cd0a",
  "source": "query AddressPage($countryCode: CountryCode! = \"US\") {\n  ...AddressForm\n  me {\n    id\n    addresses {\n      id\n      ...PostalAddress\n    }\n  }\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment AddressForm on Query {\n  storefront {\n    countries {\n      code\n      name\n    }\n  }\n  addressRules(countryCode: $countryCode) {\n    countryCode\n    fields {\n      name\n      required\n    }\n    regions {\n      code\n      name\n    }\n    postalCodePattern\n    postalCodeExample\n  }\n}"
};

export const MyPictureDocument: ShopDocument<MyPictureQuery, MyPictureQueryVariables> = {
  "name": "MyPicture",
  "kind": "query",
  "hash": "9ac33b31760e793fb7df5a2a71df72722fa00fca0a1d443ffbbcddd889784852",
  "source": "query MyPicture {\n  me {\n    id\n    avatar {\n      ...Avatar\n    }\n  }\n}\n\nfragment Avatar on Image {\n  url\n  alt\n  width\n  height\n}"
};

export const CreateAvatarUploadDocument: ShopDocument<CreateAvatarUploadMutation, CreateAvatarUploadMutationVariables> = {
  "name": "CreateAvatarUpload",
  "kind": "mutation",
  "hash": "58665b91f928dca62a2dc5ed6724ca1e602fc3efba0d3861ba00e8977a203a89",
  "source": "mutation CreateAvatarUpload($input: UploadInput!) {\n  createAvatarUpload(input: $input) {\n    uploadId\n    url\n    method\n    headers {\n      name\n      value\n    }\n    expiresAt\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ConfirmAvatarDocument: ShopDocument<ConfirmAvatarMutation, ConfirmAvatarMutationVariables> = {
  "name": "ConfirmAvatar",
  "kind": "mutation",
  "hash": "1a22589f79cd119e1758ad67546e2ce66fd9bbed21679ab364e62d7b50ede8be",
  "source": "mutation ConfirmAvatar($input: ConfirmAvatarInput!) {\n  confirmAvatar(input: $input) {\n    user {\n      id\n      avatar {\n        ...Avatar\n      }\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Avatar on Image {\n  url\n  alt\n  width\n  height\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RemoveAvatarDocument: ShopDocument<RemoveAvatarMutation, RemoveAvatarMutationVariables> = {
  "name": "RemoveAvatar",
  "kind": "mutation",
  "hash": "31e12fce2a6d3ffeee5cc8f29c28a9f6fc1883b14e08b3d7b3bd53d50e911dba",
  "source": "mutation RemoveAvatar {\n  removeAvatar {\n    user {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const MySessionsDocument: ShopDocument<MySessionsQuery, MySessionsQueryVariables> = {
  "name": "MySessions",
  "kind": "query",
  "hash": "e2a23e4173b16605008821f9f7f3c6525d12ef38460f9b81eda4c0a54daa6e0d",
  "source": "query MySessions {\n  me {\n    id\n    sessions {\n      id\n      device\n      current\n      createdAt\n      lastUsedAt\n      expiresAt\n    }\n  }\n}"
};

export const MyEmailDocument: ShopDocument<MyEmailQuery, MyEmailQueryVariables> = {
  "name": "MyEmail",
  "kind": "query",
  "hash": "ded003eb42a626a0cca2c5c01a4471a191080b15378ea813eded3a01fc66072e",
  "source": "query MyEmail {\n  me {\n    id\n    email\n    emailVerified\n    pendingEmail\n    signInWith\n  }\n}"
};

export const MyPasswordDocument: ShopDocument<MyPasswordQuery, MyPasswordQueryVariables> = {
  "name": "MyPassword",
  "kind": "query",
  "hash": "3c056100b071d3759957c31bd60b1b0e4b523f418c4ec7e6b5a72370e39f51b3",
  "source": "query MyPassword {\n  me {\n    id\n    email\n    signInWith\n  }\n}"
};

export const MyCardsDocument: ShopDocument<MyCardsQuery, MyCardsQueryVariables> = {
  "name": "MyCards",
  "kind": "query",
  "hash": "b6c4afe550991f281d7c6021652846906ca80c26c60ff4d1b98af8cd21f232a9",
  "source": "query MyCards {\n  me {\n    id\n    paymentMethods {\n      ...SavedCard\n    }\n  }\n}\n\nfragment SavedCard on SavedPaymentMethod {\n  id\n  brand\n  last4\n  expMonth\n  expYear\n}"
};

export const MyNotificationsDocument: ShopDocument<MyNotificationsQuery, MyNotificationsQueryVariables> = {
  "name": "MyNotifications",
  "kind": "query",
  "hash": "1eb51677b46c0becba048e6b98ef0b1a834a84edfa8563becd5144c59f9e918b",
  "source": "query MyNotifications($first: Int = 20, $after: String) {\n  me {\n    id\n    notifications(first: $first, after: $after) {\n      nodes {\n        id\n        kind\n        title\n        body\n        createdAt\n        readAt\n        order {\n          id\n          number\n        }\n      }\n      pageInfo {\n        ...PageMarks\n      }\n    }\n  }\n}\n\nfragment PageMarks on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"
};

export const VerifyEmailDocument: ShopDocument<VerifyEmailMutation, VerifyEmailMutationVariables> = {
  "name": "VerifyEmail",
  "kind": "mutation",
  "hash": "870e83d448f1f6c1f6bcca77a1a3aa5ae359748451b5d232f6d75696deaef281",
  "source": "mutation VerifyEmail($input: TokenInput!) {\n  verifyEmail(input: $input) {\n    user {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const CompleteRegistrationDocument: ShopDocument<CompleteRegistrationMutation, CompleteRegistrationMutationVariables> = {
  "name": "CompleteRegistration",
  "kind": "mutation",
  "hash": "12cdccc04a6b2d12db46f5720c09ea9a478fca3253228fffa98be4ac5af1da3b",
  "source": "mutation CompleteRegistration($input: CompleteRegistrationInput!) {\n  completeRegistration(input: $input) {\n    user {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ResendVerificationDocument: ShopDocument<ResendVerificationMutation, ResendVerificationMutationVariables> = {
  "name": "ResendVerification",
  "kind": "mutation",
  "hash": "3a02f787b26a5a69b35c1f2279db5e97e407ae453dde9eba1e545d59f4dbce0f",
  "source": "mutation ResendVerification {\n  resendVerification {\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RequestPasswordResetDocument: ShopDocument<RequestPasswordResetMutation, RequestPasswordResetMutationVariables> = {
  "name": "RequestPasswordReset",
  "kind": "mutation",
  "hash": "4f653c56f02204dada5138674408ae1e1ed7aab42696a3cdeb4c662e5acf97b7",
  "source": "mutation RequestPasswordReset($input: EmailInput!) {\n  requestPasswordReset(input: $input) {\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ResetPasswordDocument: ShopDocument<ResetPasswordMutation, ResetPasswordMutationVariables> = {
  "name": "ResetPassword",
  "kind": "mutation",
  "hash": "6803f2538a1a960b4f9bcd9ecd8c05db5df5e46f8b545be3c0d8b5c39420024b",
  "source": "mutation ResetPassword($input: ResetPasswordInput!) {\n  resetPassword(input: $input) {\n    ...SessionTokens\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ChangePasswordDocument: ShopDocument<ChangePasswordMutation, ChangePasswordMutationVariables> = {
  "name": "ChangePassword",
  "kind": "mutation",
  "hash": "ea1f1f71201e9c5aad61548b2c5c3d314d85457676a5063471ddee8140bb5654",
  "source": "mutation ChangePassword($input: ChangePasswordInput!) {\n  changePassword(input: $input) {\n    user {\n      ...Account\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const UpdateProfileDocument: ShopDocument<UpdateProfileMutation, UpdateProfileMutationVariables> = {
  "name": "UpdateProfile",
  "kind": "mutation",
  "hash": "9555cf50cf2d6d82f0d28dac5c1ddc7ea5206e9f1c3436dacd5ebc025359e766",
  "source": "mutation UpdateProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    user {\n      ...Account\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const CreateAddressDocument: ShopDocument<CreateAddressMutation, CreateAddressMutationVariables> = {
  "name": "CreateAddress",
  "kind": "mutation",
  "hash": "81cd9ae1620a7afc1b857c3bacdaa7d045e92ab7d2992f7119f1e99e55a308d3",
  "source": "mutation CreateAddress($input: CreateAddressInput!) {\n  createAddress(input: $input) {\n    address {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const UpdateAddressDocument: ShopDocument<UpdateAddressMutation, UpdateAddressMutationVariables> = {
  "name": "UpdateAddress",
  "kind": "mutation",
  "hash": "34e50067da6643ac9706bd09fffeddb75cd5ecd99d43cb08736909e47321d69c",
  "source": "mutation UpdateAddress($input: UpdateAddressInput!) {\n  updateAddress(input: $input) {\n    address {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const DeleteAddressDocument: ShopDocument<DeleteAddressMutation, DeleteAddressMutationVariables> = {
  "name": "DeleteAddress",
  "kind": "mutation",
  "hash": "ed80a5d18d47abd9d8975638140b5bf557abeb62a77c72166e138f2474d65f91",
  "source": "mutation DeleteAddress($input: AddressIdInput!) {\n  deleteAddress(input: $input) {\n    address {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const SetDefaultAddressDocument: ShopDocument<SetDefaultAddressMutation, SetDefaultAddressMutationVariables> = {
  "name": "SetDefaultAddress",
  "kind": "mutation",
  "hash": "5c583284a39f34db866d2f99695cb6dee4d4ad0c6aaf04ca64d39c4eb1fa3689",
  "source": "mutation SetDefaultAddress($input: AddressIdInput!) {\n  setDefaultAddress(input: $input) {\n    address {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ChangeEmailDocument: ShopDocument<ChangeEmailMutation, ChangeEmailMutationVariables> = {
  "name": "ChangeEmail",
  "kind": "mutation",
  "hash": "b51de88b722fde00dfe65174c05f4ece0c11d43bd2101023b68cda1ebd14639f",
  "source": "mutation ChangeEmail($input: ChangeEmailInput!) {\n  changeEmail(input: $input) {\n    accepted\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ConfirmEmailChangeDocument: ShopDocument<ConfirmEmailChangeMutation, ConfirmEmailChangeMutationVariables> = {
  "name": "ConfirmEmailChange",
  "kind": "mutation",
  "hash": "04d5b550d14a764f6700d32da5b2bf883a749677d2bb80c5faeae1f85c5357b3",
  "source": "mutation ConfirmEmailChange($input: TokenInput!) {\n  confirmEmailChange(input: $input) {\n    user {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const UndoEmailChangeDocument: ShopDocument<UndoEmailChangeMutation, UndoEmailChangeMutationVariables> = {
  "name": "UndoEmailChange",
  "kind": "mutation",
  "hash": "19bd9f720b87c629758b3c81ec475a730a2123e0f91bfa7cf64173121660c605",
  "source": "mutation UndoEmailChange($input: TokenInput!) {\n  undoEmailChange(input: $input) {\n    user {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RevokeSessionDocument: ShopDocument<RevokeSessionMutation, RevokeSessionMutationVariables> = {
  "name": "RevokeSession",
  "kind": "mutation",
  "hash": "be49af0285ec7c17cfb3f97d4a07290ec628492ed6825924da6e2fd6830fe2ab",
  "source": "mutation RevokeSession($input: RevokeSessionInput!) {\n  revokeSession(input: $input) {\n    user {\n      id\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const SignOutEverywhereDocument: ShopDocument<SignOutEverywhereMutation, SignOutEverywhereMutationVariables> = {
  "name": "SignOutEverywhere",
  "kind": "mutation",
  "hash": "1900fefd5f9a40e116e49ea85388f51e5cdc0a7ac17db621931de182a965d5c1",
  "source": "mutation SignOutEverywhere {\n  signOutEverywhere {\n    signedOut\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RemovePaymentMethodDocument: ShopDocument<RemovePaymentMethodMutation, RemovePaymentMethodMutationVariables> = {
  "name": "RemovePaymentMethod",
  "kind": "mutation",
  "hash": "493b9504f2631b451de9a06d772b4db8d221597317fc52ef0b013357689dba51",
  "source": "mutation RemovePaymentMethod($input: RemovePaymentMethodInput!) {\n  removePaymentMethod(input: $input) {\n    removedPaymentMethodId\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const MarkNotificationsReadDocument: ShopDocument<MarkNotificationsReadMutation, MarkNotificationsReadMutationVariables> = {
  "name": "MarkNotificationsRead",
  "kind": "mutation",
  "hash": "f5a912b4c6b3550fd1b28df999129f0a352a69166c235f2ec9b281cc60ca1759",
  "source": "mutation MarkNotificationsRead($input: MarkNotificationsReadInput!) {\n  markNotificationsRead(input: $input) {\n    notifications {\n      id\n      readAt\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const MyPrivacyDocument: ShopDocument<MyPrivacyQuery, MyPrivacyQueryVariables> = {
  "name": "MyPrivacy",
  "kind": "query",
  "hash": "cf385fa4b03836b4e8cdf17595f54978d5bf2ab9ac69cb65ce1f7e85aee7e55d",
  "source": "query MyPrivacy {\n  me {\n    id\n    marketingConsent {\n      given\n      at\n    }\n    deletion {\n      requestedAt\n      dueAt\n    }\n  }\n}"
};

export const SetMarketingConsentDocument: ShopDocument<SetMarketingConsentMutation, SetMarketingConsentMutationVariables> = {
  "name": "SetMarketingConsent",
  "kind": "mutation",
  "hash": "b3bb12eb947f9365bea5cb3f249b6efd44a5ec02a05ebca5e66219258ab77532",
  "source": "mutation SetMarketingConsent($input: SetMarketingConsentInput!) {\n  setMarketingConsent(input: $input) {\n    user {\n      id\n      marketingConsent {\n        given\n        at\n      }\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const GoogleSignInUrlDocument: ShopDocument<GoogleSignInUrlQuery, GoogleSignInUrlQueryVariables> = {
  "name": "GoogleSignInUrl",
  "kind": "query",
  "hash": "5d5e30b29b5db129b030614080afcd6c2f8221f733a117724fcfee27688f10e9",
  "source": "query GoogleSignInUrl($returnTo: String, $purpose: GooglePurpose) {\n  googleSignInUrl(returnTo: $returnTo, purpose: $purpose)\n}"
};

export const SignInWithGoogleDocument: ShopDocument<SignInWithGoogleMutation, SignInWithGoogleMutationVariables> = {
  "name": "SignInWithGoogle",
  "kind": "mutation",
  "hash": "03a7307a7b053a510abdfcf86558cc71ffda2f8b3f0d1d68e7d553bf92734084",
  "source": "mutation SignInWithGoogle($input: SignInWithGoogleInput!) {\n  signInWithGoogle(input: $input) {\n    ...SessionTokens\n    challenge {\n      kind\n      token\n      email\n      expiresAt\n    }\n    returnTo\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ConfirmGoogleLinkDocument: ShopDocument<ConfirmGoogleLinkMutation, ConfirmGoogleLinkMutationVariables> = {
  "name": "ConfirmGoogleLink",
  "kind": "mutation",
  "hash": "4ccb71185ef3326964ca83bab9fa68f26f01ecd17792e42ad052ac09c5d5ba50",
  "source": "mutation ConfirmGoogleLink($input: ConfirmGoogleLinkInput!) {\n  confirmGoogleLink(input: $input) {\n    ...SessionTokens\n    returnTo\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const MyWaysInDocument: ShopDocument<MyWaysInQuery, MyWaysInQueryVariables> = {
  "name": "MyWaysIn",
  "kind": "query",
  "hash": "8f29a8d27575e90b34c3cf809d9b7f55f5c3e3d10de3f9dd0a31b95561bd53b3",
  "source": "query MyWaysIn {\n  me {\n    ...WaysIn\n  }\n}\n\nfragment WaysIn on User {\n  id\n  email\n  signInWith\n  passkeys {\n    id\n    name\n    createdAt\n    lastUsedAt\n  }\n  linkedAccounts {\n    provider\n    email\n    linkedAt\n  }\n}"
};

export const LinkGoogleDocument: ShopDocument<LinkGoogleMutation, LinkGoogleMutationVariables> = {
  "name": "LinkGoogle",
  "kind": "mutation",
  "hash": "ec525e2b0c072099a1d88855d6fdf24259d3f59bdba4f4c21093a85c0b16adfd",
  "source": "mutation LinkGoogle($input: GoogleAnswerInput!) {\n  linkGoogle(input: $input) {\n    user {\n      ...WaysIn\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment WaysIn on User {\n  id\n  email\n  signInWith\n  passkeys {\n    id\n    name\n    createdAt\n    lastUsedAt\n  }\n  linkedAccounts {\n    provider\n    email\n    linkedAt\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ExportMyDataDocument: ShopDocument<ExportMyDataMutation, ExportMyDataMutationVariables> = {
  "name": "ExportMyData",
  "kind": "mutation",
  "hash": "ebd3aa17f86f412246e85cb595db00ef03078e18befb21709626534732ebea86",
  "source": "mutation ExportMyData {\n  exportMyData {\n    uploadId\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const DeleteMyAccountDocument: ShopDocument<DeleteMyAccountMutation, DeleteMyAccountMutationVariables> = {
  "name": "DeleteMyAccount",
  "kind": "mutation",
  "hash": "c541cc59027edbad92befbb6e9917c77f5a1324a554fd62d8238039388f9e21c",
  "source": "mutation DeleteMyAccount($input: DeleteMyAccountInput!) {\n  deleteMyAccount(input: $input) {\n    accepted\n    notice\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const CancelDeletionDocument: ShopDocument<CancelDeletionMutation, CancelDeletionMutationVariables> = {
  "name": "CancelDeletion",
  "kind": "mutation",
  "hash": "179266759dd498cbcfece20a13de68ffdba50e59ddd8d0f31d1a6dd520ce5aa1",
  "source": "mutation CancelDeletion {\n  cancelDeletion {\n    user {\n      id\n      deletion {\n        dueAt\n      }\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const UnlinkGoogleDocument: ShopDocument<UnlinkGoogleMutation, UnlinkGoogleMutationVariables> = {
  "name": "UnlinkGoogle",
  "kind": "mutation",
  "hash": "843a0399dba91c2b1df8aa84541054a0f3f009b53d7c77a0da46041c208e9fb9",
  "source": "mutation UnlinkGoogle {\n  unlinkGoogle {\n    user {\n      ...WaysIn\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment WaysIn on User {\n  id\n  email\n  signInWith\n  passkeys {\n    id\n    name\n    createdAt\n    lastUsedAt\n  }\n  linkedAccounts {\n    provider\n    email\n    linkedAt\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const CreatePasskeyRegistrationDocument: ShopDocument<CreatePasskeyRegistrationMutation, CreatePasskeyRegistrationMutationVariables> = {
  "name": "CreatePasskeyRegistration",
  "kind": "mutation",
  "hash": "f6763b42de61552ffde8096acfd7937a86223c032e6a0a7fade6e5ae8eda5d29",
  "source": "mutation CreatePasskeyRegistration($input: OwnerProofInput!) {\n  createPasskeyRegistration(input: $input) {\n    options\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const ConfirmPasskeyDocument: ShopDocument<ConfirmPasskeyMutation, ConfirmPasskeyMutationVariables> = {
  "name": "ConfirmPasskey",
  "kind": "mutation",
  "hash": "32c89f894995bffa6f374c64d56c77db2b83bc0fa1e9916e8195d366988df285",
  "source": "mutation ConfirmPasskey($input: ConfirmPasskeyInput!) {\n  confirmPasskey(input: $input) {\n    user {\n      ...WaysIn\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment WaysIn on User {\n  id\n  email\n  signInWith\n  passkeys {\n    id\n    name\n    createdAt\n    lastUsedAt\n  }\n  linkedAccounts {\n    provider\n    email\n    linkedAt\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const PasskeySignInOptionsDocument: ShopDocument<PasskeySignInOptionsMutation, PasskeySignInOptionsMutationVariables> = {
  "name": "PasskeySignInOptions",
  "kind": "mutation",
  "hash": "fee3ae25bf0b8f1dca9f3a3f4a79532a36700db0534275b85e7d1f24c24d7bc4",
  "source": "mutation PasskeySignInOptions {\n  passkeySignInOptions {\n    options\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const SignInWithPasskeyDocument: ShopDocument<SignInWithPasskeyMutation, SignInWithPasskeyMutationVariables> = {
  "name": "SignInWithPasskey",
  "kind": "mutation",
  "hash": "3706f5f131cc2bebc19a18c5a76515f3e20e1e6eb8098e6cabcdd20df9ab1a62",
  "source": "mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {\n  signInWithPasskey(input: $input) {\n    ...SessionTokens\n  }\n}\n\nfragment Account on User {\n  id\n  email\n  emailVerified\n  displayName\n  roles\n}\n\nfragment SessionTokens on SessionPayload {\n  accessToken\n  refreshToken\n  expiresAt\n  user {\n    ...Account\n  }\n  userErrors {\n    ...Refusal\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RenamePasskeyDocument: ShopDocument<RenamePasskeyMutation, RenamePasskeyMutationVariables> = {
  "name": "RenamePasskey",
  "kind": "mutation",
  "hash": "51eab5980fd3e4eb09bf1bb349e485e93c4237c4cd0aff7b9d6ebb6859bbedcf",
  "source": "mutation RenamePasskey($input: RenamePasskeyInput!) {\n  renamePasskey(input: $input) {\n    user {\n      ...WaysIn\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment WaysIn on User {\n  id\n  email\n  signInWith\n  passkeys {\n    id\n    name\n    createdAt\n    lastUsedAt\n  }\n  linkedAccounts {\n    provider\n    email\n    linkedAt\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const RemovePasskeyDocument: ShopDocument<RemovePasskeyMutation, RemovePasskeyMutationVariables> = {
  "name": "RemovePasskey",
  "kind": "mutation",
  "hash": "ed8cc2b0f9a00eb7167b6398987e012fe7d5f8d7bb2220e9110cdf1e345cd33e",
  "source": "mutation RemovePasskey($input: RemovePasskeyInput!) {\n  removePasskey(input: $input) {\n    user {\n      ...WaysIn\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment WaysIn on User {\n  id\n  email\n  signInWith\n  passkeys {\n    id\n    name\n    createdAt\n    lastUsedAt\n  }\n  linkedAccounts {\n    provider\n    email\n    linkedAt\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const CartPageDocument: ShopDocument<CartPageQuery, CartPageQueryVariables> = {
  "name": "CartPage",
  "kind": "query",
  "hash": "b587af87922a090cf3d9efd07a00c100b7441c47d95994687ca933bd5c65bd91",
  "source": "query CartPage {\n  cart {\n    ...CartDetails\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const CreateCartDocument: ShopDocument<CreateCartMutation, CreateCartMutationVariables> = {
  "name": "CreateCart",
  "kind": "mutation",
  "hash": "405d4de036a8c2a6077064dc63bd0a2ff00fae590c7e7203fc478ed737453d40",
  "source": "mutation CreateCart($input: CreateCartInput) {\n  createCart(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const AddCartItemsDocument: ShopDocument<AddCartItemsMutation, AddCartItemsMutationVariables> = {
  "name": "AddCartItems",
  "kind": "mutation",
  "hash": "9137ec20ca8c3e50dc72aab825342aa8d5064bfc6558f603abb2212859587423",
  "source": "mutation AddCartItems($input: AddCartItemsInput!) {\n  addCartItems(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const UpdateCartItemsDocument: ShopDocument<UpdateCartItemsMutation, UpdateCartItemsMutationVariables> = {
  "name": "UpdateCartItems",
  "kind": "mutation",
  "hash": "5f48bb3227e316781af48c001ef31147f55daeedcfcf84fca1c65bc1bb93bdee",
  "source": "mutation UpdateCartItems($input: UpdateCartItemsInput!) {\n  updateCartItems(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const RemoveCartItemsDocument: ShopDocument<RemoveCartItemsMutation, RemoveCartItemsMutationVariables> = {
  "name": "RemoveCartItems",
  "kind": "mutation",
  "hash": "7b274cf61aa4ffc58bb55f372355f842e17bb5521d87e3556900de79a890d547",
  "source": "mutation RemoveCartItems($input: RemoveCartItemsInput!) {\n  removeCartItems(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const SetCartEmailDocument: ShopDocument<SetCartEmailMutation, SetCartEmailMutationVariables> = {
  "name": "SetCartEmail",
  "kind": "mutation",
  "hash": "9967f7ab08d7f037043605ea51ae37aaf260ba9cfaf6059acc931c95a4cd5025",
  "source": "mutation SetCartEmail($input: SetCartEmailInput!) {\n  setCartEmail(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const SetCartShippingAddressDocument: ShopDocument<SetCartShippingAddressMutation, SetCartShippingAddressMutationVariables> = {
  "name": "SetCartShippingAddress",
  "kind": "mutation",
  "hash": "7fdd09e60dfadee299cfdec4d0c85ec1c8e60c8a90cde8efea70bc10a4ec661e",
  "source": "mutation SetCartShippingAddress($input: SetCartShippingAddressInput!) {\n  setCartShippingAddress(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const SetCartBillingAddressDocument: ShopDocument<SetCartBillingAddressMutation, SetCartBillingAddressMutationVariables> = {
  "name": "SetCartBillingAddress",
  "kind": "mutation",
  "hash": "75634451bdaac5ef4463ba3b8116074b1ecc86ca785475f980c7e15f23fa85c8",
  "source": "mutation SetCartBillingAddress($input: SetCartBillingAddressInput!) {\n  setCartBillingAddress(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const SetCartShippingMethodDocument: ShopDocument<SetCartShippingMethodMutation, SetCartShippingMethodMutationVariables> = {
  "name": "SetCartShippingMethod",
  "kind": "mutation",
  "hash": "babba6bf5b7235321df4692d2a2d266b173fd6580424bcba7df3d2b3208493e0",
  "source": "mutation SetCartShippingMethod($input: SetCartShippingMethodInput!) {\n  setCartShippingMethod(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const UpdateCartDocument: ShopDocument<UpdateCartMutation, UpdateCartMutationVariables> = {
  "name": "UpdateCart",
  "kind": "mutation",
  "hash": "8ed0a6a4a6ab8aa57387d9b60a243e2125d40730baba28b6a9a0930016b4c2f5",
  "source": "mutation UpdateCart($input: UpdateCartInput!) {\n  updateCart(input: $input) {\n    ...CartAnswer\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment CartAnswer on CartPayload {\n  cartToken\n  cart {\n    ...CartDetails\n  }\n  userErrors {\n    ...Refusal\n    ... on InsufficientStock {\n      available\n      variant {\n        id\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const CheckoutPageDocument: ShopDocument<CheckoutPageQuery, CheckoutPageQueryVariables> = {
  "name": "CheckoutPage",
  "kind": "query",
  "hash": "a8a85cc6050733c825891dfe1feb3677e80f8ce61e486bbfeada8126d1c33bd5",
  "source": "query CheckoutPage($countryCode: CountryCode! = \"US\") {\n  ...AddressForm\n  cart {\n    ...CartDetails\n  }\n  me {\n    id\n    email\n    addresses {\n      id\n      ...PostalAddress\n    }\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment AddressForm on Query {\n  storefront {\n    countries {\n      code\n      name\n    }\n  }\n  addressRules(countryCode: $countryCode) {\n    countryCode\n    fields {\n      name\n      required\n    }\n    regions {\n      code\n      name\n    }\n    postalCodePattern\n    postalCodeExample\n  }\n}"
};

export const MergeCartDocument: ShopDocument<MergeCartMutation, MergeCartMutationVariables> = {
  "name": "MergeCart",
  "kind": "mutation",
  "hash": "aeedad691cb19d4529922ee17a5fcd44a5746c7f399a4fb2940114d793bebc5d",
  "source": "mutation MergeCart($input: MergeCartInput!) {\n  mergeCart(input: $input) {\n    mergedLines\n    droppedVariantIds\n    droppedVariants {\n      id\n      title\n      product {\n        id\n        title\n      }\n    }\n    cart {\n      ...CartDetails\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment CartDetails on Cart {\n  id\n  version\n  status\n  currencyCode\n  totalQuantity\n  email\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  billingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    quantity\n    unitPrice {\n      ...Price\n    }\n    priceChanged\n    total {\n      ...Price\n    }\n    variant {\n      id\n      sku\n      title\n      product {\n        id\n        slug\n        title\n        thumbnail {\n          url\n          alt\n          width\n          height\n        }\n      }\n    }\n  }\n  shippingOptions {\n    id\n    name\n    description\n    price {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  problems {\n    code\n    message\n    itemId\n    variantId\n    available\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}"
};

export const HomeDocument: ShopDocument<HomeQuery, HomeQueryVariables> = {
  "name": "Home",
  "kind": "query",
  "hash": "6dde1d2b3ad169feb813a1b44ffa9353e0d0e068c95be333d19d6ace3711414f",
  "source": "query Home {\n  categories(depth: 1) {\n    id\n    slug\n    name\n    productCount\n  }\n  products(sort: BEST_SELLING, first: 8) {\n    nodes {\n      ...ProductCard\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment ProductCard on Product {\n  id\n  slug\n  title\n  thumbnail {\n    url\n    alt\n    width\n    height\n  }\n  priceRange {\n    min {\n      ...Price\n    }\n    max {\n      ...Price\n    }\n  }\n  compareAtPriceRange {\n    min {\n      ...Price\n    }\n  }\n  availability {\n    state\n    quantity\n  }\n}"
};

export const CategoryPageDocument: ShopDocument<CategoryPageQuery, CategoryPageQueryVariables> = {
  "name": "CategoryPage",
  "kind": "query",
  "hash": "740b5021e38154f62ff6a3024ae72b64f38f3cead8eeeb29fdd90d0195586ab7",
  "source": "query CategoryPage($slug: String!, $filter: ProductFilter, $sort: ProductSort, $first: Int = 24, $after: String) {\n  category(slug: $slug) {\n    id\n    slug\n    name\n    description\n    path {\n      id\n      slug\n      name\n    }\n    children {\n      id\n      slug\n      name\n    }\n    products(filter: $filter, sort: $sort, first: $first, after: $after) {\n      totalCount\n      nodes {\n        ...ProductCard\n      }\n      pageInfo {\n        ...PageMarks\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment ProductCard on Product {\n  id\n  slug\n  title\n  thumbnail {\n    url\n    alt\n    width\n    height\n  }\n  priceRange {\n    min {\n      ...Price\n    }\n    max {\n      ...Price\n    }\n  }\n  compareAtPriceRange {\n    min {\n      ...Price\n    }\n  }\n  availability {\n    state\n    quantity\n  }\n}\n\nfragment PageMarks on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"
};

export const ProductPageDocument: ShopDocument<ProductPageQuery, ProductPageQueryVariables> = {
  "name": "ProductPage",
  "kind": "query",
  "hash": "0c044dd706d79f385a47d94b5f5419c65e69ff0d727fe51463b137de7097ccd3",
  "source": "query ProductPage($slug: String!) {\n  product(slug: $slug) {\n    ...ProductCard\n    description\n    vendor\n    category {\n      id\n      slug\n      name\n    }\n    media {\n      url\n      alt\n      width\n      height\n    }\n    options {\n      name\n      values\n    }\n    attributes {\n      name\n      value\n    }\n    variants {\n      id\n      sku\n      title\n      selectedOptions {\n        name\n        value\n      }\n      price {\n        ...Price\n      }\n      compareAtPrice {\n        ...Price\n      }\n      availability {\n        state\n        quantity\n      }\n    }\n    related(first: 4) {\n      ...ProductCard\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment ProductCard on Product {\n  id\n  slug\n  title\n  thumbnail {\n    url\n    alt\n    width\n    height\n  }\n  priceRange {\n    min {\n      ...Price\n    }\n    max {\n      ...Price\n    }\n  }\n  compareAtPriceRange {\n    min {\n      ...Price\n    }\n  }\n  availability {\n    state\n    quantity\n  }\n}"
};

export const SitemapDocument: ShopDocument<SitemapQuery, SitemapQueryVariables> = {
  "name": "Sitemap",
  "kind": "query",
  "hash": "6bc13ebf57df5578ee327bdb2e74f75ce215bf53110c5cef4a6595dbedfe3d44",
  "source": "query Sitemap($after: String, $withCategories: Boolean!) {\n  categories(depth: 3) @include(if: $withCategories) {\n    slug\n    children {\n      slug\n      children {\n        slug\n      }\n    }\n  }\n  products(sort: NEWEST, first: 100, after: $after) {\n    nodes {\n      slug\n      updatedAt\n    }\n    pageInfo {\n      ...PageMarks\n    }\n  }\n}\n\nfragment PageMarks on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"
};

export const SearchProductsDocument: ShopDocument<SearchProductsQuery, SearchProductsQueryVariables> = {
  "name": "SearchProducts",
  "kind": "query",
  "hash": "69f06e6a8d55f237f787d64e7f2c6625e5fba8bf7126a9748e818588e9836388",
  "source": "query SearchProducts($query: String!, $filter: ProductFilter, $sort: ProductSort, $first: Int = 24, $after: String) {\n  products(\n    query: $query\n    filter: $filter\n    sort: $sort\n    first: $first\n    after: $after\n  ) {\n    totalCount\n    nodes {\n      ...ProductCard\n    }\n    pageInfo {\n      ...PageMarks\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment ProductCard on Product {\n  id\n  slug\n  title\n  thumbnail {\n    url\n    alt\n    width\n    height\n  }\n  priceRange {\n    min {\n      ...Price\n    }\n    max {\n      ...Price\n    }\n  }\n  compareAtPriceRange {\n    min {\n      ...Price\n    }\n  }\n  availability {\n    state\n    quantity\n  }\n}\n\nfragment PageMarks on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"
};

export const SuggestDocument: ShopDocument<SuggestQuery, SuggestQueryVariables> = {
  "name": "Suggest",
  "kind": "query",
  "hash": "5c5ebe6a581092d9f9c22e64d5732de11117ffbf71a2cde327aa8fa867a39948",
  "source": "query Suggest($query: String!, $limit: Int = 6) {\n  suggest(query: $query, limit: $limit) {\n    products {\n      ...ProductCard\n    }\n    categories {\n      slug\n      name\n    }\n    queries\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment ProductCard on Product {\n  id\n  slug\n  title\n  thumbnail {\n    url\n    alt\n    width\n    height\n  }\n  priceRange {\n    min {\n      ...Price\n    }\n    max {\n      ...Price\n    }\n  }\n  compareAtPriceRange {\n    min {\n      ...Price\n    }\n  }\n  availability {\n    state\n    quantity\n  }\n}"
};

export const ShopSettingsDocument: ShopDocument<ShopSettingsQuery, ShopSettingsQueryVariables> = {
  "name": "ShopSettings",
  "kind": "query",
  "hash": "a777aec3a626ca54f6eeb85e2fe364fb58fb867c6a14f5efc9714ce058c389dd",
  "source": "query ShopSettings {\n  storefront {\n    name\n    currencyCode\n    supportEmail\n    signInWith\n    legalLinks {\n      kind\n      url\n    }\n  }\n}"
};

export const OrderPageDocument: ShopDocument<OrderPageQuery, OrderPageQueryVariables> = {
  "name": "OrderPage",
  "kind": "query",
  "hash": "5218e8ff1a0b03c4788ceb886c8522ec9759bcf95352242f58a506a0c8e744de",
  "source": "query OrderPage($id: ID, $number: String) {\n  order(id: $id, number: $number) {\n    ...OrderTracking\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}\n\nfragment OrderTracking on Order {\n  ...OrderDetails\n  items {\n    variant {\n      id\n      availability {\n        state\n      }\n      product {\n        id\n        slug\n      }\n    }\n  }\n  payments {\n    id\n    status\n    method {\n      brand\n      last4\n    }\n    failureReason\n  }\n  refunds {\n    id\n    status\n    amount {\n      ...Price\n    }\n  }\n  timeline(first: 50) {\n    nodes {\n      id\n      kind\n      note\n      occurredAt\n    }\n  }\n}"
};

export const OrderByTokenDocument: ShopDocument<OrderByTokenQuery, OrderByTokenQueryVariables> = {
  "name": "OrderByToken",
  "kind": "query",
  "hash": "2a1770218d47e51ff6e49ab2518849dec1373e6bab322080ca6e04f61bc61c35",
  "source": "query OrderByToken($token: String!) {\n  orderByToken(token: $token) {\n    ...OrderTracking\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}\n\nfragment OrderTracking on Order {\n  ...OrderDetails\n  items {\n    variant {\n      id\n      availability {\n        state\n      }\n      product {\n        id\n        slug\n      }\n    }\n  }\n  payments {\n    id\n    status\n    method {\n      brand\n      last4\n    }\n    failureReason\n  }\n  refunds {\n    id\n    status\n    amount {\n      ...Price\n    }\n  }\n  timeline(first: 50) {\n    nodes {\n      id\n      kind\n      note\n      occurredAt\n    }\n  }\n}"
};

export const OrderOfTokenDocument: ShopDocument<OrderOfTokenQuery, OrderOfTokenQueryVariables> = {
  "name": "OrderOfToken",
  "kind": "query",
  "hash": "fdf2b331ac823e7233264f461600231bd1d4070e6c2b4c1e0d8b2e9eb057a1b5",
  "source": "query OrderOfToken($token: String!) {\n  orderByToken(token: $token) {\n    id\n    number\n  }\n}"
};

export const PlaceOrderDocument: ShopDocument<PlaceOrderMutation, PlaceOrderMutationVariables> = {
  "name": "PlaceOrder",
  "kind": "mutation",
  "hash": "5e84c8d4698b1d8be69c2275faf0ba0773324ef008f05ea39aa3518488b337cc",
  "source": "mutation PlaceOrder($input: PlaceOrderInput!) {\n  placeOrder(input: $input) {\n    orderToken\n    order {\n      ...OrderDetails\n    }\n    userErrors {\n      ...Refusal\n      ... on InsufficientStock {\n        available\n        variant {\n          id\n        }\n      }\n      ... on PriceChanged {\n        expected {\n          ...Price\n        }\n        actual {\n          ...Price\n        }\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}"
};

export const PayOrderDocument: ShopDocument<PayOrderMutation, PayOrderMutationVariables> = {
  "name": "PayOrder",
  "kind": "mutation",
  "hash": "4be442ebdc213b65a83505f936c1b2038ef49fe5acbf9751ed7ad7fd0b86e70b",
  "source": "mutation PayOrder($input: PayOrderInput!) {\n  payOrder(input: $input) {\n    payment {\n      id\n      status\n      amount {\n        ...Price\n      }\n      failureReason\n    }\n    outcome {\n      __typename\n      ... on PaymentActionRequired {\n        clientSecret\n        redirectUrl\n      }\n    }\n    userErrors {\n      ...Refusal\n      ... on PaymentDeclined {\n        declineCode\n      }\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};

export const CancelOrderDocument: ShopDocument<CancelOrderMutation, CancelOrderMutationVariables> = {
  "name": "CancelOrder",
  "kind": "mutation",
  "hash": "b3de3430a0c34c54950eaca91c536f4ce1ca1ad379b1b71da33b745ccac494fa",
  "source": "mutation CancelOrder($input: CancelOrderInput!) {\n  cancelOrder(input: $input) {\n    order {\n      ...OrderDetails\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}"
};

export const PayPageDocument: ShopDocument<PayPageQuery, PayPageQueryVariables> = {
  "name": "PayPage",
  "kind": "query",
  "hash": "a144dcf37ecfb78e17df2e7d39cd5e047607c702782df8c2783f0dcbb579ad3e",
  "source": "query PayPage($id: ID!) {\n  order(id: $id) {\n    id\n    number\n    status\n    email\n    expiresAt\n    totals {\n      subtotal {\n        ...Price\n      }\n      discount {\n        ...Price\n      }\n      shipping {\n        ...Price\n      }\n      tax {\n        ...Price\n      }\n      total {\n        ...Price\n      }\n    }\n    paymentClientSecret\n    paymentReturnUrl\n    customer {\n      id\n      paymentMethods {\n        ...SavedCard\n      }\n    }\n    payments {\n      id\n      status\n      failureReason\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment SavedCard on SavedPaymentMethod {\n  id\n  brand\n  last4\n  expMonth\n  expYear\n}"
};

export const StaffOrdersDocument: ShopDocument<StaffOrdersQuery, StaffOrdersQueryVariables> = {
  "name": "StaffOrders",
  "kind": "query",
  "hash": "b1d56fe05a90f999ac9c17ba7d14419ff64915ed6c8256b62f56a49b007cde84",
  "source": "query StaffOrders($filter: OrderFilter, $first: Int = 50, $after: String) {\n  orders(filter: $filter, first: $first, after: $after) {\n    totalCount\n    nodes {\n      ...OrderDetails\n      customer {\n        id\n        email\n        displayName\n      }\n      nextStatuses\n    }\n    pageInfo {\n      ...PageMarks\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment PageMarks on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}"
};

export const FulfillOrderDocument: ShopDocument<FulfillOrderMutation, FulfillOrderMutationVariables> = {
  "name": "FulfillOrder",
  "kind": "mutation",
  "hash": "85d48ac4994d1fd5061fca6cf1c452b219a789dcb65168dd273f7b4471415fa9",
  "source": "mutation FulfillOrder($input: FulfillOrderInput!) {\n  fulfillOrder(input: $input) {\n    order {\n      ...OrderDetails\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}"
};

export const MarkDeliveredDocument: ShopDocument<MarkDeliveredMutation, MarkDeliveredMutationVariables> = {
  "name": "MarkDelivered",
  "kind": "mutation",
  "hash": "258db15612fa364d7c3fb609fd463c0c6909bd16a4c6baa5095cdcc87b420483",
  "source": "mutation MarkDelivered($input: MarkDeliveredInput!) {\n  markDelivered(input: $input) {\n    order {\n      ...OrderDetails\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}"
};

export const RefundOrderDocument: ShopDocument<RefundOrderMutation, RefundOrderMutationVariables> = {
  "name": "RefundOrder",
  "kind": "mutation",
  "hash": "599e3e99b458e3eb2bc34b236ccd98880c16c069c3a3b918a5ce972e6444eaa5",
  "source": "mutation RefundOrder($input: RefundOrderInput!) {\n  refundOrder(input: $input) {\n    order {\n      ...OrderDetails\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Price on Money {\n  amount\n  currencyCode\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}\n\nfragment PostalAddress on Address {\n  fullName\n  company\n  line1\n  line2\n  city\n  region\n  postalCode\n  countryCode\n  phone\n}\n\nfragment OrderDetails on Order {\n  id\n  number\n  status\n  paymentStatus\n  fulfillmentStatus\n  email\n  placedAt\n  expiresAt\n  cancellable\n  shippingMethod\n  shippingAddress {\n    ...PostalAddress\n  }\n  items {\n    id\n    sku\n    title\n    imageUrl\n    quantity\n    unitPrice {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  totals {\n    subtotal {\n      ...Price\n    }\n    discount {\n      ...Price\n    }\n    shipping {\n      ...Price\n    }\n    tax {\n      ...Price\n    }\n    total {\n      ...Price\n    }\n  }\n  shipments {\n    id\n    carrier\n    trackingNumber\n    shippedAt\n    deliveredAt\n  }\n}"
};

export const AdjustInventoryDocument: ShopDocument<AdjustInventoryMutation, AdjustInventoryMutationVariables> = {
  "name": "AdjustInventory",
  "kind": "mutation",
  "hash": "1a04bcd25e72f57c28115e8b639e065bcc49aa8a3b91dbcc881eb9dbe42227f7",
  "source": "mutation AdjustInventory($input: AdjustInventoryInput!) {\n  adjustInventory(input: $input) {\n    inventory {\n      onHand\n      reserved\n      available\n    }\n    userErrors {\n      ...Refusal\n    }\n  }\n}\n\nfragment Refusal on UserError {\n  __typename\n  code\n  message\n  path\n}"
};