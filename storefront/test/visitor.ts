/** A browser without script: cookies, documents, forms. */
export interface Page {
  status: number;
  /** Where it ended, after redirects. */
  path: string;
  text: string;
  headers: Headers;
}

interface Cookie {
  value: string;
  path: string;
  attributes: string;
}

/** Of a form; in pairs when one name comes more than once. */
type Fields = Record<string, string> | [string, string][];

const MOST_REDIRECTS = 5;

export class Visitor {
  /** By name and path. */
  readonly cookies = new Map<string, Cookie>();
  /** Every address that was asked for, in order. */
  readonly visited: string[] = [];

  constructor(readonly origin: string) {}

  open(path: string): Promise<Page> {
    return this.request(path, { method: 'GET' });
  }

  post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Page> {
    return this.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.origin, ...headers },
    });
  }

  /** As a form with a file in it is sent. */
  sendFile(path: string, name: string, file: File, headers: Record<string, string> = {}): Promise<Page> {
    const body = new FormData();
    body.append(name, file);
    return this.request(path, { method: 'POST', body, headers: { origin: this.origin, ...headers } });
  }

  /** Sends the form of this page that has a button with these words, with what was typed into it. */
  press(page: Page, button: string | RegExp, typed: Record<string, string> = {}): Promise<Page> {
    const isIt = (words: string) => (typeof button === 'string' ? plain(words) === button : button.test(plain(words)));
    const form = [...page.text.matchAll(/<form [^>]*method="post"[^>]*>.*?<\/form>/gs)]
      .map(([whole]) => whole)
      .find((whole) => [...whole.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].some(([, words]) => isIt(words!)));
    if (!form) throw new Error(`No button "${button}" on ${page.path}: ${plain(page.text).slice(0, 1000)}`);
    const pressed = [...form.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].find(([, , words]) => isIt(words!))!;
    const fields = [...form.matchAll(/<input[^>]*>/g), pressed].flatMap(([tag]): [string, string][] => {
      const name = attribute(tag, 'name');
      return name === undefined ? [] : [[name, attribute(tag, 'value') ?? '']];
    });
    const selected = [...form.matchAll(/<select[^>]*name="([^"]+)".*?<\/select>/gs)].map(
      ([select, name]): [string, string] => {
        const options = [...select.matchAll(/<option[^>]*>(.*?)<\/option>/gs)];
        const [option, words] = options.find(([tag]) => /^<option[^>]* selected/.test(tag)) ?? options[0]!;
        return [name!, attribute(/^<[^>]*>/.exec(option)![0], 'value') ?? plain(words!)];
      },
    );
    const kept = [...fields, ...selected].filter(([name]) => !(name in typed));
    return this.post(attribute(form, 'action') ?? page.path, [...kept, ...Object.entries(typed)]);
  }

  private async request(path: string, init: RequestInit): Promise<Page> {
    let url = new URL(path, this.origin);
    let sent = init;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      this.visited.push(url.href);
      const cookie = this.cookiesFor(url.pathname);
      const response = await fetch(url, {
        ...sent,
        redirect: 'manual',
        headers: { ...(cookie && { cookie }), ...(sent.headers as Record<string, string>) },
      });
      this.keep(response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (!location) {
        const text = await response.text();
        return { status: response.status, path: url.pathname + url.search, text, headers: response.headers };
      }
      url = new URL(location, url);
      if (url.origin !== this.origin) throw new Error(`Sent to another site: ${url.origin}`);
      sent = { method: 'GET' };
    }
    throw new Error(`Redirected without an end: ${this.visited.slice(-MOST_REDIRECTS).join(' ')}`);
  }

  private cookiesFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
  }

  private keep(headers: string[]): void {
    for (const header of headers) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);?(.*)$/.exec(header) ?? [];
      const path = /Path=([^;]+)/i.exec(attributes)?.[1] ?? '/';
      if (/Max-Age=0/i.test(attributes)) this.cookies.delete(`${name} ${path}`);
      else this.cookies.set(`${name} ${path}`, { value, path, attributes });
    }
  }
}

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`^<[^>]* ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
};
const unescaped = (text: string): string =>
  text.replace(
    /&(amp|quot|#x27|lt|gt);/g,
    (_, name) => ({ amp: '&', quot: '"', '#x27': "'", lt: '<', gt: '>' })[name as 'amp'],
  );
/** What can be read of it. */
export const plain = (text: string): string =>
  unescaped(
    text
      .replace(/<!--.*?-->/gs, '')
      .replace(/<(head|script|style)[^>]*>.*?<\/\1>/gs, ' ')
      .replace(/<[^>]+>/g, ' '),
  )
    .replace(/\s+/g, ' ')
    .trim();
/** What is wrong with a field, as a screen reader finds it. */
export const problemAt = (page: Page, field: string): string | undefined => {
  const words = new RegExp(`<p class="problem-line" id="${field}-problem" role="alert">(.*?)</p>`, 's').exec(
    page.text,
  )?.[1];
  return words && plain(words);
};
/** Everything that is wrong, in words. */
export const alertsOf = ({ text }: Page): string[] =>
  [...text.matchAll(/<p [^>]*role="alert">(.*?)<\/p>/gs)].map(([, words]) => plain(words!));
