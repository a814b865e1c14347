/** The playground without its editor: its steps, what it sends and what it keeps. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type OperationDefinitionNode, parse } from 'graphql';
import { afterEach, expect, test, vi } from 'vitest';
import { until } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

interface Tab {
  query: string;
  variables: unknown;
  operationName: string;
}
interface Playground {
  fetchGraph(tab: Tab): Promise<{ data?: any; errors?: { message: string }[] }>;
  requestOf(tab: Tab): { headers: Record<string, string>; body: object };
  currentSession(): { user: { email: string } | null; accessToken: string | null; cartToken: string | null };
  resume(): Promise<void>;
  signOut(): Promise<void>;
}
const load = (file: string) => import(new URL(`../gateway/playground/${file}`, import.meta.url).href);
const { steps, filledBy } = (await load('steps.js')) as { steps: string[]; filledBy: Record<string, string> };
const { curlOf } = await load('curl.js');
const { playgroundStorage, forgetTabs } = await load('storage.js');

const folder = 'gateway/playground/operations';
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');
const textOf = (step: string) => read(`${step}.graphql`);
const operationsOf = (step: string) =>
  parse(textOf(step)).definitions.filter(({ kind }) => kind === 'OperationDefinition') as OperationDefinitionNode[];
const tabOf = (step: string): Tab => ({
  query: textOf(step),
  variables: readdirSync(folder).includes(`${step}.json`) ? JSON.parse(read(`${step}.json`)) : undefined,
  operationName: operationsOf(step)[0]!.name!.value,
});

test('every operation is a step, and every step is one operation', () => {
  expect(
    readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .sort(),
  ).toEqual(steps.map((step) => `${step}.graphql`).sort());
  for (const step of steps) expect(operationsOf(step), step).toHaveLength(1);
});

test.each(steps)('%s says above what it does, in lines that fit beside the answer', (step) => {
  const comment = /^(# .*\n)+/.exec(textOf(step))![0].trimEnd().split('\n');
  expect(comment.length).toBeLessThanOrEqual(3);
  for (const line of comment) expect(line.length, line).toBeLessThanOrEqual(46);
  expect(operationsOf(step)[0]!.name!.value.toLowerCase()).toBe(step.toLowerCase());
});

test('what fills a placeholder comes before it, and has a tab', () => {
  const titles = steps.map((step) => operationsOf(step)[0]!.name!.value);
  steps.forEach((step, index) => {
    const names = [...JSON.stringify(tabOf(step).variables ?? {}).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);
    for (const name of names.filter((one) => one !== 'newKey')) {
      expect(titles, name).toContain(filledBy[name]);
      expect(titles.indexOf(filledBy[name]!), name).toBeLessThan(index);
    }
  });
});

const memory = () => {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index: number) => [...values.keys()][index] ?? null,
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
    clear: () => values.clear(),
    values,
  };
};

test('tabs and theme are kept, and nothing that gives access', () => {
  const lasting = memory();
  const ours = read('signIn.json');
  const storage = playgroundStorage(lasting, [ours]);
  const typed = '{ "input": { "email": "me@shop.example", "newPassword": "my own \\" secret" } }';
  const tabs = [
    { query: 'query A { me { id } }', variables: typed },
    { query: 'mutation B { signOut { signedOut } }', variables: ours },
  ];
  storage.setItem('graphiql:tabState', JSON.stringify({ activeTabIndex: 1, tabs }));
  storage.setItem('graphiql:theme', 'dark');
  storage.setItem('graphiql:headers', '{ "authorization": "Bearer secret" }');
  storage.setItem('graphiql:queries', '{ "queries": ["secret"] }');
  storage.setItem('graphiql:variables', typed);
  expect([...lasting.values.keys()].sort()).toEqual(['graphiql:tabState', 'graphiql:theme']);
  expect([...lasting.values.values()].join()).not.toContain('secret');
  expect(storage.getItem('graphiql:headers')).toContain('secret'); // as long as the page is there

  const afterReload = playgroundStorage(lasting, [ours]);
  expect(afterReload.getItem('graphiql:headers')).toBeNull();
  expect(afterReload.getItem('graphiql:theme')).toBe('dark');
  expect(afterReload.getItem('graphiql:query')).toBe(tabs[1]!.query);
  expect(afterReload.getItem('graphiql:variables')).toBe(ours);
  expect(JSON.parse(afterReload.getItem('graphiql:tabState')).tabs[0].variables).toBe(
    '{ "input": { "email": "me@shop.example", "newPassword": "" } }',
  );
  forgetTabs(Object.assign(Object.fromEntries(lasting.values), { removeItem: lasting.removeItem }));
  expect([...lasting.values.keys()]).toEqual(['graphiql:theme']);
});

const world = runningWorld({ single: true });
afterEach(() => vi.unstubAllGlobals());

/** A window: its cookies, and what it keeps while it is open. `reload` is a page that was loaded anew in it. */
function openWindow() {
  let cookie = '';
  const kept = memory();
  const sent: string[] = [];
  const real = fetch;
  vi.stubGlobal('sessionStorage', kept);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!path.startsWith('/')) return real(path, init);
    const response = await real(`${world.system.url}${path}`, { ...init, headers: { ...init.headers, cookie } });
    sent.push(String(init.body));
    for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0]!;
    return response;
  });
  let loads = 0;
  const reload = (): Promise<Playground> => load(`session.js?${newEmail()}-${loads++}`);
  return { reload, kept, sent };
}

test('the steps, one after the other, buy something', async () => {
  const { reload } = openWindow();
  const page = await reload();
  for (const step of steps.filter((name) => name !== 'signIn')) {
    const { data, errors } = await page.fetchGraph(tabOf(step));
    expect([step, errors]).toEqual([step, undefined]);
    for (const payload of Object.values<any>(data)) expect([step, payload?.userErrors ?? []]).toEqual([step, []]);
    expect([step, Object.values(data)[0]]).toEqual([step, expect.anything()]);
  }
  const tracked = await until(
    () => page.fetchGraph(tabOf('trackOrder')),
    ({ data }) => data.order?.paymentStatus === 'PAID',
  );
  expect(tracked.data.order.payments.map(({ status }: { status: string }) => status)).toEqual(['SUCCEEDED']);
});

test('what is not filled in is named with the tab that has it, and nothing is sent', async () => {
  const { reload, sent } = openWindow();
  const page = await reload();
  const { errors, data } = await page.fetchGraph(tabOf('placeOrder'));
  expect([errors, data]).toEqual([
    [
      {
        message:
          'Not sent: {{total}}, {{currencyCode}} are not known yet. Run “SetCartShippingMethod” first, or write a value into the variables.',
      },
    ],
    undefined,
  ]);
  expect(sent).toEqual([]);
});

test('who is signed in stays so after a reload, by the cookie that scripts cannot read', async () => {
  const { reload, kept } = openWindow();
  const page = await reload();
  await page.fetchGraph(tabOf('signIn'));
  const { accessToken } = page.currentSession();
  expect([...kept.values.values()].join()).not.toContain(accessToken);

  const again = await reload();
  expect(again.currentSession().accessToken).toBeNull();
  await again.resume();
  expect(again.currentSession().user?.email).toBe('ada@storegraph.example');
  expect((await again.fetchGraph(tabOf('me'))).data.me.email).toBe('ada@storegraph.example');

  await again.signOut();
  const signedOut = await reload();
  await signedOut.resume();
  expect(signedOut.currentSession().accessToken).toBeNull();
});

test('a guest finds their cart and what they have seen after a reload', async () => {
  const { reload } = openWindow();
  const page = await reload();
  for (const step of ['addToCart', 'setCartEmail', 'setCartShippingAddress', 'cart', 'setCartShippingMethod'])
    await page.fetchGraph(tabOf(step));
  const again = await reload();
  await again.resume();
  expect(again.currentSession().cartToken).toBe(page.currentSession().cartToken);
  const { data } = await again.fetchGraph(tabOf('placeOrder'));
  expect(data.placeOrder.order.status).toBe('AWAITING_PAYMENT');
});

test('what is copied as curl is answered in a shell as it was here, whatever is in it', async () => {
  const { reload } = openWindow();
  const page = await reload();
  await page.fetchGraph(tabOf('signIn'));
  const query = 'query Search($query: String!) { products(query: $query) { totalCount } me { email } }';
  const tab = { query, operationName: 'Search', variables: { query: 'it\'s $HOME `id` \\ "5" é' } };
  const command = curlOf({ url: `${world.system.url}/graphql`, ...page.requestOf(tab) });
  const { stdout } = await promisify(execFile)('bash', ['-c', command]);
  expect(JSON.parse(stdout)).toEqual(await page.fetchGraph(tab));
  expect(JSON.parse(stdout).data.me.email).toBe('ada@storegraph.example');
});
