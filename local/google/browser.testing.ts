/** What somebody does at the chooser page: one of the accounts, an address of their own, or none. */
export type Choice = { name: string } | { email: string } | 'cancel';

/** From the address that the shop sends a browser to, to the one that Google sends it back to. */
export async function chooseAt(url: string, choice: Choice): Promise<URL> {
  const shown = await fetch(url, { redirect: 'manual' });
  if (shown.status === 303) return new URL(shown.headers.get('location')!);
  const page = await shown.text();
  if (shown.status !== 200) throw new Error(`${shown.status} ${page}`);
  const form = new URLSearchParams(fieldOf(page, choice));
  const answered = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  return new URL(answered.headers.get('location') ?? `about:blank#${answered.status}`);
}

function fieldOf(page: string, choice: Choice): Record<string, string> {
  if (choice === 'cancel') return { denied: 'yes' };
  if ('email' in choice) return { email: choice.email };
  const [, subject] = new RegExp(`name="subject" value="(\\d+)">${choice.name}<`).exec(page) ?? [];
  if (!subject) throw new Error(`Nobody here is called ${choice.name}`);
  return { subject };
}

export const turnKnobsOf = async (google: string, knobs: object): Promise<void> => {
  await fetch(`${google}/_local/knobs`, { method: 'POST', body: JSON.stringify(knobs) });
};
