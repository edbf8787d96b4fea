import type { SqlValue } from "../../sql/sql.ts";
import { bindExecuteSync } from "./bind-message.ts";

/** The parts of pg's Connection that our own query writes to (as pg-cursor does); pg has no types for it. */
export interface WireConnection {
  readonly stream: { cork(): void; uncork(): void; write(data: Uint8Array): boolean; destroy(error: Error): void };
  parse(message: { text: string; name: string }): void;
  bind(message: { portal: string; statement: string; values: readonly (string | null)[] }): void;
  execute(message: { portal: string; rows?: number }): void;
  close(message: { type: "S"; name: string }): void;
  sync(): void;
}

export type WireRow = readonly (string | null)[];

/** The statement to run. A named one is prepared once per connection; without a name the text is parsed each time. */
export interface WireStatement {
  readonly text: string;
  readonly name: string;
  readonly values: readonly SqlValue[];
  /** Sent before it in the same batch: `SET ROLE`, when the connection last served another app. */
  readonly before: string | undefined;
  readonly isPrepared: boolean;
  /** Prepared statements to forget. */
  readonly evict: readonly string[];
}

/**
 * One statement in the extended protocol, as pg's client runs any query object. Unlike pg's own query it does not ask
 * for a description of the result, because we know our columns and read them as text. That saves a message per column
 * on every request. The role change, the closing of old statements and the statement itself are sent in one packet.
 */
export class WireQuery {
  /** Read by pg's client, which keeps the names it has prepared. */
  readonly name: string;
  readonly text: string;
  private readonly statement: WireStatement;
  private readonly rows: WireRow[] = [];
  private readonly done: (error: Error | undefined, rows: WireRow[]) => void;
  /** Postgres has carried it out, though it may not have committed it yet. */
  isCarriedOut = false;
  private left: number;
  /** pg creates a promise for a query without a callback. */
  readonly callback = (): void => undefined;

  constructor(statement: WireStatement, done: (error: Error | undefined, rows: WireRow[]) => void) {
    this.statement = statement;
    this.name = statement.name;
    this.text = statement.text;
    this.done = done;
    this.left = statement.before === undefined ? 1 : 2;
  }

  /** Never throws: pg would then wait for the answer of a statement that was not sent. The connection ends instead. */
  submit(connection: WireConnection): null {
    try {
      this.send(connection);
    } catch (error) {
      connection.stream.destroy(error as Error);
    }
    return null;
  }

  private send(connection: WireConnection): void {
    const { text, name, values, before, isPrepared, evict } = this.statement;
    const texts = values.map(toWire);
    if (isPrepared && before === undefined && evict.length === 0) {
      connection.stream.write(bindExecuteSync(name, texts));
      return;
    }
    connection.stream.cork();
    try {
      for (const old of evict) connection.close({ type: "S", name: old });
      if (before !== undefined) {
        connection.parse({ text: before, name: "" });
        connection.bind({ portal: "", statement: "", values: [] });
        connection.execute({ portal: "" });
      }
      if (!isPrepared) connection.parse({ text, name });
      connection.bind({ portal: "", statement: name, values: texts });
      connection.execute({ portal: "" });
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription(): void {
    // Not requested.
  }

  handleDataRow(message: { fields: WireRow }): void {
    this.rows.push(message.fields);
  }

  /** The end is ReadyForQuery: only then is it committed. */
  handleCommandComplete(): void {
    this.isCarriedOut = --this.left === 0;
  }

  handlePortalSuspended(): void {
    // A row limit is never sent.
  }

  handleEmptyQuery(): void {
    // Our statements are not empty.
  }

  handleCopyInResponse(): void {
    this.done(new Error("A compiled statement asked for COPY."), this.rows);
  }

  handleReadyForQuery(): void {
    this.done(undefined, this.rows);
  }

  handleError(error: Error): void {
    this.done(error, this.rows);
  }
}

/** A value as Postgres reads it in text format. */
function toWire(value: SqlValue): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return `{${value.map(toArrayItem).join(",")}}`;
}

function toArrayItem(item: string | number | boolean | null): string {
  if (item === null) return "NULL";
  return typeof item === "string" ? `"${item.replace(/["\\]/g, "\\$&")}"` : String(item);
}
