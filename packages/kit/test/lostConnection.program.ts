/** For lostConnection.test.ts: a process that asks its database once, and once more when that failed. */
import { connect, outliveLostConnections } from '../src/data/database.ts';

outliveLostConnections();
const connection = connect(process.argv[2]!, { pool: 1 });
const ask = async () => {
  const [row] = await connection.client`SELECT 1 AS one`;
  return String(row!.one);
};
ask()
  .catch(() => ask())
  .then((answer) => process.stdout.write(answer))
  .then(() => connection.close());
