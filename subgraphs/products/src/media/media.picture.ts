import { createHash } from 'node:crypto';

const palettes = [
  ['#f4e9dc', '#c96f4a', '#7a3b2e', '#2b2320'],
  ['#e3eef0', '#5b8fa8', '#2c5d73', '#172f3a'],
  ['#eaf1e4', '#7ba05b', '#3f6b3a', '#1f361d'],
  ['#f3e8f1', '#a8699a', '#6d3564', '#331a2f'],
  ['#fbf2d8', '#e0ac3b', '#a06f1a', '#3f2d0d'],
  ['#ececf4', '#7a7fb5', '#444a85', '#20233f'],
  ['#f7e6e4', '#cf6a66', '#8e3a3d', '#3d191b'],
  ['#e6f2ee', '#4fa38c', '#256a58', '#10332a'],
];

/** The name of the picture file of a product. */
export const pictureName = (slug: string): string => `${slug}.svg`;

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A still life made of the product's name: the same name is always the same picture. */
export function drawPicture(slug: string): string {
  const bytes = createHash('sha256').update(slug).digest();
  const pick = (index: number, below: number) => bytes[index % 32]! % below;
  const [ground, light, dark, ink] = palettes[pick(0, palettes.length)]!;
  const title = slug
    .replace(/-[0-9a-z]*\d[0-9a-z]*$/, '')
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
    .slice(0, 40);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" role="img" aria-label="${escapeText(title)}">
<defs><linearGradient id="g" x1="0" y1="0" x2="${pick(1, 2)}" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs>
<rect width="800" height="800" fill="${ground}"/>
<circle cx="${250 + pick(2, 300)}" cy="${230 + pick(3, 160)}" r="${140 + pick(4, 90)}" fill="${light}" opacity=".25"/>
<rect y="${560 + pick(5, 40)}" width="800" height="260" fill="${dark}" opacity=".16"/>
${shape(pick(6, 6), pick, ink!)}
<text x="400" y="740" text-anchor="middle" font-family="Georgia, serif" font-size="34" fill="${ink}">${escapeText(title)}</text>
</svg>`;
}

function shape(kind: number, pick: (index: number, below: number) => number, ink: string): string {
  const height = 220 + pick(7, 120);
  const top = 620 - height;
  switch (kind) {
    case 0:
      return `<path d="M300 ${top}h200l-24 ${height}h-152z" fill="url(#g)"/><path d="M500 ${top + 40}q90 20 -10 130" fill="none" stroke="${ink}" stroke-width="16" opacity=".5"/>`;
    case 1:
      return `<rect x="${280 - pick(8, 40)}" y="${top}" width="${240 + pick(9, 80)}" height="${height}" rx="${14 + pick(10, 50)}" fill="url(#g)"/><rect x="310" y="${top + 40}" width="180" height="10" fill="${ink}" opacity=".35"/>`;
    case 2:
      return `<circle cx="400" cy="${620 - height / 2}" r="${height / 2}" fill="url(#g)"/><circle cx="400" cy="${620 - height / 2}" r="${height / 5}" fill="${ink}" opacity=".25"/>`;
    case 3:
      return `<path d="M400 ${top - 60}l170 ${height + 60}h-340z" fill="url(#g)"/><rect x="388" y="600" width="24" height="60" fill="${ink}" opacity=".6"/>`;
    case 4:
      return `<rect x="220" y="${top + 60}" width="360" height="42" rx="10" fill="url(#g)"/><rect x="250" y="${top + 102}" width="22" height="${height - 102}" fill="${ink}" opacity=".55"/><rect x="528" y="${top + 102}" width="22" height="${height - 102}" fill="${ink}" opacity=".55"/>`;
    default:
      return `<path d="M260 620q-30 -${height} 140 -${height}t140 ${height}z" fill="url(#g)"/><path d="M400 ${620 - height}v-60" stroke="${ink}" stroke-width="10" opacity=".5"/>`;
  }
}
