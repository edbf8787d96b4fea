import type { Server } from "node:http";
import type { Socket } from "node:net";
import { networkOfAddress } from "#engine/auth/network-of-address";

export interface ConnectionLimits {
  /** A process has a few thousand files to open; who holds connections open must not take them all. */
  readonly total: number;
  /** From one address, so that one client cannot exclude all others. */
  readonly ofOneAddress: number;
}

const LIMITS: ConnectionLimits = { total: 2_000, ofOneAddress: 500 };

/** Room is made for new ones before none is left. */
const CROWDED = 0.9;

const connectionsOf = new WeakMap<Server, ReadonlySet<Socket>>();

/** Whether part of an answer waits until a client of the server takes it. */
export function isSending(server: Server): boolean {
  for (const socket of connectionsOf.get(server) ?? []) if (socket.writableLength > 0) return true;
  return false;
}

/**
 * Bounds the connections of a server: in all, and of one address; trusted proxies carry those of many and count only in
 * all. When it gets crowded, those make room that wait for nothing: connections between two requests, and the oldest
 * that never sent a byte, whosever they are.
 */
export function boundConnections(
  server: Server,
  input: { readonly isProxy: (address: string) => boolean; readonly limits?: ConnectionLimits },
): void {
  const { isProxy, limits = LIMITS } = input;
  const counts = new Map<string, number>();
  const open = new Set<Socket>();
  connectionsOf.set(server, open);
  server.maxConnections = limits.total;
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    if (open.size > limits.total * CROWDED) makeRoom(server, open, limits.total);
    const address = socket.remoteAddress ?? "";
    if (isProxy(address)) return;
    const key = networkOfAddress(address);
    const count = (counts.get(key) ?? 0) + 1;
    if (count > limits.ofOneAddress) {
      socket.destroy();
      return;
    }
    counts.set(key, count);
    socket.once("close", () => {
      const left = (counts.get(key) ?? 1) - 1;
      if (left === 0) counts.delete(key);
      else counts.set(key, left);
    });
  });
}

function makeRoom(server: Server, open: ReadonlySet<Socket>, total: number): void {
  server.closeIdleConnections();
  // In the order in which they came; who came just now is among the last.
  let left = Math.ceil(total * (1 - CROWDED));
  for (const socket of open) {
    if (left === 0) return;
    if (socket.bytesRead > 0 || socket.destroyed) continue;
    socket.destroy();
    left--;
  }
}
