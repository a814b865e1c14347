import type { World } from './checkout.world.ts';
import type { Step } from './explore.ts';

/**
 * `fair`: happens in the end, such as a job, a delivery or an answer. `time`: so does this, but only when a deadline has
 * passed. `free`: may happen or not, such as what a shopper does, and every fault.
 */
export type Kind = 'fair' | 'time' | 'free';
export type CheckoutStep = Step<World, Kind>;
