import { expect, test } from 'vitest';
import { slugOf } from '../product/product.service.ts';
import { areas } from '../seed/words.ts';
import { drawings } from './media.drawings.ts';
import { drawPicture } from './media.picture.ts';

const things = areas.flatMap(({ shelves }) => shelves.flatMap((shelf) => shelf.things.map(slugOf)));

test('every kind of thing that the shop begins with has a drawing', () => {
  expect(things.filter((thing) => !drawings.has(thing))).toEqual([]);
});

test('a picture shows what the product is, whatever it is made of', () => {
  const drawn = drawings.get('table-lamp')!({ light: '#c9774f', dark: '#8a4630', wall: '#f6ede1' });
  const shapes = (picture: string) => picture.replaceAll(/#[0-9a-f]{6}/g, '');
  for (const slug of ['alder-felt-table-lamp', 'tide-table-lamp-61', 'table-lamp'])
    expect(shapes(drawPicture(slug))).toContain(shapes(drawn));
});

test('a product of no known kind has a picture, too, and one name has always the same', () => {
  for (const slug of ['a-gift-card', '-', '61', '"><script>']) {
    expect(drawPicture(slug)).toBe(drawPicture(slug));
    expect(drawPicture(slug)).toMatch(/^<svg [^>]*>.*<\/svg>$/s);
    expect(drawPicture(slug)).not.toContain('script');
  }
});
