import type { UserError } from "../../errors.ts";
import type { Connection } from "./connection.ts";

/**
 * How long the statement of a disconnected client may still run. Nearly all end sooner. A cancellation costs the
 * connection, because it may arrive late and cancel the next statement; if many clients disconnected at once, later
 * requests would have to wait for new connections.
 */
const LET_END_MS = 250;

/**
 * The client that waits for an answer. When it disconnects, no further statement is started for it, and a long one is
 * cancelled: a page that is reloaded ten times must not run ten slow lists.
 */
export class RequestClient {
  isGone = false;
  /** Builders have a share of the connections of their own. */
  readonly isBuilder: boolean;
  /** The connection that works for this request. A request runs one statement at a time. */
  connection: Connection | undefined;

  private readonly refuse: (() => UserError | undefined) | undefined;

  /** @param who.refusal see `refusal` below; nothing is refused without it */
  constructor(
    who: { readonly isBuilder: boolean; readonly refusal?: () => UserError | undefined } = { isBuilder: false },
  ) {
    this.isBuilder = who.isBuilder;
    this.refuse = who.refusal;
  }

  /** Asked when a connection is there for the next statement: why it is not sent after all. */
  refusal(): UserError | undefined {
    return this.refuse?.();
  }

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
