// Prints every subgraph's SDL, composes them by supergraph.yaml and writes what is committed. Needs no network and no database.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { carts } from '@storegraph/carts/subgraph';
import { buildSubgraph, type SubgraphDefinition } from '@storegraph/kit';
import { notifications } from '@storegraph/notifications/subgraph';
import { orders } from '@storegraph/orders/subgraph';
import { payments } from '@storegraph/payments/subgraph';
import { products } from '@storegraph/products/subgraph';
import { users } from '@storegraph/users/subgraph';
import { parse as parseSdl, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';

const definitions: SubgraphDefinition[] = [users, products, carts, orders, payments, notifications];

interface SupergraphConfig {
  subgraphs: Record<string, { routing_url: string; schema: { file: string } }>;
}

const root = process.cwd();
const config = parseYaml(readFileSync(join(root, 'supergraph.yaml'), 'utf8')) as SupergraphConfig;

const services = await Promise.all(
  definitions.map(async (definition) => {
    const entry = config.subgraphs[definition.name];
    if (!entry) throw new Error(`supergraph.yaml does not name ${definition.name}`);
    const { sdl } = await buildSubgraph(definition);
    writeFileSync(join(root, entry.schema.file), sdl);
    return { name: definition.name, url: entry.routing_url, typeDefs: parseSdl(sdl) };
  }),
);

const { errors, supergraphSdl, schema } = composeServices(services);
if (errors) {
  process.stderr.write(`The subgraphs do not compose:\n${errors.map(({ message }) => `- ${message}`).join('\n')}\n`);
  process.exit(1);
}
writeFileSync(join(root, 'supergraph.graphql'), `${supergraphSdl.trim()}\n`);
writeFileSync(
  join(root, 'packages/client/schema.graphql'),
  `${printSchema(schema.toAPISchema().toGraphQLJSSchema())}\n`,
);
process.stdout.write(`Composed ${services.length} subgraphs\n`);
