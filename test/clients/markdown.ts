/** The files of a page: each block below a comment that names one, such as `<!-- file: shop.ts -->`. */
export function filesOf(page: string): Map<string, string> {
  const blocks = page.matchAll(/<!-- file: (\S+) -->\s*```\w*\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, file, code]) => [file!, code!]));
}
