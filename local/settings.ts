/** docs/settings.md: every variable of every process, as its parser has it. */
import { ownEnvironment } from '@storegraph/gateway/environment';
import { type EnvironmentShape, processEnvironment, subgraphEnvironment } from '@storegraph/kit/environment';
import { demandInProduction } from '@storegraph/kit/production';
import { storefrontEnvironment } from '@storegraph/storefront/environment';
import { definitions } from './definitions.generated.ts';
import { googleEnvironment } from './google/google.env.ts';
import { mailEnvironment } from './mail/mail.env.ts';
import { stripeEnvironment } from './stripe/stripe.env.ts';
import { databaseVariable, domains, portVariables } from './system/layout.ts';

interface Setting {
  name: string;
  /** What a process has without it; null where it does not start then. */
  usual: string | null;
  demand: string;
  meaning: string;
}
interface Part {
  title: string;
  note: string;
  settings: Setting[];
}

/** What no parser reads, because nobody who runs a shop sets it. */
const readElsewhere: Setting[] = [
  {
    name: 'SEED_SIZE',
    usual: 'full',
    demand: '',
    meaning: 'Of `local/containers/seed.sh`: `full` is 1,000 products, `small` 60. `pnpm start` has `--seed` for it.',
  },
  {
    name: 'LOCAL_STRIPE_URL',
    usual: '',
    demand: '',
    meaning: 'Of `pnpm invariants`: the local Stripe whose books are compared with those of payments.',
  },
  {
    name: 'CRASH_POINTS',
    usual: '',
    demand: 'means nothing',
    meaning:
      'A folder of files, each named like a place in the code where the process then dies: for tests of recovery.',
  },
  {
    name: 'PARENT_PIPE',
    usual: '',
    demand: '',
    meaning: 'With `1` a process ends when its standard input does: its parent has died.',
  },
];

const settingsOf = (shape: EnvironmentShape): Setting[] =>
  Object.entries(shape).map(([name, schema]) => {
    const { success, data } = schema.safeParse(undefined);
    const usual = success ? String(data ?? '') : null;
    return { name, usual, demand: demandInProduction(schema)?.words ?? '', meaning: schema.description ?? '' };
  });

const without = (shape: EnvironmentShape, known: EnvironmentShape): EnvironmentShape =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => !(name in known)));

export const parts = (): Part[] => [
  {
    title: 'Every process',
    note: 'The gateway and all subgraphs.',
    settings: settingsOf(processEnvironment),
  },
  { title: 'gateway', note: '', settings: settingsOf(ownEnvironment) },
  {
    title: 'Every subgraph',
    note: '',
    settings: settingsOf(without(subgraphEnvironment, processEnvironment)),
  },
  ...definitions.map(({ name, env = {} }) => ({
    title: name,
    note: Object.keys(env).length === 0 ? 'Nothing of its own.' : '',
    settings: settingsOf(env),
  })),
  { title: 'storefront', note: '', settings: settingsOf(storefrontEnvironment) },
  {
    title: 'The local Stripe',
    note: 'Not in production: it does not start there.',
    settings: settingsOf(stripeEnvironment),
  },
  {
    title: 'The local mail inbox',
    note: 'Not in production: it does not start there.',
    settings: settingsOf(mailEnvironment),
  },
  {
    title: 'The local Google',
    note: 'Not in production: it does not start there.',
    settings: settingsOf(googleEnvironment),
  },
  {
    title: '`pnpm start`',
    note: "Beside these it passes on every variable of the gateway's own, `PUBLIC_URL`, `LOG_LEVEL`, what the shop says of itself (`SHOP_NAME` … `IMPRINT_URL`), those of signals (`OTEL_*`, `METRICS_*`, `ERROR_SINK_URL`, `RELEASE`), and `STRIPE_SECRET_KEY`, `STRIPE_PUBLISHABLE_KEY`, `STRIPE_WEBHOOK_SECRET`, `SMTP_URL` and `MAIL_FROM`, `GOOGLE_CLIENT_ID` and `GOOGLE_CLIENT_SECRET`, which replace the local Stripe, inbox and Google. Keys and secrets it makes itself, once, in `.storegraph`.",
    settings: [
      ...Object.entries(portVariables).map(([name, [variable, port]]) => ({
        name: variable,
        usual: String(port),
        demand: '',
        meaning: `The port of ${name === 'smtp' ? 'what takes mails' : name}.`,
      })),
      ...domains.map((domain) => ({
        name: databaseVariable(domain),
        usual: '',
        demand: '',
        meaning: `A database of your own for ${domain}, instead of the one in \`.storegraph\`: of all domains or of none.`,
      })),
    ],
  },
  { title: 'Read elsewhere', note: 'By tools, and by tests of what a crash leaves behind.', settings: readElsewhere },
];

const usualOf = ({ usual }: Setting): string => (usual === null ? '**needed**' : usual === '' ? '–' : `\`${usual}\``);

export function settingsAsMarkdown(): string {
  const tables = parts().map(({ title, note, settings }) => {
    const demanding = settings.some(({ demand }) => demand);
    const line = (name: string, usual: string, meaning: string, demand: string) =>
      `${[name, usual, meaning, ...(demanding ? [demand] : [])].map((text) => `| ${text.replaceAll('|', '\\|')} `).join('')}|\n`;
    const rows = settings.map((one) => line(`\`${one.name}\``, usualOf(one), one.meaning, one.demand));
    const head = `${line('variable', 'without it', 'meaning', 'in production it')}${line('---', '---', '---', '---')}`;
    return `## ${title}\n${note && `\n${note}\n`}${rows.length > 0 ? `\n${head}${rows.join('')}` : ''}`;
  });
  return `<!-- Written from the parsers of the processes by "pnpm generate". -->
# Settings

Every variable of every process. A process reads its variables once, when it starts; when some are missing or wrong, or what production does not take, it names **all** of them
and ends. An empty variable is one that is not set.

- **needed**: it does not start without it. **–**: without it there is none, or what its meaning says.
- What the last column demands is checked with \`NODE_ENV=production\` only.
- \`docker compose\` takes those that \`docker-compose.yml\` names from \`.env\`, which \`node local/containers/make-env.mjs\` begins with fresh keys and secrets.

${tables.join('\n')}`;
}
