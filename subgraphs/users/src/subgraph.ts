import { storefrontAddress } from '@storegraph/commerce';
import {
  assertId,
  handle,
  inProduction,
  on,
  type SubgraphDefinition,
  filesEnvironment,
  serveFiles,
} from '@storegraph/kit';
import { orders } from '@storegraph/orders/contract';
import { z } from 'zod';
import { AddressResolver } from './address/address.resolver.ts';
import { addressOf } from './address/address.service.ts';
import { authorityChanges, authorityOf, sweepAuthorityChanges } from './authority/authority.service.ts';
import { ConsentResolver } from './consent/consent.resolver.ts';
import { AvatarResolver } from './avatar/avatar.resolver.ts';
import { isAwaited, sweepFiles } from './avatar/avatar.service.ts';
import { users as contract } from './contract.ts';
import { CountryResolver } from './country/country.resolver.ts';
import { CustomerGroupResolver, UserGroupsResolver } from './customerGroup/customerGroup.resolver.ts';
import { DataExportResolver } from './dataExport/dataExport.resolver.ts';
import { MAKE_EXPORT, makeExport, sweepExports } from './dataExport/dataExport.service.ts';
import { deleteDueAccounts } from './deletion/deletion.service.ts';
import { DeletionResolver } from './deletion/deletion.resolver.ts';
import { deleteFiles } from './file/file.jobs.ts';
import { EmailChangeResolver } from './emailChange/emailChange.resolver.ts';
import { sweepEmailChanges } from './emailChange/emailChange.service.ts';
import { refuseHalfGoogle } from './google/google.client.ts';
import { googleSettings } from './google/google.env.ts';
import { GoogleResolver } from './google/google.resolver.ts';
import { sweepGoogleSignIns } from './google/google.service.ts';
import { publicKeys, rotateSigningKeys } from './key/key.service.ts';
import { LinkedAccountResolver } from './linkedAccount/linkedAccount.resolver.ts';
import { sweepMailboxes } from './mailbox/mailbox.service.ts';
import { PasskeyResolver } from './passkey/passkey.resolver.ts';
import { sweepPasskeyChallenges } from './passkey/passkey.service.ts';
import { decoyHash } from './password/password.hash.ts';
import { SEND_RESET, sendPasswordReset, sweepResets } from './password/password.service.ts';
import { sweepRegistrations } from './registration/registration.service.ts';
import { refuseSeed } from './seed/seed.refusal.ts';
import { SessionFieldResolver, SessionResolver } from './session/session.resolver.ts';
import { sweepTries } from './session/session.throttle.ts';
import { registrationSettings } from './registration/registration.env.ts';
import { storefrontSettings } from './storefront/storefront.env.ts';
import { StorefrontResolver } from './storefront/storefront.resolver.ts';
import { type UserLoaders, userLoaders } from './user/user.loaders.ts';
import { UserResolver } from './user/user.resolver.ts';
import { contactOf, noteFirstOrder } from './user/user.service.ts';
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
    ...registrationSettings,
    ...storefrontSettings,
    ...filesEnvironment,
    ...storefrontAddress,
    ...googleSettings,
  },
  resolvers: [
    SessionResolver,
    SessionFieldResolver,
    GoogleResolver,
    UserResolver,
    AvatarResolver,
    LinkedAccountResolver,
    PasskeyResolver,
    ConsentResolver,
    CustomerGroupResolver,
    UserGroupsResolver,
    EmailChangeResolver,
    AddressResolver,
    StorefrontResolver,
    CountryResolver,
    DataExportResolver,
    DeletionResolver,
  ],
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
  on: [on(orders.CustomerOrdered, noteFirstOrder)],
  authority: (service, { id, sessionId }) => authorityOf(service, { userId: id, sessionId }),
  // a session that has ended may be ended again, and the others are about no session yet
  byToken: [
    'register',
    'signIn',
    'signInWithGoogle',
    'confirmGoogleLink',
    'passkeySignInOptions',
    'signInWithPasskey',
    'refreshSession',
    'signOut',
    'verifyEmail',
    'completeRegistration',
    'requestPasswordReset',
    'resetPassword',
    'confirmEmailChange',
    'undoEmailChange',
  ],
  jobs: { deleteFiles, [MAKE_EXPORT]: makeExport, [SEND_RESET]: sendPasswordReset },
  every: {
    deleteDueAccounts: { seconds: 600, run: deleteDueAccounts },
    rotateSigningKeys: { seconds: 3600, run: rotateSigningKeys },
    sweepAuthorityChanges: { seconds: 600, run: ({ db }) => sweepAuthorityChanges(db) },
    sweepExports: { seconds: 3600, run: sweepExports },
    sweepFiles: { seconds: 6 * 3600, run: sweepFiles },
    sweepEmailChanges: { seconds: 3600, run: ({ db }) => sweepEmailChanges(db) },
    sweepRegistrations: { seconds: 3600, run: ({ db }) => sweepRegistrations(db) },
    sweepResets: { seconds: 3600, run: ({ db }) => sweepResets(db) },
    sweepMailboxes: { seconds: 3600, run: ({ db }) => sweepMailboxes(db) },
    sweepGoogleSignIns: { seconds: 3600, run: ({ db }) => sweepGoogleSignIns(db) },
    sweepPasskeyChallenges: { seconds: 600, run: async ({ db }) => void (await sweepPasskeyChallenges(db)) },
    sweepTries: { seconds: 3600, run: ({ db }) => sweepTries(db) },
  },
  async prepare(service) {
    refuseHalfGoogle(service);
    await refuseSeed(service);
    await rotateSigningKeys(service);
    await decoyHash();
  },
  routes(app, service) {
    serveFiles(app, service, (key) => isAwaited(service, key));
    app.get('/.well-known/jwks.json', async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=60').send(await publicKeys(service.db)),
    );
  },
};
