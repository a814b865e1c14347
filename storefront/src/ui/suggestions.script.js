// @ts-check
/** Fills the list of the search field with what may be meant. Without this script the field searches all the same. */
const PAUSE_IN_MS = 150;
const SHORTEST = 2;

const field = document.querySelector('input[list=suggestions]');
const list = document.getElementById('suggestions');
/** @type {AbortController | undefined} */
let asking;
/** @type {number | undefined} */
let pause;

field?.addEventListener('input', () => {
  clearTimeout(pause);
  asking?.abort();
  const query = field instanceof HTMLInputElement ? field.value.trim() : '';
  if (query.length < SHORTEST) list?.replaceChildren();
  else pause = window.setTimeout(() => void show(query), PAUSE_IN_MS);
});

/** @param {string} query */
async function show(query) {
  asking = new AbortController();
  try {
    const answer = await fetch(`/suggestions?q=${encodeURIComponent(query)}`, { signal: asking.signal });
    /** @type {string[]} */
    const words = answer.ok ? await answer.json() : [];
    list?.replaceChildren(...words.map((value) => Object.assign(document.createElement('option'), { value })));
  } catch {
    // it was asked again meanwhile, or the shop cannot be reached: the field searches all the same
  }
}
