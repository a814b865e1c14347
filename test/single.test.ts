import { expect, test } from 'vitest';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

/** Everything in one process, reached without a network. */
const world = runningWorld({ single: true });

test('a purchase goes through all domains of one process: paid, stock gone, mail sent, others kept out', async () => {
  expect([...world.system.processes.keys()].sort()).toEqual(['google', 'mail', 'single', 'stripe']);
  const email = newEmail();
  const ada = world.guest();
  await ada.register(email);
  const before = await world.stockOf(variantNumber(3));
  const order = await ada.order(variantNumber(3), email, 2);
  expect((await ada.pay(order.id)).outcome).toEqual({ __typename: 'PaymentSucceeded' });

  const paid = await ada.orderWhen(order.id, { status: 'CONFIRMED', paymentStatus: 'PAID' });

  expect(paid.items).toEqual([
    { title: expect.any(String), quantity: 2, product: expect.anything(), variant: { sku: 'SG-0001-3' } },
  ]);
  await until(
    () => world.stockOf(variantNumber(3)),
    (stock) => stock.on_hand === before.on_hand - 2 && stock.reserved === before.reserved,
  );
  await until(
    () => world.mailsTo(email),
    (mails) => mails.some(({ subject }) => subject.includes(paid.number)),
  );
  const stranger = world.guest();
  await stranger.register(newEmail());
  expect(await stranger.orderById(order.id)).toBeNull();
});

test('it answers from what it keeps, and forgets it when the catalogue changes', async () => {
  const query = '{ products(first: 1, sort: TITLE) { nodes { id title } } }';
  const guest = world.guest();
  const [product] = (await guest.graph(query)).data.products.nodes;
  for (let time = 0; time < 3; time++) expect((await guest.graph(query)).data.products.nodes).toEqual([product]);
  const sam = await world.staff();
  await sam.run('updateProduct', 'UpdateProductInput', { id: product.id, title: 'A New Name' }, '__typename');
  await until(
    async () => (await guest.graph(`{ product(id: "${product.id}") { title } }`)).data.product.title,
    (title) => title === 'A New Name',
    500,
  );
});

test('it has the playground, the pictures and the health of all', async () => {
  const { url } = world.system;
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  expect((await fetch(`${url}/playground/`)).status).toBe(200);
  const { thumbnail } = (await world.guest().graph('{ products(first: 1) { nodes { thumbnail { url } } } }')).data
    .products.nodes[0];
  expect((await fetch(thumbnail.url)).headers.get('content-type')).toBe('image/svg+xml');
});
