/** Markup, as it goes out. */
export class Html {
  constructor(readonly value: string) {}
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (character) => entities[character]!);

/** Markup whose every interpolated value is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | readonly Html[])[]): Html {
  const rendered = values.map((value) => {
    if (value instanceof Html) return value.value;
    if (Array.isArray(value)) return value.map((item: Html) => item.value).join('');
    return escapeHtml(String(value));
  });
  return new Html(String.raw({ raw: parts.map((part) => part) }, ...rendered));
}
