import { randomUUID } from 'node:crypto';
import { operationsOf } from '../knownOperations.ts';
import { type GraphResult, Shopper, until, variantNumber } from '../shop.ts';
import { newEmail, type World } from '../world.ts';

export interface SentOperation {
  name: string;
  send(): Promise<GraphResult>;
}

/** Asks for nothing that is kept, so that every fetch is made. */
class Asker extends Shopper {
  override headers(): Record<string, string> {
    return { ...super.headers(), 'x-execution': 'compiledPlan' };
  }
}

const documents = new Map(
  operationsOf('packages/client/operations', true).map(({ operationName, query }) => [operationName, query]),
);
documents.set(
  'AccountHome',
  '{ me { displayName addresses { city } orders(first: 5) { nodes { number } } notifications(first: 5) { nodes { title } } } cart { totalQuantity } }',
);
const PASSWORD = 'a rather long password';

export interface Operations {
  rounds: SentOperation[][];
  /** Whether every domain answers the gateway. */
  isHealed(): Promise<boolean>;
}

const ASKS_ALL = `{
  me { displayName orders(first: 1) { nodes { payments { id } } } notifications(first: 1) { nodes { id } } }
  cart { id }
  products(first: 1) { nodes { id } }
}`;

/** Fifteen operations of the shop, again and again: what can be done only once has as many carts and orders as rounds. */
export async function prepareOperations(world: World, count: number): Promise<Operations> {
  const newAsker = () => new Asker(world.system.url);
  const [guest, ada, sam] = [newAsker(), newAsker(), newAsker()];
  const email = newEmail();
  await ada.register(email);
  await sam.signIn('sam@storegraph.example', 'correct horse battery staple');
  const order = await ada.order(variantNumber(1), email);
  await ada.pay(order.id);
  await ada.orderWhen(order.id, { paymentStatus: 'PAID' });
  await ada.add(variantNumber(2));
  await until(
    async () => (await ada.graph('{ me { notifications(first: 1) { nodes { id } } } }')).data.me.notifications.nodes,
    (nodes) => nodes.length > 0,
  );
  const [holder, leaver] = [newAsker(), newAsker()];
  await holder.add(variantNumber(3));
  await leaver.add(variantNumber(3));
  const slug = (await guest.graph('{ products(first: 1) { nodes { slug } } }')).data.products.nodes[0].slug;

  const round = async (): Promise<SentOperation[]> => {
    const [placing, paying] = [newAsker(), newAsker()];
    await placing.add(variantNumber(4));
    const { total: expectedTotal } = await placing.prepareCheckout(newEmail());
    const { id: orderId } = await paying.order(variantNumber(5), newEmail());
    const one = (name: string, shopper: Shopper, variables: Record<string, unknown> = {}): SentOperation => ({
      name,
      send: () => shopper.graph(documents.get(name)!, variables),
    });
    return [
      one('Home', guest),
      one('ProductPage', guest, { slug }),
      one('SearchProducts', guest, { query: 'lamp' }),
      one('SignIn', guest, { input: { email, password: PASSWORD, cartToken: leaver.cartToken } }),
      one('Me', ada),
      one('AccountHome', ada),
      one('MyOrders', ada),
      one('MyNotifications', ada),
      one('CartPage', ada),
      one('AddCartItems', guest, { input: { items: [{ variantId: variantNumber(6), quantity: 1 }] } }),
      one('SetCartEmail', holder, { input: { email } }),
      one('PlaceOrder', placing, { input: { idempotencyKey: randomUUID(), expectedTotal } }),
      one('PayOrder', paying, {
        input: {
          orderId,
          orderToken: paying.orderToken,
          paymentMethod: 'pm_card_visa',
          idempotencyKey: randomUUID(),
        },
      }),
      one('OrderPage', ada, { id: order.id }),
      one('StaffOrders', sam, { filter: { number: order.number } }),
    ];
  };
  const rounds: SentOperation[][] = [];
  while (rounds.length < count)
    rounds.push(...(await Promise.all(Array.from({ length: Math.min(4, count - rounds.length) }, round))));
  const isHealed = async () => {
    const { data, errors } = await ada.graph(ASKS_ALL);
    return !errors && data.me !== null;
  };
  return { rounds, isHealed };
}
