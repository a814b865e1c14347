import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { GraphiQL } from 'graphiql';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { currentSession, fetchGraph, onSessionChange, signOut } from './session.js';

const queries = import.meta.glob('./operations/*.graphql', { query: '?raw', import: 'default', eager: true });
const variables = import.meta.glob('./operations/*.json', { query: '?raw', import: 'default', eager: true });

const journey = [
  'home',
  'categoryPage',
  'productPage',
  'search',
  'register',
  'signIn',
  'me',
  'addToCart',
  'cart',
  'setCheckoutDetails',
  'placeOrder',
  'payOrder',
  'trackOrder',
];
const tabs = journey.map((name) => ({
  query: queries[`./operations/${name}.graphql`],
  variables: variables[`./operations/${name}.json`] ?? null,
}));

/** Everything starts fresh with the page: tabs, like tokens, live in memory. */
function memoryStorage() {
  const values = new Map();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, String(value)),
    removeItem: (name) => void values.delete(name),
    clear: () => values.clear(),
  };
}
const storage = memoryStorage();

function SessionBar() {
  const { user, accessToken, cartToken, orderToken } = useSyncExternalStore(onSessionChange, currentSession);
  return (
    <header className="session">
      <strong>Storegraph</strong>
      {cartToken && <span className="held">cart token</span>}
      {orderToken && <span className="held">order token</span>}
      <span>{accessToken ? `Signed in as ${user?.email ?? 'a shopper'}` : 'Not signed in: run “SignIn”'}</span>
      {(accessToken || cartToken || orderToken) && (
        <button type="button" onClick={signOut}>
          {accessToken ? 'Sign out' : 'Forget tokens'}
        </button>
      )}
    </header>
  );
}

createRoot(document.getElementById('playground')).render(
  <StrictMode>
    <SessionBar />
    <GraphiQL fetcher={fetchGraph} defaultTabs={tabs} storage={storage} defaultEditorToolsVisibility="variables" />
  </StrictMode>,
);
