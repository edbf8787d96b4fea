import type { Socket } from "node:net";
import type pg from "pg";

/**
 * pg takes apart what Postgres sends inside a listener of the socket. What is thrown there belongs to no promise and
 * would end the process with every app in it: a message beyond 512 MB does, since it is longer than a string may be.
 * After this, such an error ends this one connection, and its statement fails with it.
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

/** The socket of a client that is connected; pg's types do not have it. */
export const streamOf = (client: pg.ClientBase): Socket =>
  (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
