/** `pnpm check` sets THOROUGH=1: every input and more rounds. `pnpm test` alone takes a part of them, as many as fit into six minutes on two cores. */
export const isThorough: boolean = process.env.THOROUGH === '1';

/** A number from that variable, else as many as this run takes. */
export const countFrom = (variable: string, quick: number, thorough: number): number =>
  Number(process.env[variable] ?? (isThorough ? thorough : quick));
