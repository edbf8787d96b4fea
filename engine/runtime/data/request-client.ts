import type { Connection } from "./connection.ts";

/**
 * For how long the statement of somebody who left may still run. Nearly all end sooner, and nothing is lost. To cancel
 * one costs its connection, since the cancellation may arrive late and hit the next statement; so a crowd that leaves at
 * once would leave the next requests to wait until all connections are made anew.
 */
const LET_END_MS = 250;

/**
 * Who waits for an answer. When they go away before it comes, nothing more is begun for them and a statement that goes
 * on for longer is given up: a page that is reloaded ten times must not cost ten slow lists.
 */
export class RequestClient {
  isGone = false;
  /** At work for this request. A request has one statement at a time. */
  connection: Connection | undefined;

  leave(): void {
    this.isGone = true;
    const { connection } = this;
    if (!connection) return;
    const cancel = () => {
      if (this.connection === connection) connection.cancel();
    };
    setTimeout(cancel, LET_END_MS).unref();
  }
}
