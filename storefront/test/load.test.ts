import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { ShopSettingsDocument } from '@storegraph/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { until } from '../../test/shop.ts';

/** A gateway that says what all pages say of the shop, and answers nothing else. */
const gateway = createServer(async (request, response) => {
  if ((await text(request)).includes(ShopSettingsDocument.hash)) response.end('{ "data": { "storefront": null } }');
  else {
    asked++;
    gateway.emit('asked', request.socket);
  }
});
let storefront: ReturnType<typeof spawn>;
let port: number;
/** Questions that were left unanswered. */
let asked = 0;

beforeAll(async () => {
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  port = await freePort();
  const GATEWAY_URL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const environment = {
    PORT: String(port),
    HOST: '127.0.0.1',
    GATEWAY_URL,
    STOREFRONT_URL: `http://localhost:${port}`,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_local',
    LOG_LEVEL: 'silent',
    CONNECTIONS_PER_ADDRESS: '1200',
  };
  storefront = spawn(process.execPath, ['storefront/dist/server/main.mjs'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    Boolean,
  );
});
afterAll(() => {
  storefront.kill('SIGKILL');
  gateway.closeAllConnections();
  gateway.close();
});

test('who leaves before the page is there does not keep the gateway at work', async () => {
  const first = once(gateway, 'asked') as Promise<[Socket]>;
  const browser = connect(port, '127.0.0.1');
  browser.write('GET /search?q=lamp HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [question] = await first;
  expect(question.destroyed).toBe(false);
  browser.destroy();

  await expect.poll(() => question.destroyed).toBe(true);
});

test('a thousand visitors at once wait for their turn, and further ones are told to come back', async () => {
  const browsers = Array.from({ length: 1_100 }, () => {
    const browser = connect(port, '127.0.0.1');
    browser.write('GET /search?q=lamp HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return browser;
  });
  const answers = await Promise.race(browsers.map((browser) => once(browser, 'data')));
  expect(String(answers)).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 5\r\n/s);
  expect(asked).toBeLessThanOrEqual(51);
  for (const browser of browsers) browser.destroy();
});

test('one address has as many connections as it may, and no more', async () => {
  await until(async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok, Boolean);
  const browsers: Socket[] = [];
  let closed = 0;
  while (browsers.length < 1_250) {
    const some = Array.from({ length: 250 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    for (const browser of some) browser.resume().once('close', () => closed++);
    // more at once than the system queues would have to try again
    await Promise.all(some.map((browser) => once(browser, 'connect')));
    browsers.push(...some);
  }
  await until(
    () => closed,
    (count) => count >= 50,
  );
  expect(closed).toBeLessThan(60);
  for (const browser of browsers) browser.destroy();
});
