/** A browser as far as a shop without script needs one: keeps cookies, follows what it is sent to, fills in forms. */
export interface ShownPage {
  status: number;
  /** Where it is, with its query. */
  path: string;
  html: string;
  headers: Headers;
  text: string;
}

export class FormBrowser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  open(path: string): Promise<ShownPage> {
    return this.ask(path, {});
  }

  /** Sends the form of this page that has all of these fields, and the same `intent` if it is given, with what stands in its hidden ones. */
  submit(page: ShownPage, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<ShownPage> {
    const form = formsOf(page.html).find(
      ({ names, hidden }) =>
        Object.keys(fields).every((name) => names.has(name)) && (!fields.intent || hidden.intent === fields.intent),
    );
    if (!form) throw new Error(`${page.path} has no form with ${Object.keys(fields).join(', ')}:\n${page.text}`);
    return this.post(form.action || page.path, { ...form.hidden, ...fields }, headers);
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<ShownPage> {
    return this.ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.origin, ...headers },
    });
  }

  private async ask(path: string, init: RequestInit, redirects = 0): Promise<ShownPage> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.origin), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie && { cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/max-age=0/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    const location = answer.headers.get('location');
    if (location && redirects < 5) {
      await answer.arrayBuffer();
      return this.ask(new URL(location, new URL(path, this.origin)).href, {}, redirects + 1);
    }
    const html = await answer.text();
    const { pathname, search } = new URL(path, this.origin);
    return { status: answer.status, path: pathname + search, html, headers: answer.headers, text: textOf(html) };
  }
}

const attributes = (tag: string): Record<string, string> =>
  Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value!)]));

function formsOf(html: string) {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, body]) => {
    const fields = [...body!.matchAll(/<(?:input|select|textarea|button)\b([^>]*)>/g)].map(([, tag]) =>
      attributes(tag!),
    );
    const hidden = fields.filter(({ type, name }) => type === 'hidden' && name);
    return {
      action: attributes(head!).action ?? '',
      names: new Set(fields.flatMap(({ name }) => name ?? [])),
      hidden: Object.fromEntries(hidden.map(({ name, value = '' }) => [name!, value])),
    };
  });
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');

const textOf = (html: string): string =>
  unescaped(
    html
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<!--.*?-->/g, '')
      .replace(/<[^>]+>/g, ' '),
  ).replace(/\s+/g, ' ');
