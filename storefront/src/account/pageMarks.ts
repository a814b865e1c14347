/** The cursor in the address; null for one that cannot be, which shows the first page. */
export function afterOf(request: Request): string | null {
  const after = new URL(request.url).searchParams.get('after');
  return after !== null && /^[\w-]{1,500}={0,2}$/.test(after) ? after : null;
}
