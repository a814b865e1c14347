import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { ToolbarButton, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { StrictMode, useEffect, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { curlOf } from './curl.js';
import { currentSession, fetchGraph, missingIn, onSessionChange, requestOf, resume, signOut } from './session.js';
import { steps } from './steps.js';
import { forgetTabs, playgroundStorage } from './storage.js';

const queries = import.meta.glob('./operations/*.graphql', { query: '?raw', import: 'default', eager: true });
const variables = import.meta.glob('./operations/*.json', { query: '?raw', import: 'default', eager: true });

const tabs = steps.map((name) => ({
  query: queries[`./operations/${name}.graphql`],
  variables: variables[`./operations/${name}.json`] ?? null,
}));
const storage = playgroundStorage(localStorage, Object.values(variables));

function startAnew() {
  forgetTabs(localStorage);
  // GraphiQL writes what it shows once more before the page goes
  window.addEventListener('pagehide', () => forgetTabs(localStorage));
  location.reload();
}

function SessionBar() {
  const { user, accessToken, cartToken, orderToken } = useSyncExternalStore(onSessionChange, currentSession);
  return (
    <header className="session">
      <strong>Storegraph</strong>
      {cartToken && <span className="held">cart token</span>}
      {orderToken && <span className="held">order token</span>}
      <span className="who">{accessToken ? (user?.email ?? 'Signed in') : 'Not signed in'}</span>
      {(accessToken || cartToken || orderToken) && (
        <button type="button" onClick={signOut}>
          {accessToken ? 'Sign out' : 'Forget tokens'}
        </button>
      )}
      <button type="button" onClick={startAnew} title="All tabs as they came; tokens and theme stay">
        Reset tabs
      </button>
    </header>
  );
}

/** Where there is no room for tabs side by side, they are a list. */
function TabList() {
  const open = useGraphiQL(({ tabs, activeTabIndex }) => ({ tabs, activeTabIndex }));
  const { changeTab } = useGraphiQLActions();
  return (
    <select aria-label="Tab" value={open.activeTabIndex} onChange={({ target }) => changeTab(Number(target.value))}>
      {open.tabs.map(({ id, title }, index) => (
        <option key={id} value={index}>
          {index + 1}. {title}
        </option>
      ))}
    </select>
  );
}

const NARROW = window.matchMedia('(max-width: 800px)');

/** On a phone lines are broken and not counted: each of them is short. */
function NarrowEditors() {
  const editors = useGraphiQL(({ queryEditor, variableEditor, responseEditor }) => [
    queryEditor,
    variableEditor,
    responseEditor,
  ]);
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const look = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', look);
    return () => NARROW.removeEventListener('change', look);
  }, []);
  useEffect(() => {
    for (const editor of editors)
      editor?.updateOptions({
        wordWrap: isNarrow ? 'on' : 'off',
        lineNumbers: isNarrow ? 'off' : 'on',
        folding: !isNarrow,
      });
  }, [editors, isNarrow]);
  return null;
}

/** What the tab that is open would send, for a shell. */
function CopyAsCurl() {
  const [said, say] = useState('');
  const editors = useGraphiQL(({ queryEditor, variableEditor, operationName }) => ({
    queryEditor,
    variableEditor,
    operationName,
  }));
  const copy = async () => {
    let given;
    try {
      given = JSON.parse(editors.variableEditor?.getValue() || '{}');
    } catch {
      return say('The variables are not JSON');
    }
    const tab = { query: editors.queryEditor?.getValue(), variables: given, operationName: editors.operationName };
    const missing = missingIn(given);
    if (missing) return say(missing.replace('Not sent', 'Not copied'));
    try {
      await navigator.clipboard.writeText(curlOf({ url: `${location.origin}/graphql`, ...requestOf(tab) }));
      say('Copied, with your tokens in it');
    } catch {
      say('The browser does not let this page copy');
    }
  };
  useEffect(() => {
    if (!said) return;
    const gone = setTimeout(() => say(''), 6_000);
    return () => clearTimeout(gone);
  }, [said]);
  return (
    <>
      <ToolbarButton label="Copy as curl" onClick={copy}>
        <span aria-hidden="true" className="curl">
          curl
        </span>
      </ToolbarButton>
      <output className="said">{said}</output>
    </>
  );
}

const start = () =>
  createRoot(document.getElementById('playground')).render(
    <StrictMode>
      <SessionBar />
      <GraphiQL fetcher={fetchGraph} defaultTabs={tabs} storage={storage} defaultEditorToolsVisibility="variables">
        <GraphiQL.Logo>
          <TabList />
          <NarrowEditors />
        </GraphiQL.Logo>
        <GraphiQL.Toolbar>
          {({ prettify, merge, copy }) => (
            <>
              {prettify}
              {merge}
              {copy}
              <CopyAsCurl />
            </>
          )}
        </GraphiQL.Toolbar>
      </GraphiQL>
    </StrictMode>,
  );

start();
await resume();
