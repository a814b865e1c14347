import type { World } from './world.ts';

export interface Opened {
  status: number;
  text: string;
  headers: Headers;
  title: string | undefined;
}

async function opened(response: Response): Promise<Opened> {
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, title: /<h1>(.*?)<\/h1>/s.exec(text)?.[1] };
}

const unescaped = (text: string) =>
  text.replace(
    /&(amp|quot|#39|lt|gt);/g,
    (_, name) => ({ amp: '&', quot: '"', '#39': "'", lt: '<', gt: '>' })[name as 'amp'],
  );

/** The pages that mails link to, as a browser without JavaScript has them. */
export const mailPages = (world: World) => ({
  opened,
  open: async (link: URL | string): Promise<Opened> => opened(await fetch(new URL(link, world.system.url))),
  /** Sends the form of a page, with what was typed into it. */
  async press(page: Opened, typed: Record<string, string> = {}): Promise<Opened> {
    const [, action] = /<form method="post" action="([^"]+)">/.exec(page.text)!;
    const kept = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
    const fields = { ...Object.fromEntries(kept.map(([, name, value]) => [name, unescaped(value!)])), ...typed };
    return opened(
      await fetch(new URL(unescaped(action!), world.system.url), { method: 'POST', body: new URLSearchParams(fields) }),
    );
  },
});
