import type { Write } from './writes.rules.ts';
import { address, named, staffWrite } from './writes.values.ts';

/** Of users: what an account has, and what staff do with it. */
export const writesOfAccounts: Readonly<Record<string, Write>> = {
  updateProfile: { domain: 'users', rule: 'signedIn', shows: 'user { id }', aim: () => ({ displayName: 'Renamed' }) },
  createAvatarUpload: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'uploadId',
    aim: () => ({ contentType: 'image/png', bytes: 1_000, sha256: '0'.repeat(64) }),
  },
  confirmAvatar: {
    domain: 'users',
    rule: 'account',
    shows: 'user { id avatar { url } }',
    aim: ({ owner }) => ({ uploadId: owner.uploadId }),
  },
  removeAvatar: { domain: 'users', rule: 'signedIn', shows: 'user { id }', aim: () => undefined },
  createAddress: { domain: 'users', rule: 'signedIn', shows: 'address { id }', aim: () => ({ address }) },
  updateAddress: {
    domain: 'users',
    rule: 'account',
    shows: 'address { id }',
    aim: ({ owner }) => ({ addressId: owner.addressIds[1]!, address }),
  },
  setDefaultAddress: {
    domain: 'users',
    rule: 'account',
    shows: 'address { id }',
    aim: ({ owner }) => ({ addressId: owner.addressIds[1]! }),
  },
  deleteAddress: {
    domain: 'users',
    rule: 'account',
    shows: 'address { id }',
    aim: ({ owner }) => ({ addressId: owner.addressIds[0]! }),
  },
  setMarketingConsent: {
    domain: 'users',
    rule: 'signedIn',
    shows: 'user { id }',
    aim: () => ({ given: false }),
  },
  updateCustomerNote: staffWrite({
    domain: 'users',
    shows: 'user { id note }',
    aim: ({ owner }) => ({ userId: owner.id, note: 'Planted' }),
  }),
  setCustomerGroups: staffWrite({
    domain: 'users',
    shows: 'user { id groups { id } }',
    aim: ({ owner, other }) => ({ userId: owner.id, groupIds: [other.groupId] }),
  }),
  createCustomerGroup: staffWrite({
    domain: 'users',
    shows: 'customerGroup { id }',
    aim: () => ({ name: named('Planted ') }),
  }),
  updateCustomerGroup: staffWrite({
    domain: 'users',
    shows: 'customerGroup { id }',
    aim: ({ owner }) => ({ id: owner.groupId, description: 'Planted' }),
  }),
  deleteCustomerGroup: staffWrite({
    domain: 'users',
    shows: 'customerGroup { id }',
    aim: ({ owner }) => ({ id: owner.groupId }),
    work: (caller, _fresh, { owner, other }) => ({ id: caller === 'staff' ? owner.groupId : other.groupId }),
  }),
  setUserRoles: {
    domain: 'users',
    rule: 'admin',
    shows: 'user { id roles }',
    aim: ({ owner }) => ({ userId: owner.id, roles: ['CUSTOMER', 'STAFF'] }),
    work: (_caller, { somebody }) => ({ userId: somebody.id, roles: ['CUSTOMER', 'STAFF'] }),
  },
  setUserStatus: {
    domain: 'users',
    rule: 'admin',
    shows: 'user { id status }',
    aim: ({ owner }) => ({ userId: owner.id, status: 'DISABLED' }),
    work: (_caller, { somebody }) => ({ userId: somebody.id, status: 'DISABLED' }),
  },
};
