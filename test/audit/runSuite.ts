import { isDeepStrictEqual } from 'node:util';
import type { AuditServer, Case } from './auditServer.ts';
import type { StartGateway } from './gateways.ts';

export interface Outcome {
  /** The suite and the place of the case in it. */
  name: string;
  passed: boolean;
  /** Each time, by the gateway's own word; "" from one that does not say. */
  answeredBy: readonly string[];
  query: string;
  expected: unknown;
  received: unknown;
}

export async function runSuite(audit: AuditServer, suite: string, start: StartGateway): Promise<Outcome[]> {
  const gateway = await start(await audit.supergraph(suite));
  try {
    const outcomes: Outcome[] = [];
    for (const headers of gateway.ways) {
      for (const [index, one] of (await audit.cases(suite)).entries()) {
        if (outcomes[index]?.passed === false) continue;
        const { answeredBy, ...outcome } = await runCase(gateway.url, headers, one);
        const ways = [...(outcomes[index]?.answeredBy ?? []), answeredBy];
        outcomes[index] = { name: `${suite} ${index}`, ...outcome, answeredBy: ways };
      }
    }
    return outcomes;
  } finally {
    await gateway.stop();
  }
}

/** Compares as the audit does: data exactly, of errors only whether there are some, and only where the case says so. */
async function runCase(url: string, headers: Record<string, string>, { query, expected }: Case) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(10_000),
  });
  const received = (await response.json()) as { data?: unknown; errors?: unknown[] };
  const sameData = isDeepStrictEqual(received.data ?? null, expected.data ?? null);
  const sameErrors = typeof expected.errors !== 'boolean' || expected.errors === Boolean(received.errors?.length);
  const answeredBy = response.headers.get('x-execution') ?? '';
  return { passed: sameData && sameErrors, answeredBy, query, expected, received };
}
