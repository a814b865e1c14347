import { setTimeout as delay } from 'node:timers/promises';
import { type GraphResult, Shopper } from '../../test/shop.ts';

/** Nobody answered, or somebody said that a part of the shop does not answer: it may or may not have happened. */
export class NoAnswer extends Error {}

/** The shop understood and said no. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const ANSWER_TIMEOUT_IN_MS = 8_000;
const UNKNOWN_OUTCOME = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL']);

/** A shopper's program that is made for bad days: time-outs, and the same request with the same key once more. */
export class PatientShopper extends Shopper {
  constructor(
    url: string,
    private readonly patience: { tries: number; pauseInMs: number } = { tries: 4, pauseInMs: 400 },
  ) {
    super(url);
  }

  override async graph(query: string, variables: Record<string, unknown> = {}): Promise<GraphResult> {
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: this.headers(),
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_IN_MS),
      });
      return (await response.json()) as GraphResult;
    } catch (cause) {
      throw new NoAnswer('No answer', { cause });
    }
  }

  override async run(name: string, inputType: string, input: unknown, selection: string): Promise<any> {
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { __typename code message path } } }`;
    for (let attempt = 1; ; attempt++) {
      try {
        const { data, errors } = await this.graph(query, { input });
        // a payload whose fields could not all be read is an answer all the same
        if (data?.[name]) return accepted(name, data[name]);
        const { code, message } = { code: errors?.[0]?.extensions?.code ?? 'INTERNAL', message: errors?.[0]?.message };
        throw UNKNOWN_OUTCOME.has(code) ? new NoAnswer(`${name}: ${code}`) : new Refused(code, `${name}: ${message}`);
      } catch (error) {
        if (!(error instanceof NoAnswer) || attempt >= this.patience.tries) throw error;
        await delay(this.patience.pauseInMs * attempt);
      }
    }
  }
}

/** Nothing can be done with a cart that an order holds: the visit ends here. */
function accepted(name: string, payload: any): any {
  if (!name.startsWith('setCart') || payload.cart) return payload;
  const [{ code, message }] = payload.userErrors;
  throw new Refused(code, `${name}: ${message}`);
}
