/** Three levels: area, shelf, kinds of things on it. */
export const areas: { name: string; shelves: { name: string; things: string[]; sizes: string[]; base: number }[] }[] = [
  {
    name: 'Kitchen',
    shelves: [
      {
        name: 'Cookware',
        things: ['Saucepan', 'Skillet', 'Stockpot', 'Wok'],
        sizes: ['18 cm', '24 cm', '28 cm'],
        base: 4900,
      },
      {
        name: 'Tableware',
        things: ['Dinner Plate', 'Bowl', 'Mug'],
        sizes: ['Set of 2', 'Set of 4', 'Set of 6'],
        base: 2400,
      },
      { name: 'Storage', things: ['Jar', 'Bread Box', 'Canister'], sizes: ['Small', 'Medium', 'Large'], base: 1900 },
      {
        name: 'Coffee and Tea',
        things: ['Teapot', 'Pour-over', 'Kettle'],
        sizes: ['0.6 l', '1 l', '1.4 l'],
        base: 3900,
      },
    ],
  },
  {
    name: 'Garden',
    shelves: [
      {
        name: 'Planters',
        things: ['Planter', 'Window Box', 'Hanging Pot'],
        sizes: ['Small', 'Medium', 'Large'],
        base: 2200,
      },
      { name: 'Hand Tools', things: ['Trowel', 'Pruner', 'Weeder'], sizes: ['Short', 'Regular', 'Long'], base: 1800 },
      {
        name: 'Watering',
        things: ['Watering Can', 'Hose Reel', 'Rain Barrel'],
        sizes: ['2 l', '5 l', '9 l'],
        base: 2900,
      },
    ],
  },
  {
    name: 'Lighting',
    shelves: [
      { name: 'Table Lamps', things: ['Table Lamp', 'Reading Lamp'], sizes: ['Low', 'Standard', 'Tall'], base: 6900 },
      { name: 'Pendants', things: ['Pendant', 'Lantern', 'Cluster'], sizes: ['20 cm', '30 cm', '45 cm'], base: 8900 },
      { name: 'Candles', things: ['Candle', 'Candle Holder'], sizes: ['Single', 'Pair', 'Trio'], base: 1400 },
    ],
  },
  {
    name: 'Textiles',
    shelves: [
      {
        name: 'Throws',
        things: ['Throw', 'Blanket', 'Plaid'],
        sizes: ['130 × 170', '150 × 200', '200 × 220'],
        base: 5900,
      },
      { name: 'Cushions', things: ['Cushion', 'Floor Cushion'], sizes: ['40 × 40', '50 × 50', '60 × 60'], base: 2900 },
      { name: 'Bath Linen', things: ['Towel', 'Bath Mat', 'Robe'], sizes: ['S', 'M', 'L'], base: 2600 },
    ],
  },
  {
    name: 'Office',
    shelves: [
      { name: 'Notebooks', things: ['Notebook', 'Sketchbook', 'Planner'], sizes: ['A6', 'A5', 'A4'], base: 1200 },
      { name: 'Desk', things: ['Desk Tray', 'Pen Stand', 'Bookend'], sizes: ['Single', 'Pair', 'Set'], base: 2100 },
      { name: 'Bags', things: ['Tote', 'Backpack', 'Sleeve'], sizes: ['Small', 'Medium', 'Large'], base: 5400 },
    ],
  },
  {
    name: 'Outdoor',
    shelves: [
      { name: 'Picnic', things: ['Basket', 'Cooler', 'Flask'], sizes: ['Small', 'Medium', 'Large'], base: 3400 },
      { name: 'Camping', things: ['Hammock', 'Camp Stool', 'Tarp'], sizes: ['Solo', 'Duo', 'Family'], base: 4700 },
      {
        name: 'Travel',
        things: ['Duffel', 'Wash Bag', 'Travel Pillow'],
        sizes: ['Small', 'Medium', 'Large'],
        base: 4200,
      },
    ],
  },
  {
    name: 'Play',
    shelves: [
      {
        name: 'Wooden Toys',
        things: ['Block Set', 'Puzzle', 'Train'],
        sizes: ['12 pieces', '24 pieces', '48 pieces'],
        base: 2300,
      },
      {
        name: 'Games',
        things: ['Board Game', 'Card Game', 'Dominoes'],
        sizes: ['Travel', 'Classic', 'Deluxe'],
        base: 1900,
      },
    ],
  },
  {
    name: 'Living',
    shelves: [
      { name: 'Vases', things: ['Vase', 'Bud Vase', 'Pitcher'], sizes: ['Small', 'Medium', 'Large'], base: 2700 },
      { name: 'Frames', things: ['Picture Frame', 'Mirror'], sizes: ['A5', 'A4', 'A3'], base: 3100 },
      {
        name: 'Small Furniture',
        things: ['Side Table', 'Stool', 'Shelf'],
        sizes: ['Low', 'Standard', 'High'],
        base: 11900,
      },
    ],
  },
];

const WIPE = ['Wipe with a damp cloth.', 'Dust it now and then; a damp cloth does the rest.'];
const WASH = ['Wash cold, dry flat.', 'Wash cold and by itself the first time.'];
const OIL = ['Oil twice a year.', 'Keep dry in winter, and oil it in spring.'];
const RINSE = ['Safe in the dishwasher.', 'Rinse by hand, and let it dry in the air.'];

/** What things are made of, and how each is looked after. */
export const materials: Readonly<Record<string, readonly string[]>> = {
  Oak: OIL,
  Linen: WASH,
  Stoneware: RINSE,
  Brass: WIPE,
  Cork: WIPE,
  Wool: WASH,
  Enamel: RINSE,
  Bamboo: OIL,
  Ash: OIL,
  Cotton: WASH,
  Glass: RINSE,
  Copper: WIPE,
  Slate: WIPE,
  Willow: OIL,
  Felt: WASH,
  Birch: OIL,
};
export const colours = ['Sand', 'Moss', 'Ink', 'Clay', 'Cloud', 'Rust', 'Fjord', 'Honey'];
export const lines = [
  'Hearth',
  'Fable',
  'Meadow',
  'Harbor',
  'Lumen',
  'Juniper',
  'Tide',
  'Orchard',
  'Kiln',
  'Drift',
  'Alder',
  'Solace',
  'Ember',
  'Willowby',
  'Quarry',
  'Lark',
];
export const vendors = [
  'Northwind Workshop',
  'Atelier Brume',
  'Field & Kiln',
  'Lund Brothers',
  'Casa Olmo',
  'Paper Crane',
];
export const virtues = [
  'made to be used every day and to look better for it',
  'light in the hand and quiet in the room',
  'finished by hand, so no two are quite alike',
  'built from few parts that can all be replaced',
  'a shape that has worked for a hundred years, drawn a little cleaner',
  'sturdy enough for a family and small enough for a flat',
];

/** More than one of it, as a category says it. */
export const plural = (thing: string): string => {
  if (thing.endsWith('s')) return thing;
  if (thing.endsWith('f')) return `${thing.slice(0, -1)}ves`;
  return thing.endsWith('x') ? `${thing}es` : `${thing}s`;
};
