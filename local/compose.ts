// Prints every subgraph's SDL, composes them by supergraph.yaml and writes what is committed: below --into, or into the checkout.
// Writes nothing when they do not compose. Needs no network and no database.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { buildSubgraph } from '@storegraph/kit';
import { parse as parseSdl, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { definitions } from './definitions.generated.ts';

interface SupergraphConfig {
  subgraphs: Record<string, { routing_url: string; schema: { file: string } }>;
}

const root = process.cwd();
const into = resolve(parseArgs({ options: { into: { type: 'string', default: root } } }).values.into);
const config = parseYaml(readFileSync(join(root, 'supergraph.yaml'), 'utf8')) as SupergraphConfig;

const services = await Promise.all(
  definitions.map(async (definition) => {
    const entry = config.subgraphs[definition.name];
    if (!entry) throw new Error(`supergraph.yaml does not name ${definition.name}`);
    const { sdl } = await buildSubgraph(definition).catch((error: Error) =>
      fail(`${definition.name}: ${error.message}`),
    );
    const { file } = entry.schema;
    return { name: definition.name, url: entry.routing_url, typeDefs: parseSdl(sdl), sdl, file };
  }),
);

const { errors, supergraphSdl, schema } = composeServices(services);
if (errors) fail(`The subgraphs do not compose:\n${errors.map(({ message }) => `- ${message}`).join('\n')}`);
for (const { file, sdl } of services) write(file, sdl);
write('supergraph.graphql', `${supergraphSdl.trim()}\n`);
write('packages/client/schema.graphql', `${printSchema(schema.toAPISchema().toGraphQLJSSchema())}\n`);
process.stdout.write(`Composed ${services.length} subgraphs\n`);

/** A file that is as it should be keeps its date: who watches it is not disturbed. */
function write(name: string, content: string): void {
  const file = join(into, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
