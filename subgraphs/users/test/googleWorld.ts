import type { Viewer } from '@storegraph/kit';
import type { TestResult } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { chooseAt, type Choice, turnKnobsOf } from '../../../local/google/browser.testing.ts';
import { LOCAL_CLIENT } from '../../../local/google/google.env.ts';
import { createLocalGoogle } from '../../../local/google/google.ts';
import { openUsers } from './world.ts';

const SHOP = 'http://shop.example';
export const LED =
  '{ accessToken returnTo session { id } challenge { kind token email expiresAt } user { id email emailVerified displayName linkedAccounts { provider email } signInWith } userErrors { code message path } }';
const LINKED = '{ user { id linkedAccounts { provider email } signInWith } userErrors { code path } }';

/** The code and the state that Google sends along. */
export interface Back {
  code: string;
  state: string;
}

/** The real subgraph and a local Google, over HTTP, as a browser goes from one to the other. */
export async function openGoogle() {
  const google = await createLocalGoogle({ port: 0, redirectUrls: [`${SHOP}/sign-in/google`] });
  const world = await openUsers({
    GOOGLE_CLIENT_ID: LOCAL_CLIENT.id,
    GOOGLE_CLIENT_SECRET: LOCAL_CLIENT.secret,
    GOOGLE_ISSUER: google.url,
    STOREFRONT_URL: SHOP,
  });
  const { shop } = world;

  /** Keeps the cookie that it was given. */
  class Browser {
    cookie = '';
    viewer: Viewer | null = null;

    async ask(query: string, variables: Record<string, unknown> = {}): Promise<TestResult> {
      const result = await shop.as(this.viewer, this.cookie ? { cookie: this.cookie } : {})(query, variables);
      const set = result.headers.find(([name, value]) => name === 'set-cookie' && value.startsWith('sg_browser='));
      if (set) this.cookie = set[1].split(';')[0]!;
      return result;
    }
    urlOf(variables: { returnTo?: string; purpose?: string } = {}): Promise<TestResult> {
      return this.ask(
        'query ($returnTo: String, $purpose: GooglePurpose) { googleSignInUrl(returnTo: $returnTo, purpose: $purpose) }',
        variables,
      );
    }
    /** At an address that it was sent to before. */
    async chooseAt(url: string, choice: Choice): Promise<Back> {
      const { searchParams } = await chooseAt(url, choice);
      return { code: searchParams.get('code') ?? '', state: searchParams.get('state') ?? '' };
    }
    async choose(choice: Choice, variables: { returnTo?: string; purpose?: string } = {}): Promise<Back> {
      const { data, errors } = await this.urlOf(variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return this.chooseAt(data.googleSignInUrl, choice);
    }
    async come(input: Back & { cartToken?: string }): Promise<any> {
      const { data, errors } = await this.ask(
        `mutation ($input: SignInWithGoogleInput!) { signInWithGoogle(input: $input) ${LED} }`,
        { input },
      );
      return errors ? { errors } : data.signInWithGoogle;
    }
    async signIn(choice: Choice, variables: { returnTo?: string } = {}): Promise<any> {
      return this.come(await this.choose(choice, { ...variables, purpose: 'SIGN_IN' }));
    }
    async confirm(input: { token: string; password: string; cartToken?: string }): Promise<any> {
      const { data, errors } = await this.ask(
        `mutation ($input: ConfirmGoogleLinkInput!) { confirmGoogleLink(input: $input) ${LED} }`,
        { input },
      );
      return errors ? { errors } : data.confirmGoogleLink;
    }
    async linkBy(input: Back): Promise<any> {
      const { data, errors } = await this.ask(
        `mutation ($input: GoogleAnswerInput!) { linkGoogle(input: $input) ${LINKED} }`,
        { input },
      );
      return errors ? { errors } : data.linkGoogle;
    }
    async link(choice: Choice): Promise<any> {
      return this.linkBy(await this.choose(choice, { purpose: 'LINK' }));
    }
    async unlink(): Promise<any> {
      const { data, errors } = await this.ask(`mutation { unlinkGoogle ${LINKED} }`);
      return errors ? { errors } : data.unlinkGoogle;
    }
  }

  return {
    ...world,
    google,
    knobs: (knobs: object) => turnKnobsOf(google.url, knobs),
    browser: () => new Browser(),
    /** A browser in which somebody has just registered with a password. */
    async registered(email?: string) {
      const { user, session } = await world.register(email);
      const browser = new Browser();
      browser.viewer = { id: user.id, roles: user.roles, sessionId: session.id };
      return { browser, user, session };
    },
    linksOf: async (userId: string): Promise<string[]> =>
      [
        ...(await shop.db.execute<{ email: string }>(
          sql`SELECT email FROM linked_accounts WHERE user_id = ${userId} ORDER BY email`,
        )),
      ].map(({ email }) => email),
    /** Accounts, sessions and links that there are: what was refused adds none. */
    counts: async () => {
      const [row] = await shop.db.execute<{ users: number; sessions: number; links: number }>(
        sql`SELECT (SELECT count(*) FROM users)::int AS users, (SELECT count(*) FROM sessions)::int AS sessions, (SELECT count(*) FROM linked_accounts)::int AS links`,
      );
      return row!;
    },
    async stop() {
      await shop.stop();
      await google.close();
    },
  };
}
