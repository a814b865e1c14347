import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLogger, EnvironmentError, parseServices, Services } from '../src/index.ts';
import { until } from '../src/until.testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-services-'));
afterAll(() => rmSync(folder, { recursive: true }));
const log = createLogger('test', 'silent');

test('a service has one address or several', () => {
  expect(parseServices('users=http://a:1/, carts = http://b:2|http://c:3/|http://b:2,')).toEqual(
    new Map([
      ['users', ['http://a:1']],
      ['carts', ['http://b:2', 'http://c:3']],
    ]),
  );
  for (const wrong of ['users', '=http://a', 'users=', 'users=http://a|', 'users=nonsense'])
    expect(() => parseServices(wrong)).toThrow(EnvironmentError);
});

test('a file goes before the environment, and is read again on SIGHUP and when it has changed', async () => {
  const file = join(folder, 'services');
  writeFileSync(file, 'carts=http://b:2\norders=http://d:4\n');
  const services = Services.read({ SERVICES: 'users=http://a:1,carts=http://z:9', SERVICES_FILE: file }, log);
  try {
    const carts = services.of('carts')!;
    let changes = 0;
    const stop = carts.onChange(() => void changes++);
    expect([services.names, carts.now()]).toEqual([['users', 'carts', 'orders'], ['http://b:2']]);
    expect(services.of('nobody')).toBeUndefined();

    writeFileSync(file, 'carts=http://b:2|http://c:3');
    process.emit('SIGHUP');
    expect([carts.now(), changes]).toEqual([['http://b:2', 'http://c:3'], 1]);

    writeFileSync(file, 'carts=nonsense, that cannot be used');
    process.emit('SIGHUP');
    expect(carts.now()).toEqual(['http://b:2', 'http://c:3']);

    writeFileSync(file, 'users=http://e:5');
    const users = services.of('users')!;
    await until(
      async () => users.now(),
      ([url]) => url === 'http://e:5',
    );
    expect(carts.now()).toEqual(['http://z:9']);
    stop();
  } finally {
    services.close();
  }
  expect(process.listenerCount('SIGHUP')).toBe(0);
});

test('a file of services that cannot be read stops the start at once', () => {
  const missing = join(folder, 'missing');
  expect(() => Services.read({ SERVICES: 'users=http://a:1', SERVICES_FILE: missing }, log)).toThrow(/SERVICES_FILE/);
});
