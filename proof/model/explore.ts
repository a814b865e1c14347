/**
 * Visits every state that a system can reach, breadth first, so that the trace to a broken property is a shortest one.
 * The system is given as data and functions: this file knows nothing of what it is about.
 */
export interface Step<State, Kind extends string> {
  name: string;
  kind: Kind;
  /** Changes the draft, a copy of the state that the step was offered in. Throwing is a broken property, too. */
  apply(draft: State): void;
}

/** From every reachable state in `from`, one in `to` can be reached by the steps of these kinds alone. */
export interface Liveness<State, Kind extends string> {
  from(state: State): boolean;
  to(state: State): boolean;
  by: readonly Kind[];
}

export interface Model<State, Kind extends string> {
  initial: readonly State[];
  steps(state: State): Step<State, Kind>[];
  clone(state: State): State;
  /** Equal for states that cannot be told apart. */
  keyOf(state: State): string;
  /** Each true in every reachable state. */
  always: Record<string, (state: State) => boolean>;
  /** Each true of every step that is taken. */
  everyStep: Record<string, (before: State, after: State) => boolean>;
  eventually: Record<string, Liveness<State, Kind>>;
}

export interface Violation {
  property: string;
  trace: string[];
  /** The state that the trace ends in, as JSON. */
  state: string;
}

export interface Exploration {
  states: number;
  transitions: number;
  depth: number;
  violation?: Violation;
}

const MAX_STATES = 1_500_000;

export function explore<State, Kind extends string>(model: Model<State, Kind>): Exploration {
  const seen = new Map<string, number>();
  // of each state: where it was first seen from, and by which of the steps there; of an initial one -1, and which it is
  const parents: number[] = [];
  const taken: number[] = [];
  const lives = Object.entries(model.eventually).map(([property, live]) => ({ property, ...live, graph: new Graph() }));
  const always = Object.entries(model.always);
  const everyStep = Object.entries(model.everyStep);
  let frontier: State[] = [];
  let transitions = 0;
  let depth = 0;

  /** Goes there once more: to keep the names of all steps, and all states, would cost more. */
  const wayTo = (index: number): { trace: string[]; state: State } => {
    const way: number[] = [];
    let at = index;
    for (; parents[at]! >= 0; at = parents[at]!) way.push(taken[at]!);
    let state: State = model.initial[taken[at]!]!;
    const trace = way.reverse().map((which) => {
      const { name, apply } = model.steps(state)[which]!;
      state = model.clone(state);
      apply(state);
      return name;
    });
    return { trace, state };
  };
  const result = (broken?: { property: string; trace: string[]; state: State }): Exploration => ({
    states: seen.size,
    transitions,
    depth,
    ...(broken && { violation: { ...broken, state: JSON.stringify(broken.state) } }),
  });
  const visit = (state: State, key: string, parent: number, step: number): number => {
    const index = seen.size;
    if (index >= MAX_STATES) throw new Error(`More than ${MAX_STATES} states: bound the model`);
    seen.set(key, index);
    parents.push(parent);
    taken.push(step);
    frontier.push(state);
    return index;
  };
  const brokenBy = (state: State) => {
    for (const [property, holds] of always) if (!holds(state)) return property;
  };
  const brokenByStep = (before: State, after: State) => {
    for (const [property, holds] of everyStep) if (!holds(before, after)) return property;
  };

  for (const [which, state] of model.initial.entries()) {
    const key = model.keyOf(state);
    if (seen.has(key)) continue;
    visit(state, key, -1, which);
    const property = brokenBy(state);
    if (property) return result({ property, trace: [], state });
  }
  for (let index = 0; frontier.length > 0; ) {
    const layer = frontier;
    const layerDepth = depth;
    frontier = [];
    for (const state of layer) {
      for (const { graph, from, to } of lives) graph.addState(from(state), to(state));
      for (const [which, { name, kind, apply }] of model.steps(state).entries()) {
        const after = model.clone(state);
        try {
          apply(after);
        } catch (error) {
          return result({ property: (error as Error).message, trace: [...wayTo(index).trace, name], state });
        }
        transitions++;
        const key = model.keyOf(after);
        let target = seen.get(key);
        const isNew = target === undefined;
        if (target === undefined) {
          target = visit(after, key, index, which);
          depth = layerDepth + 1;
        }
        const property = brokenByStep(state, after) ?? (isNew ? brokenBy(after) : undefined);
        if (property) return result({ property, trace: [...wayTo(index).trace, name], state: after });
        for (const { graph, by } of lives) if (by.includes(kind)) graph.addEdge(index, target);
      }
      index++;
    }
  }
  for (const { property, graph } of lives) {
    const stuck = graph.firstStuck();
    if (stuck >= 0) return result({ property, ...wayTo(stuck) });
  }
  return result();
}

/** The states, and the steps that count for one liveness property. */
class Graph {
  private readonly sources: number[] = [];
  private readonly targets: number[] = [];
  private readonly from: boolean[] = [];
  private readonly to: boolean[] = [];

  addState(from: boolean, to: boolean): void {
    this.from.push(from);
    this.to.push(to);
  }

  addEdge(source: number, target: number): void {
    if (source === target) return;
    this.sources.push(source);
    this.targets.push(target);
  }

  /** The first state, in the order of discovery, from which no goal can be reached: walked backwards from the goals. */
  firstStuck(): number {
    const { sources, targets, from, to } = this;
    const starts = new Int32Array(from.length + 1);
    for (const target of targets) starts[target + 1]!++;
    for (let state = 0; state < from.length; state++) starts[state + 1]! += starts[state]!;
    const incoming = new Int32Array(targets.length);
    const filled = starts.slice();
    for (let edge = 0; edge < targets.length; edge++) incoming[filled[targets[edge]!]!++] = sources[edge]!;

    const good = Uint8Array.from(to, Number);
    const queue = to.flatMap((isGoal, state) => (isGoal ? [state] : []));
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
        const before = incoming[edge]!;
        if (good[before]) continue;
        good[before] = 1;
        queue.push(before);
      }
    }
    return from.findIndex((isFrom, state) => isFrom && !good[state]);
  }
}
