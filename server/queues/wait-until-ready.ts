import { setTimeout as sleep } from "node:timers/promises";
import { OperationalError } from "#engine/errors";

/** A queue or a worker of BullMQ. */
interface Beginning {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Waits until a queue or worker is ready, or throws the reason why it is not. BullMQ keeps its first failure to reach
 * Postgres for ever: every later call fails with it at once, and a worker's loop repeats it without a pause. So what
 * did not begin is closed, and the caller makes another.
 */
export async function waitUntilReady<Made extends Beginning>(made: Made): Promise<Made> {
  try {
    await made.waitUntilReady();
    return made;
  } catch (error) {
    await made.close(true).catch(() => undefined); // it never was open
    throw error;
  }
}

/** Makes one again and again, with longer pauses, until it begins or the time is over. */
export async function waitUntilReadyWithin<Made extends Beginning>(ms: number, make: () => Made): Promise<Made> {
  const deadline = performance.now() + ms;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await waitUntilReady(make());
    } catch (cause) {
      if (performance.now() + pause > deadline)
        throw new OperationalError("The database of the queues cannot be reached.", { cause });
    }
    await sleep(pause);
  }
}
