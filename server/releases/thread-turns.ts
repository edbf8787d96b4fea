import { setTimeout as pause } from "node:timers/promises";
import type { DefinitionReader } from "#engine/definition/reader";

/**
 * Work on large definitions shares the one thread of the process with the requests of all apps. So it is done in steps:
 * one step of all such work at a time, and after it the thread is left to others for as long as the step took. A plan of
 * a large draft then takes twice its time, and another app's request waits for one step at most.
 */
export interface ThreadTurns {
  /** Does one step: something that takes milliseconds and cannot be divided. */
  step<Result>(work: () => Result): Promise<Result>;
  /** Does work that was divided: each part of the generator is a step. */
  steps<Result>(work: Generator<unknown, Result>): Promise<Result>;
}

/** A definition with fewer records is worked on at once: it takes less than a turn costs. */
const LARGE_RECORDS = 500;
/** After shorter steps nobody has to be let ahead. */
const SHORT_MS = 3;
const LONGEST_PAUSE_MS = 250;

const atOnce: ThreadTurns = {
  step: async (work) => work(),
  steps: async (work) => {
    while (true) {
      const next = work.next();
      if (next.done) return next.value;
    }
  },
};

/** Settles when the last step is over and others have had the thread. */
let last: Promise<unknown> = Promise.resolve();

function step<Result>(work: () => Result): Promise<Result> {
  let took = 0;
  const done = last.then(() => {
    const began = performance.now();
    try {
      return work();
    } finally {
      took = performance.now() - began;
    }
  });
  const rest = () => (took < SHORT_MS ? undefined : pause(Math.min(took, LONGEST_PAUSE_MS)));
  last = done.then(rest, rest);
  return done;
}

const inTurns: ThreadTurns = {
  step,
  steps: async (work) => {
    while (true) {
      const next = await step(() => work.next());
      if (next.done) return next.value;
    }
  },
};

export const threadTurns = (...readers: readonly (DefinitionReader | undefined)[]): ThreadTurns =>
  readers.some((reader) => reader && Object.keys(reader.definition.records).length >= LARGE_RECORDS) ? inTurns : atOnce;
