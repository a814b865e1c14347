import { setTimeout as delay } from 'node:timers/promises';
import { NoAnswer, PatientShopper, Refused } from './client.ts';
import { between, pickWeighted, randomFor, uuidFrom } from './random.ts';
import {
  cancel,
  fillCartAndPlace,
  lookAtForeignOrders,
  outcomeOf,
  pay,
  payTwice,
  place,
  read,
  refund,
  type Shop,
  untilPaid,
  type Visit,
} from './visit.ts';

/** What shoppers come for: how often of all visits. */
const intentions = {
  buy: 26,
  doubleClick: 10,
  abandon: 8,
  declinedThenPaid: 8,
  cancelBeforePaying: 7,
  cancelAfterPaying: 8,
  payWhileCancelling: 6,
  payAtTheDeadline: 5,
  refundInFull: 6,
  refundInParts: 7,
  authenticate: 5,
  slowMoney: 2,
  lookAtForeignOrders: 5,
} as const;

/** One shopper, visit after visit, until the shop closes. The seed decides what is done, the machine how fast. */
export async function shopUntilClosed(shop: Shop, number: number): Promise<void> {
  const random = randomFor(shop.seed, `shopper ${number}`);
  const name = `s${number}`;
  const account = random.chance(35) ? await newAccount(shop, name) : undefined;
  for (let index = 1; shop.isOpen(); index++) {
    const shopper = account && random.chance(60) ? account : new PatientShopper(shop.url);
    const visit = `${name}-${index}`;
    // the cart of an account is the same at its next visit: who is told apart by the order, not by the address
    await makeVisit({ shop, random, shopper, name, visit, email: `${visit}-${shop.seed}@chaos.example` }).catch(
      (error) => {
        if (!(error instanceof NoAnswer) && !(error instanceof Refused)) throw error;
      },
    );
    shopper.orderToken = undefined;
    await delay(between(random, 50, 400));
  }
}

async function newAccount(shop: Shop, name: string): Promise<PatientShopper | undefined> {
  const account = new PatientShopper(shop.url);
  try {
    await account.register(`${name}-${shop.seed}-account@chaos.example`);
    return account;
  } catch {
    return undefined;
  }
}

async function makeVisit(now: Visit): Promise<void> {
  const { random, shop } = now;
  const intention = pickWeighted(random, intentions);
  if (intention === 'lookAtForeignOrders') return lookAtForeignOrders(now);
  const orderId = await fillCartAndPlace(now, intention === 'doubleClick' ? 3 : 1);
  if (!orderId) return;
  shop.orderIds.push(orderId);
  switch (intention) {
    case 'buy':
      await pay(now, orderId);
      break;
    case 'doubleClick':
      await payTwice(now, orderId);
      break;
    case 'abandon':
      break;
    case 'declinedThenPaid':
      await pay(now, orderId, 'pm_card_chargeDeclinedInsufficientFunds');
      await pay(now, orderId, 'pm_card_mastercard');
      break;
    case 'cancelBeforePaying':
      await cancel(now, orderId);
      await pay(now, orderId);
      break;
    case 'cancelAfterPaying':
      await pay(now, orderId);
      await cancel(now, orderId);
      break;
    case 'payWhileCancelling':
      await Promise.all([pay(now, orderId), cancel(now, orderId)]);
      break;
    case 'payAtTheDeadline':
      await delay(shop.paymentWindowInSeconds * 1_000 - between(random, 0, 300));
      await pay(now, orderId);
      break;
    case 'refundInFull':
      await pay(now, orderId);
      await Promise.all([refund(now, orderId), refund(now, orderId)]);
      break;
    case 'refundInParts':
      await pay(now, orderId);
      await untilPaid(now, orderId);
      await refund(now, orderId, '1.00');
      await refund(now, orderId, '2.00');
      break;
    case 'authenticate':
      await pay(now, orderId, 'pm_card_authenticationRequired');
      break;
    case 'slowMoney':
      await pay(now, orderId, 'pm_usBankAccount_success');
      break;
  }
  await read(now, orderId);
}

/** A parcel comes in now and then, while everybody buys. */
export async function restockUntilClosed(shop: Shop): Promise<void> {
  const random = randomFor(shop.seed, 'restock');
  while (shop.isOpen()) {
    await delay(between(random, 3_000, 6_000));
    const variantId = random.pick(shop.scarce);
    const input = { variantId, delta: between(random, 1, 2), reason: 'a parcel', idempotencyKey: uuidFrom(random) };
    const known = { shopper: 'staff', visit: 'restock', action: 'restock' as const, key: input.idempotencyKey };
    try {
      await shop.staff.run('adjustInventory', 'AdjustInventoryInput', input, 'inventory { onHand }');
      shop.history.add({ ...known, outcome: 'acknowledged' });
    } catch (error) {
      shop.history.add({ ...known, ...outcomeOf(error) });
    }
  }
}

const IN_A_RUSH = 8;

/** Now and then everybody wants the same last units at the same moment. */
export async function rushUntilClosed(shop: Shop): Promise<void> {
  const random = randomFor(shop.seed, 'rush');
  for (let rush = 1; ; rush++) {
    await delay(between(random, 3_000, 7_000));
    if (!shop.isOpen()) return;
    const variantId = random.pick(shop.scarce);
    const visits = Array.from({ length: IN_A_RUSH }, (_, number): Visit => {
      const name = `rush${rush}-${number}`;
      const shopper = new PatientShopper(shop.url);
      return { shop, random, shopper, name, visit: name, email: `${name}-${shop.seed}@chaos.example` };
    });
    const totals = await Promise.all(
      visits.map(async ({ shopper, email }) => {
        try {
          await shopper.add(variantId);
          return shopper.cartToken ? (await shopper.prepareCheckout(email)).total : undefined;
        } catch (error) {
          outcomeOf(error);
          return undefined;
        }
      }),
    );
    const keys = visits.map(() => uuidFrom(random));
    await Promise.all(
      visits.map(async (visit, number) => {
        const total = totals[number];
        const orderId = total && (await place(visit, total, keys[number]!));
        if (orderId) await pay(visit, orderId, 'pm_card_visa', keys[number]!);
      }),
    );
  }
}
