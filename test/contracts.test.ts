import { existsSync, readFileSync } from 'node:fs';
import { type CommandsOf, type EventOf, GATEWAY, OPERATOR } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { authorityChanges, changeEvents } from '../local/system/layout.ts';
import { definitions } from '../local/definitions.generated.ts';
import { sources } from '../subgraphs/users/src/dataExport/dataExport.sources.ts';

type AnyContract = CommandsOf & { events: readonly EventOf[] };
const promising = definitions.filter(({ name }) => existsSync(`subgraphs/${name}/src/contract.ts`));
const contracts: AnyContract[] = await Promise.all(
  promising.map(async ({ name }) => (await import(`../subgraphs/${name}/src/contract.ts`))[name]),
);
const events = contracts.flatMap((contract) => contract.events);

test('every event goes to those who do something with it, and to nobody else', () => {
  const promised = events.flatMap(({ service, type, to }) =>
    to.map((subscriber) => `${service} ${type} ${subscriber}`),
  );
  const taken = definitions.flatMap(({ name, on = [] }) =>
    on.map(({ event: { service, type } }) => `${service} ${type} ${name}`),
  );
  // the gateway takes what changes the answers that it keeps
  const changes = changeEvents.split(',').map((event) => `${event.replace('.', ' ')} gateway`);
  expect(readFileSync('docker-compose.yml', 'utf8')).toContain(`CHANGE_EVENTS: ${changeEvents}\n`);
  expect(promised.sort()).toEqual([...taken, ...changes].sort());
});

test('the names of events are unique, and nobody does two things with one event', () => {
  const types = events.map(({ type }) => type);
  expect(types).toEqual([...new Set(types)]);
  for (const { name, on = [] } of definitions) {
    const taken = on.map(({ event }) => event.type);
    expect(taken, name).toEqual([...new Set(taken)]);
  }
});

test('what opens an account or an order is in no event that was sent', () => {
  const named = events.flatMap(({ type, schema, secrets }) =>
    Object.keys((schema as { shape?: object }).shape ?? {})
      .filter((field) => /token|secret|password/i.test(field))
      .map((field) => [type, field, secrets.includes(field)]),
  );
  expect(named).toEqual([
    ['UserRegistered', 'verificationToken', true],
    ['EmailVerificationRequested', 'verificationToken', true],
    ['PasswordResetRequested', 'resetToken', true],
    ['RegistrationRequested', 'verificationToken', true],
    ['EmailChangeRequested', 'undoToken', true],
    ['EmailConfirmationRequested', 'confirmToken', true],
    ['EmailChangeUndone', 'resetToken', true],
  ]);
});

test('a subgraph does the commands of its contract, for services that exist', () => {
  const callers = [...definitions.map(({ name }) => name), OPERATOR, GATEWAY];
  for (const { name, commands } of contracts) {
    const definition = definitions.find((one) => one.name === name)!;
    expect(Object.keys(definition.commands ?? {}).sort(), name).toEqual(Object.keys(commands).sort());
    for (const [command, { from }] of Object.entries(commands)) {
      expect(from, command).not.toEqual([]);
      expect(callers, command).toEqual(expect.arrayContaining([...from]));
    }
  }
  const without = definitions.filter((definition) => !promising.includes(definition));
  expect(without.filter(({ commands }) => commands)).toEqual([]);
});

test('the gateway asks for a command that is there for it: who has signed out', () => {
  const asked = contracts.flatMap(({ name, commands }) =>
    Object.entries(commands).flatMap(([command, { from }]) => (from.includes(GATEWAY) ? `${name}.${command}` : [])),
  );
  expect(asked).toEqual([authorityChanges]);
  expect(readFileSync('docker-compose.yml', 'utf8')).toContain(`AUTHORITY_CHANGES: ${authorityChanges}\n`);
});

test('who changes money, stock, prices, roles or accounts is looked up first, by every subgraph but carts', () => {
  const lookedUp = definitions.filter(({ authority }) => authority).map(({ name }) => name);
  expect(lookedUp.sort()).toEqual(['notifications', 'orders', 'payments', 'products', 'users']);
});

test('the page of a subgraph names its events and commands', () => {
  for (const { name, events, commands } of contracts) {
    const page = readFileSync(`subgraphs/${name}/README.md`, 'utf8');
    const named = [...events.map(({ type }) => type), ...Object.keys(commands)];
    expect(
      named.filter((one) => !page.includes(one)),
      name,
    ).toEqual([]);
  }
});

test('every domain that says what it keeps about people is asked when somebody wants their data', () => {
  const saying = contracts.filter(({ commands }) => 'personalData' in commands).map(({ name }) => name);
  expect(saying.length).toBeGreaterThan(3);
  expect(Object.keys(sources).sort()).toEqual([...saying, 'users'].sort());
});
