import type { Write } from './writes.rules.ts';
import { key, money, named, staffWrite } from './writes.values.ts';

export const writesOfProducts: Readonly<Record<string, Write>> = {
  createCategory: staffWrite({
    domain: 'products',
    shows: 'category { id }',
    aim: () => ({ name: 'Planted', slug: named('planted-') }),
  }),
  updateCategory: staffWrite({
    domain: 'products',
    shows: 'category { id }',
    aim: ({ catalogue }) => ({ id: catalogue.category.id, name: 'Renamed' }),
  }),
  createProduct: staffWrite({
    domain: 'products',
    shows: 'product { id }',
    aim: () => ({ title: 'Planted', slug: named('planted-') }),
  }),
  updateProduct: staffWrite({
    domain: 'products',
    shows: 'product { id }',
    aim: ({ catalogue }) => ({ id: catalogue.draft.id, status: 'ACTIVE' }),
  }),
  archiveProduct: staffWrite({
    domain: 'products',
    shows: 'product { id }',
    aim: ({ catalogue }) => ({ id: catalogue.active.id }),
  }),
  createVariant: staffWrite({
    domain: 'products',
    shows: 'variant { id inventory { onHand } }',
    aim: ({ catalogue }) => ({
      productId: catalogue.active.id,
      sku: named('PLANT-'),
      title: 'Small',
      price: money('5.00'),
    }),
  }),
  updateVariant: staffWrite({
    domain: 'products',
    shows: 'variant { id }',
    aim: ({ catalogue }) => ({ id: catalogue.active.variantId, price: money('0.01') }),
    work: (caller, _fresh, { catalogue }) => ({
      id: catalogue.active.variantId,
      price: money(caller === 'staff' ? '8.00' : '9.00'),
    }),
  }),
  adjustInventory: staffWrite({
    domain: 'products',
    shows: 'inventory { onHand movements(first: 1) { nodes { delta } } }',
    aim: ({ catalogue }) => ({ variantId: catalogue.active.variantId, delta: 1, reason: 'found', ...key() }),
  }),
};
