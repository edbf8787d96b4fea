import type { Connection } from "./connection.ts";

/**
 * Who waits for an answer. When they go away before it comes, nothing more is begun for them and the statement that
 * runs is given up: a page that is reloaded ten times must not cost ten lists.
 */
export class RequestClient {
  isGone = false;
  /** At work for this request. A request has one statement at a time. */
  connection: Connection | undefined;

  leave(): void {
    this.isGone = true;
    this.connection?.cancel();
  }
}
