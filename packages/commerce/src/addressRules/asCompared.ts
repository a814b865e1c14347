/** Names are the same in any case, with and without accents, blanks and dots. */
export const asCompared = (name: string): string =>
  name
    .normalize('NFKD')
    .toUpperCase() // a Turkish i without its dot becomes the I of others
    .replace(/[^\p{L}\p{N}\p{Mc}]/gu, '');
