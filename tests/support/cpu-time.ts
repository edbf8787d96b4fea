/**
 * How tests judge speed: by how many times as much CPU time of this process one piece of work takes as another one in
 * the same run. What else the machine does changes neither, so there is no number of milliseconds to be missed.
 */
export async function timesAsLong(work: () => unknown, reference: () => unknown): Promise<number> {
  return (await leastCpuTime(work)) / (await leastCpuTime(reference));
}

/** For ten times the input: about 10 where work grows as its input does, about 100 where it grows as the square. */
export const growth = (work: (size: number) => unknown, size: number): Promise<number> =>
  timesAsLong(
    () => work(size),
    () => work(size / 10),
  );

/** More than growth in proportion, with room for noise. */
export const STEEP = 40;

const TRIES = 4;
/** Shorter times are noise. */
const LEAST_MS = 2;

/** The best of several, since the first compiles the code and another one may collect garbage. */
async function leastCpuTime(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return Math.max(least, LEAST_MS);
}
