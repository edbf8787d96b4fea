/** The limits of one rendering. Every value, loop iteration, branch and filter is counted here, without exception. */
export interface RenderBudget {
  /** Values, iterations, branches; a filter also counts one for each 64 characters of its input. */
  readonly maxOperations: number;
  /** UTF-16 units of HTML. */
  readonly maxOutput: number;
  /** The time at which rendering stops, on the clock below; milliseconds. */
  readonly deadline: number;
  readonly now: () => number;
}

export type RenderLimit = "operations" | "output" | "time";

export class RenderStopped extends Error {
  readonly limit: RenderLimit;
  constructor(limit: RenderLimit) {
    super(`The page went over its limit of ${limit}.`);
    this.limit = limit;
  }
}

const CLOCK_EVERY = 256;

/** One for each compiled template, reset by each rendering: renderings do not overlap, because none waits. */
export class RenderMeter {
  out = "";
  /** The length of the output that is put aside while a part is captured. */
  private held = 0;
  private left = 0;
  private clockAt = 0;
  private budget: RenderBudget | undefined;

  start(budget: RenderBudget): void {
    this.out = "";
    this.held = 0;
    this.budget = budget;
    this.left = budget.maxOperations;
    this.clockAt = this.left - CLOCK_EVERY;
  }

  /** Returns the output and clears it. */
  finish(): string {
    const { out } = this;
    this.out = "";
    this.budget = undefined;
    return out;
  }

  /** What a part writes, as text of its own; it counts as output while it is made. */
  capture(write: () => void): string {
    const outer = this.out;
    this.held += outer.length;
    this.out = "";
    write();
    const captured = this.out;
    this.out = outer;
    this.held -= outer.length;
    return captured;
  }

  charge(operations: number): void {
    this.left -= operations;
    if (this.left < this.clockAt) this.look();
  }

  chargeText(value: unknown): void {
    this.charge(typeof value === "string" ? 1 + (value.length >>> 6) : Array.isArray(value) ? 1 + value.length : 1);
  }

  private look(): void {
    const budget = this.budget as RenderBudget;
    if (this.left < 0) throw new RenderStopped("operations");
    if (this.out.length + this.held > budget.maxOutput) throw new RenderStopped("output");
    if (budget.now() > budget.deadline) throw new RenderStopped("time");
    this.clockAt = this.left - CLOCK_EVERY;
  }

  /** Called after output: a page may exceed its limit by at most one text. */
  checkOutput(): void {
    if (this.out.length + this.held > (this.budget as RenderBudget).maxOutput) throw new RenderStopped("output");
  }
}
