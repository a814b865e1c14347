/**
 * Numbers about this process. While metrics are off, which is the default, recording one is a call that does nothing, and nothing of
 * Prometheus is loaded. Labels are for what there is a bounded number of: never ids, never names that clients choose.
 */
export interface MetricDefinition<Label extends string> {
  /** As Prometheus wants it: with its unit, and `_total` for what only grows. */
  name: string;
  help: string;
  labels: readonly Label[];
}

export type Labels<Label extends string> = Readonly<Record<Label, string>>;
export type Reading<Label extends string> = readonly [labels: Labels<Label>, value: number];

/** Every metric of the process, whether metrics are on or not. */
export const allMetrics: (Counter<string> | Durations<string> | Readout<string>)[] = [];

/** How often something happened. */
export class Counter<Label extends string> {
  record: ((labels: Labels<Label>, value: number) => void) | undefined;

  constructor(readonly definition: MetricDefinition<Label>) {
    allMetrics.push(this);
  }

  add(labels: Labels<Label>): void {
    this.record?.(labels, 1);
  }
}

/** How long something took. */
export class Durations<Label extends string> {
  record: ((labels: Labels<Label>, seconds: number) => void) | undefined;

  constructor(readonly definition: MetricDefinition<Label>) {
    allMetrics.push(this);
  }

  /** To spare the work of making labels. */
  get isOn(): boolean {
    return this.record !== undefined;
  }

  observe(labels: Labels<Label>, milliseconds: number): void {
    this.record?.(labels, milliseconds / 1_000);
  }
}

export type Reader<Label extends string> = () => readonly Reading<Label>[] | Promise<readonly Reading<Label>[]>;

/** What is read when somebody asks: how much there is of something, or a number that is counted elsewhere. */
export class Readout<Label extends string> {
  readonly readers = new Set<Reader<Label>>();

  constructor(
    readonly definition: MetricDefinition<Label>,
    /** Whether it can only grow. */
    readonly grows = false,
  ) {
    allMetrics.push(this);
  }

  /** Returns what ends it. */
  read(reader: Reader<Label>): () => void {
    this.readers.add(reader);
    return () => void this.readers.delete(reader);
  }
}
