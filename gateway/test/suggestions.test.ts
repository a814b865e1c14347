import { afterAll, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const [inside, production] = [await openGateway(), await openGateway({ production: true })];
afterAll(() => Promise.all([inside.close(), production.close()]));

test.each([
  [
    'a field of an input',
    'query ($i: ProductFilter) { products(filter: $i) { nodes { id } } }',
    { i: { inStok: true } },
  ],
  ['a value of an enum', 'query ($i: ProductSort) { products(sort: $i) { nodes { id } } }', { i: 'NEWES' }],
  ['a field', '{ product(slug: "a") { titel } }', {}],
])('who misspells %s is told what was meant, and in production only that it is wrong', async (_, query, variables) => {
  for (let time = 0; time < 2; time++) {
    const told = await inside.graph(query, {}, variables);
    expect(told.errors[0].message).toContain('Did you mean');
    const refused = await production.graph(query, {}, variables);
    expect(refused.errors[0].message).not.toMatch(/Did you mean|inStock|NEWEST|title/);
    expect(refused.errors[0].extensions.code).toBe(told.errors[0].extensions.code);
  }
});
