import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Figures } from './measure.ts';

export interface Row extends Figures {
  operation: string;
  variant: string;
}

const FOLDER = 'bench/results';
const colours: Record<string, string> = {
  ours: '#1d4ed8',
  'one process': '#7c3aed',
  apollo: '#9ca3af',
  ceiling: '#059669',
  'ours, again': '#93c5fd',
  hive: '#d97706',
  'hive, Rust planner': '#fbbf24',
};

/** A table and a plot; the ratio is against the ceiling where there is one. */
export function report(
  rows: readonly Row[],
  memory: Record<string, number>,
  { products, quick }: { products: number; quick: boolean },
): string[] {
  const name = `graph-${products}${quick ? '-quick' : ''}`;
  const ceilings = new Map(
    rows.filter(({ variant }) => variant === 'ceiling').map((row) => [row.operation, row.cpuInAll]),
  );
  const parts = ({ cpu }: Row) =>
    Object.entries(cpu)
      .filter(([, ms]) => ms >= 0.02)
      .sort(([, a], [, b]) => b - a)
      .map(([process, ms]) => `${process} ${ms.toFixed(2)}`)
      .join(' · ');
  const lines = rows.map((row) => {
    const ceiling = ceilings.get(row.operation);
    const ratio = ceiling ? `${(row.cpuInAll / ceiling).toFixed(1)} ×` : '';
    return `| ${row.operation} | ${row.variant} | ${row.cpuInAll.toFixed(2)} | ${ratio} | ${row.perSecond.toFixed(0)} | ${row.p50.toFixed(1)} | ${row.p95.toFixed(1)} | ${row.p99.toFixed(1)} | ${parts(row)} |`;
  });
  const inAll = Object.values(memory).reduce((sum, megabytes) => sum + megabytes, 0);
  const text = `# What an operation costs: ${products.toLocaleString('en')} products

${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, everything on this machine.
Milliseconds of CPU per operation, user and system time of all processes; closed loop of 8 callers; variables rotate, so that nothing is remembered, except in "again".

| operation | variant | CPU ms | of the ceiling | per second | p50 ms | p95 ms | p99 ms | CPU ms by process |
| --- | --- | --: | --: | --: | --: | --: | --: | --- |
${lines.join('\n')}

Memory after the run: ${inAll} MB (${Object.entries(memory)
    .map(([process, megabytes]) => `${process} ${megabytes}`)
    .join(', ')}).
`;
  const files = [`${FOLDER}/${name}.md`, `${FOLDER}/${name}.svg`];
  writeFileSync(files[0]!, text);
  writeFileSync(files[1]!, plot(rows));
  return files;
}

function plot(rows: readonly Row[]): string {
  const shown = rows.filter(({ variant }) => variant in colours);
  const operations = [...new Set(shown.map(({ operation }) => operation))];
  const longest = Math.max(...shown.map(({ cpuInAll }) => cpuInAll));
  let y = 50;
  const bars = operations.flatMap((operation) => {
    const own = shown.filter((row) => row.operation === operation);
    const label = `<text x="150" y="${y + own.length * 7 + 4}" text-anchor="end">${operation}</text>`;
    const drawn = own.map(({ variant, cpuInAll }) => {
      const width = Math.max(1, (cpuInAll / longest) * 560);
      const bar = `<rect x="160" y="${y}" width="${width.toFixed(1)}" height="12" fill="${colours[variant]}"/><text x="${(168 + width).toFixed(1)}" y="${y + 10}" font-size="10">${cpuInAll.toFixed(2)}</text>`;
      y += 14;
      return bar;
    });
    y += 10;
    return [label, ...drawn];
  });
  const legend = Object.entries(colours).map(
    ([variant, colour], index) =>
      `<rect x="${60 + index * 105}" y="18" width="12" height="12" fill="${colour}"/><text x="${78 + index * 105}" y="28">${variant}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="${y + 10}" font-family="sans-serif" font-size="12"><title>CPU milliseconds per operation</title><rect width="100%" height="100%" fill="white"/>
<text x="10" y="28">CPU ms</text>
${[...legend, ...bars].join('\n')}
</svg>
`;
}
