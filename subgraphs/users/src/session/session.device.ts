import Bowser from 'bowser';

const BROWSERS = new Set<string | undefined>(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set<string | undefined>(Object.values(Bowser.OS_MAP));
const CALLED_BY_THEIR_MODEL = new Set(['iPhone', 'iPad']);

/** What somebody would call the device that they sit at. Names that are known only: a program can call itself anything. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return 'Another program';
  const { browser, os, platform } = Bowser.parse(userAgent);
  const program = BROWSERS.has(browser.name) ? browser.name : undefined;
  const model = CALLED_BY_THEIR_MODEL.has(platform.model ?? '') ? platform.model : undefined;
  const system = model ?? (SYSTEMS.has(os.name) ? os.name : undefined);
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? 'Another program';
}
