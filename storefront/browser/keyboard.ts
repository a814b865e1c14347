import type { Page } from 'playwright-core';

const MOST_STEPS = 120;

/** What has the focus, as a screen reader names it; empty for the page itself. It may be in a frame. */
async function focused(page: Page): Promise<string> {
  const names = await Promise.all(
    page.frames().map((frame) =>
      frame
        .evaluate(() => {
          const element = document.activeElement;
          if (!document.hasFocus() || !element || element === document.body || element.tagName === 'IFRAME') return '';
          const label =
            element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels?.[0] : null;
          return (element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent ?? '').trim();
        })
        .catch(() => ''),
    ),
  );
  return names.find((name) => name !== '') ?? '';
}

/** Presses Tab until that has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    passed.push(now);
  }
  throw new Error(`Tab does not lead to ${name}. It led to: ${passed.join(' | ')}`);
}

export async function typeInto(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}
