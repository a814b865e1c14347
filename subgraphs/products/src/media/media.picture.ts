import { createHash } from 'node:crypto';
import { drawings, type Drawing } from './media.drawings.ts';

/** Wall, table, and two tones of the thing. */
const palettes = [
  ['#f6ede1', '#e3cdb3', '#c9774f', '#8a4630'],
  ['#e8f1f3', '#bfd4db', '#5b8fa8', '#2c5d73'],
  ['#eef3e8', '#cbd9bd', '#7f9f63', '#486c40'],
  ['#f5edf4', '#dcc5d8', '#a2709a', '#6d3f66'],
  ['#fbf4df', '#ead9a8', '#d6a43c', '#94691c'],
  ['#eff0f6', '#cfd1e3', '#7a7fb0', '#474c82'],
  ['#f9ebe9', '#e9c9c5', '#c96d67', '#8b3f40'],
  ['#eaf4f1', '#c2ddd5', '#579d89', '#2d6a5b'],
] as const;

/** The name of the picture file of a product. */
export const pictureName = (slug: string): string => `${slug}.svg`;

/** A still life of what the product is, by the words of its name: the same name is always the same picture. */
export function drawPicture(slug: string): string {
  const bytes = createHash('sha256').update(slug).digest();
  const pick = (index: number, below: number) => bytes.readUInt8(index) % below;
  const [wall, table, light, dark] = palettes[pick(0, palettes.length)]!;
  const horizon = 540 + pick(1, 60);
  const lamp = 180 + pick(2, 440);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800">
<defs><linearGradient id="a" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient><radialGradient id="l" cx="${lamp / 800}" cy=".25" r=".8"><stop offset="0" stop-color="#fff" stop-opacity=".75"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
<rect width="800" height="800" fill="${wall}"/><rect width="800" height="800" fill="url(#l)"/>
<rect y="${horizon}" width="800" height="${800 - horizon}" fill="${table}"/>
<ellipse cx="420" cy="668" rx="235" ry="26" fill="${dark}" opacity=".18"/>
<g stroke-linejoin="round" stroke-linecap="round">${drawingOf(slug)({ light, dark, wall })}</g>
</svg>`;
}

/** By the last words of the name that say what it is. */
function drawingOf(slug: string): Drawing {
  const words = slug.replace(/-\d+$/, '').split('-');
  for (let from = 0; from < words.length; from++) {
    const found = drawings.get(words.slice(from).join('-'));
    if (found) return found;
  }
  return drawings.get('box')!;
}
