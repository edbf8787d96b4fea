import type { Socket } from "node:net";
import type pg from "pg";

/**
 * pg takes apart what Postgres sends inside a listener of the socket. An error there rejects no promise and would end
 * the process with all its apps; a message over 512 MB causes one, because it exceeds the longest string. With this
 * function, such an error ends only its connection, and the statement fails.
 *
 * `refuse` sees the size of each piece before pg does, and may end the connection with an error of its own.
 */
export function guardReader(client: pg.ClientBase, refuse?: (bytes: number) => Error | undefined): void {
  const stream = streamOf(client);
  const listeners = stream.listeners("data") as ((piece: Buffer) => void)[];
  stream.removeAllListeners("data");
  stream.on("data", (piece: Buffer) => {
    const refusal = refuse?.(piece.length);
    if (refusal) {
      stream.destroy(refusal);
      return;
    }
    try {
      for (const listener of listeners) listener.call(stream, piece);
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
}

/** The socket of a connected client; pg's types do not declare it. */
export const streamOf = (client: pg.ClientBase): Socket =>
  (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
