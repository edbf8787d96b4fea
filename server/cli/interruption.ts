import { CliError } from "./cli-error.ts";

/** How Ctrl-C is heard while something is under way on the server. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening; a later signal ends the process as usual. */
  end(): void;
}

/** The first Ctrl-C (or SIGTERM) aborts the signal, so that what was begun can be ended; the second one leaves at once. */
export function hearInterrupts(): Interruption {
  const controller = new AbortController();
  const heard = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      end();
      process.kill(process.pid, name);
      return;
    }
    controller.abort(new CliError("interrupted", "Interrupted.", { exit: "interrupted" }));
  };
  const end = () => {
    process.off("SIGINT", heard).off("SIGTERM", heard);
  };
  process.on("SIGINT", heard).on("SIGTERM", heard);
  return { signal: controller.signal, end };
}

/** The result of the work, or the signal's reason if that comes first. The work continues by itself until its end. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
  }
}
