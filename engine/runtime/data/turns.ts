import { OperationalError } from "../../errors.ts";
import { FairQueue, type FairQueueOptions, type Party } from "./fair-queue.ts";

export interface TurnOptions extends FairQueueOptions {
  /** How long work waits for its turn before it is refused with 503. */
  readonly waitMs: number;
}

interface Waiter {
  readonly party: Party;
  readonly deadline: number;
  readonly timer: NodeJS.Timeout;
  begin(): void;
  reject(error: Error): void;
}

/** Runs up to `size` pieces of work at once, by the shares of a fair queue; others wait, within limits. */
export class Turns {
  private readonly options: TurnOptions;
  private readonly queue: FairQueue<Waiter>;
  private taken = 0;

  constructor(options: TurnOptions) {
    this.options = options;
    this.queue = new FairQueue(options);
  }

  /** Runs the work when the party has its turn. */
  async run<Result>(party: Party, work: () => Promise<Result>): Promise<Result> {
    if (this.taken < this.options.size && this.queue.admits(party)) this.begin(party);
    else await this.wait(party);
    try {
      return await work();
    } finally {
      this.taken--;
      this.queue.end(party);
      this.serveNext();
    }
  }

  /** Refuses all further work. */
  close(): void {
    for (const { timer, reject } of this.queue.clear()) {
      clearTimeout(timer);
      reject(new OperationalError("The server is stopping."));
    }
  }

  private begin(party: Party): void {
    this.taken++;
    this.queue.begin(party);
  }

  private serveNext(): void {
    while (this.taken < this.options.size) {
      const next = this.queue.next(undefined);
      if (!next) return;
      this.begin(next.party);
      next.begin();
    }
  }

  private wait(party: Party): Promise<void> {
    const { now, waitMs } = this.options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.expire(), waitMs);
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.queue.join(party, { party, deadline: now() + waitMs, timer, begin, reject })) return;
      clearTimeout(timer);
      reject(new OperationalError("Too many requests wait for the database.", { retryAfterSeconds: 2 }));
    });
  }

  private expire(): void {
    // A timer may fire slightly early, and a share may have grown since the last one was served.
    for (const { reject } of this.queue.expired(this.options.now() + 1)) {
      reject(new OperationalError("No connection to the database came free."));
    }
    this.serveNext();
  }
}
