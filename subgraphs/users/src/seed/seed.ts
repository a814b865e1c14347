import { connect } from '@storegraph/kit';
import { addresses } from '../address/address.table.ts';
import { hashPassword } from '../password/password.hash.ts';
import { type RoleName, users } from '../user/user.table.ts';
import { SEED_PASSWORD } from './seed.accounts.ts';

/** The same in every new shop, so that other seeds can point at it: usr_01jd… and a number. */
const seededId = (prefix: string, number: number): string => `${prefix}_01jd${String(number).padStart(22, '0')}`;

const firstNames = [
  'Mira',
  'Tomas',
  'Ines',
  'Jonas',
  'Leonie',
  'Pavel',
  'Sofia',
  'Emil',
  'Clara',
  'Anton',
  'Nora',
  'Viktor',
  'Lena',
  'Oskar',
  'Ida',
  'Matteo',
  'Hanna',
  'Felix',
  'Alma',
  'Ruben',
];
const lastNames = ['Falk', 'Brandt', 'Moreau', 'Keller', 'Novak', 'Lindgren', 'Rossi', 'Weber', 'Dahl', 'Marin'];
const places = [
  { city: 'Portland', region: 'OR', postalCode: '97201', countryCode: 'US' },
  { city: 'Oakland', region: 'CA', postalCode: '94607', countryCode: 'US' },
  { city: 'Buffalo', region: 'NY', postalCode: '14201', countryCode: 'US' },
  { city: 'Leipzig', region: null, postalCode: '04109', countryCode: 'DE' },
  { city: 'Lyon', region: null, postalCode: '69002', countryCode: 'FR' },
];
const streets = ['Harbour Street', 'Mill Lane', 'Chestnut Avenue', 'Station Road', 'Garden Row'];

/** Three accounts to sign in with and twenty customers. Does nothing in a shop that has users. */
export async function seed(databaseUrl: string): Promise<void> {
  const { db, close } = connect(databaseUrl, { pool: 1 });
  try {
    const [known] = await db.select({ id: users.id }).from(users).limit(1);
    if (known) return;
    const passwordHash = await hashPassword(SEED_PASSWORD);
    const account = (number: number, email: string, displayName: string, roles: RoleName[] = ['CUSTOMER']) => ({
      id: seededId('usr', number),
      email,
      emailKey: email,
      displayName,
      roles,
      passwordHash,
      emailVerified: true,
    });
    const customers = firstNames.map((first, index) => {
      const last = lastNames[index % lastNames.length]!;
      return account(101 + index, `${first}.${last}@storegraph.example`.toLowerCase(), `${first} ${last}`);
    });
    const everybody = [
      account(1, 'ada@storegraph.example', 'Ada Winter'),
      account(2, 'sam@storegraph.example', 'Sam Ortega', ['CUSTOMER', 'STAFF']),
      account(3, 'root@storegraph.example', 'Robin Admin', ['CUSTOMER', 'STAFF', 'ADMIN']),
      ...customers,
    ];
    await db.transaction(async (tx) => {
      await tx.insert(users).values(everybody);
      await tx.insert(addresses).values(
        everybody.map(({ id, displayName }, index) => ({
          id: seededId('addr', index + 1),
          userId: id,
          fullName: displayName,
          line1: `${((index * 7) % 90) + 1} ${streets[index % streets.length]}`,
          ...places[index % places.length]!,
          isDefault: true,
        })),
      );
    });
  } finally {
    await close();
  }
}
