import { assertId, handle, inProduction, type SubgraphDefinition } from '@storegraph/kit';
import { z } from 'zod';
import { AddressResolver } from './address/address.resolver.ts';
import { addressOf } from './address/address.service.ts';
import { authorityChanges, authorityOf, sweepAuthorityChanges } from './authority/authority.service.ts';
import { users as contract } from './contract.ts';
import { CountryResolver } from './country/country.resolver.ts';
import { publicKeys, rotateSigningKeys } from './key/key.service.ts';
import { decoyHash } from './password/password.hash.ts';
import { refuseSeed } from './seed/seed.refusal.ts';
import { SessionResolver } from './session/session.resolver.ts';
import { sweepTries } from './session/session.throttle.ts';
import { storefrontSettings } from './storefront/storefront.env.ts';
import { StorefrontResolver } from './storefront/storefront.resolver.ts';
import { type UserLoaders, userLoaders } from './user/user.loaders.ts';
import { UserResolver } from './user/user.resolver.ts';
import { contactOf } from './user/user.service.ts';
import { toUser } from './user/user.type.ts';

export const users: SubgraphDefinition<UserLoaders> = {
  name: 'users',
  migrations: new URL('../migrations', import.meta.url),
  env: {
    REFRESH_COOKIE_SECURE: inProduction(
      z
        .stringbool()
        .default(process.env.NODE_ENV === 'production')
        .describe('Whether browsers send the refresh cookie over https only. Without it: true in production.'),
      { words: 'must be true: the cookie is worth an account', isMet: (isSecure) => isSecure },
    ),
    ...storefrontSettings,
  },
  resolvers: [SessionResolver, UserResolver, AddressResolver, StorefrontResolver, CountryResolver],
  forEverybody: ['storefront', 'addressRules'],
  tagged: ['storefront', 'addressRules'],
  loaders: userLoaders,
  entities: {
    User: async ({ id }, { loaders }) => {
      const row = await loaders.user.load(assertId('usr', id, 'id'));
      return row && toUser(row);
    },
  },
  commands: handle(contract, {
    addressOf,
    contactOf: ({ db }, { userId }) => contactOf(db, userId),
    authorityOf,
    authorityChanges,
  }),
  authority: (service, { id, sessionId }) => authorityOf(service, { userId: id, sessionId }),
  // a session that has ended may be ended again, and the others are about no session yet
  byToken: ['register', 'signIn', 'refreshSession', 'signOut', 'verifyEmail', 'requestPasswordReset', 'resetPassword'],
  every: {
    rotateSigningKeys: { seconds: 3600, run: rotateSigningKeys },
    sweepAuthorityChanges: { seconds: 600, run: ({ db }) => sweepAuthorityChanges(db) },
    sweepTries: { seconds: 3600, run: ({ db }) => sweepTries(db) },
  },
  async prepare(service) {
    await refuseSeed(service);
    await rotateSigningKeys(service);
    await decoyHash();
  },
  routes(app, { db }) {
    app.get('/.well-known/jwks.json', async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=60').send(await publicKeys(db)),
    );
  },
};
