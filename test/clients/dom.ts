import { Window } from 'happy-dom';

const window = new Window();
Object.assign(globalThis, { window, document: window.document });

/** A page. To be imported before React and TanStack Query, which look once whether there is one. */
export const page = {
  /** Other tests of this process have none. */
  async close(): Promise<void> {
    await window.happyDOM.close();
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'document');
  },
};
