// What outlives a reload: tabs, theme and sizes in localStorage. No token, no header, no history, and no password that somebody typed.
const KEPT = /^graphiql:(tabState|theme|\w+Flex)$/;
const PASSWORD = /("\w*password"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** `ours`: the variables that the playground comes with; everybody knows the password in them. */
export function withoutPasswords(tabState, ours) {
  const { tabs, ...rest } = JSON.parse(tabState);
  const cleaned = tabs.map((tab) =>
    tab.variables && !ours.includes(tab.variables)
      ? { ...tab, variables: tab.variables.replace(PASSWORD, '$1""') }
      : tab,
  );
  return JSON.stringify({ ...rest, tabs: cleaned });
}

/** What GraphiQL may keep goes to `lasting`, anything else lives as long as the page. */
export function playgroundStorage(lasting, ours) {
  const passing = new Map(Object.entries(openTab(lasting)));
  const isKept = (name) => KEPT.test(name);
  return {
    get length() {
      return lasting.length + passing.size;
    },
    key: (index) =>
      index < lasting.length ? lasting.key(index) : ([...passing.keys()][index - lasting.length] ?? null),
    getItem: (name) => (isKept(name) ? lasting.getItem(name) : (passing.get(name) ?? null)),
    setItem(name, value) {
      if (!isKept(name)) passing.set(name, String(value));
      else lasting.setItem(name, name === 'graphiql:tabState' ? withoutPasswords(value, ours) : value);
    },
    removeItem: (name) => (isKept(name) ? lasting.removeItem(name) : void passing.delete(name)),
    clear() {
      passing.clear();
      for (const name of Object.keys(lasting)) if (isKept(name)) lasting.removeItem(name);
    },
  };
}

/** What GraphiQL begins with is the tab that was open. */
function openTab(lasting) {
  try {
    const { tabs, activeTabIndex } = JSON.parse(lasting.getItem('graphiql:tabState'));
    const { query, variables } = tabs[activeTabIndex];
    return { ...(query && { 'graphiql:query': query }), ...(variables && { 'graphiql:variables': variables }) };
  } catch {
    return {};
  }
}

/** The tabs as they come. The theme stays. */
export function forgetTabs(lasting) {
  for (const name of Object.keys(lasting)) if (isTabs(name)) lasting.removeItem(name);
}
const isTabs = (name) => KEPT.test(name) && name !== 'graphiql:theme';
